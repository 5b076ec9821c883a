package bb.backend.tornado;

import bb.kernel.Window;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A convolution with its epilogue. The filter is {@code [group][tap][in][out]}, so that
 * neighbouring output channels are neighbours in memory: each work-item computes several of one
 * pixel, and reads each input once for all of them.
 *
 * @param transposed whether it is the gradient of one, which gathers for each output pixel the
 *     inputs that would have scattered to it
 */
record Convolve(
    View in, View out, Window window, long groups, boolean transposed, Epilogue epilogue)
    implements DeviceKernel {
  /** Output channels that one work-item computes, if the channels of a group divide so. */
  private static final List<Integer> BLOCKS = List.of(8, 4, 2, 1);

  @Override
  public String name() {
    String size =
        window.isPoint() ? "point" : window.kernelHeight() + "x" + window.kernelWidth() + "_";
    return (transposed ? "upconvolve" : "convolve") + size;
  }

  @Override
  public List<Param> params() {
    return epilogue.params();
  }

  /** Input channels of a group. */
  long inputs() {
    return in.channels() / groups;
  }

  /** Output channels of a group. */
  long outputs() {
    return out.channels() / groups;
  }

  @Override
  public CodeBlock parallel() {
    int block = BLOCKS.stream().filter(b -> outputs() % b == 0).findFirst().orElseThrow();
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow(
        "for (@$T int row = 0; row < n * $L; row++)", Code.PARALLEL, out.pixels());
    code.beginControlFlow(
        "for (@$T int block = 0; block < $L; block++)", Code.PARALLEL, out.channels() / block);
    code.addStatement("int c = block * $L", block);
    for (int j = 0; j < block; j++) {
      code.addStatement("float s$L = $L", j, epilogue.start("c + " + j));
    }
    String group = groups == 1 ? "0" : "group";
    if (groups > 1) {
      code.addStatement("int group = c / $L", outputs());
    }
    code.add(window.isPoint() ? point(group, block) : taps(group, block));
    for (int j = 0; j < block; j++) {
      code.add(epilogue.store("s" + j, out, "row", "(c + " + j + ")"));
    }
    return code.endControlFlow().endControlFlow().build();
  }

  @Override
  public List<TiledKernel> tiled() {
    return new ConvolveTiles(this).variants();
  }

  private CodeBlock point(String group, int block) {
    return CodeBlock.builder()
        .addStatement("int from = $L", in.at("row", group + " * " + inputs()))
        .addStatement("int at = $L", filterAt(group, "0"))
        .add(sum(block))
        .build();
  }

  private CodeBlock taps(String group, int block) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("int example = row / $L", out.pixels());
    code.addStatement("int oy = row % $L / $L", out.pixels(), out.width());
    code.addStatement("int ox = row % $L", out.width());
    code.beginControlFlow("for (int ky = 0; ky < $L; ky++)", window.kernelHeight());
    code.add(position("y", window.strideHeight(), window.dilationHeight(), window.padTop()));
    code.beginControlFlow("if ($L)", isInside("y", in.height(), window.strideHeight()));
    code.beginControlFlow("for (int kx = 0; kx < $L; kx++)", window.kernelWidth());
    code.add(position("x", window.strideWidth(), window.dilationWidth(), window.padLeft()));
    code.beginControlFlow("if ($L)", isInside("x", in.width(), window.strideWidth()));
    String row = "((example * %d + iy) * %d + ix)".formatted(in.height(), in.width());
    code.addStatement("int from = $L", in.at(row, group + " * " + inputs()));
    code.addStatement("int at = $L", filterAt(group, "ky * " + window.kernelWidth() + " + kx"));
    code.add(sum(block));
    return code.endControlFlow().endControlFlow().endControlFlow().endControlFlow().build();
  }

  private CodeBlock position(String axis, long stride, long dilation, long pad) {
    CodeBlock.Builder code = CodeBlock.builder();
    if (!transposed) {
      return code.addStatement(
              "int i$L = o$L * $L + k$L * $L - $L", axis, axis, stride, axis, dilation, pad)
          .build();
    }
    code.addStatement("int t$L = o$L + $L - k$L * $L", axis, axis, pad, axis, dilation);
    return code.addStatement("int i$L = t$L / $L", axis, axis, stride).build();
  }

  private String isInside(String axis, long size, long stride) {
    String within = "i%s < %d".formatted(axis, size);
    if (!transposed) {
      return "i%s >= 0 && %s".formatted(axis, within);
    }
    String from = "t%s >= 0 && %s".formatted(axis, within);
    return stride == 1 ? from : from + " && t%s %% %d == 0".formatted(axis, stride);
  }

  /** Where a tap's filter begins for output channel {@code c}. */
  private CodeBlock filterAt(String group, String tap) {
    long taps = window.kernelHeight() * window.kernelWidth();
    String channel = groups == 1 ? "c" : "c - group * " + outputs();
    return groups == 1
        ? CodeBlock.of("($L) * $L + $L", tap, inputs() * outputs(), channel)
        : CodeBlock.of("($L * $L + $L) * $L + $L", group, taps, tap, inputs() * outputs(), channel);
  }

  private CodeBlock sum(int block) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int k = 0; k < $L; k++)", inputs());
    code.addStatement("float x = get(x0, from + k)");
    IntStream.range(0, block)
        .forEach(j -> code.addStatement("s$L += x * get(w0, at + k * $L + $L)", j, outputs(), j));
    return code.endControlFlow().build();
  }
}
