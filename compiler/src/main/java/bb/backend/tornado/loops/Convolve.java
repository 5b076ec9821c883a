package bb.backend.tornado.loops;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.Ints;
import bb.backend.tornado.index.View;
import bb.kernel.Window;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * A convolution with its epilogue. The filter is {@code [group][tap][in][out]}, so that
 * neighbouring output channels are neighbours in memory: each work-item computes several of one
 * pixel, and reads each input once for all of them.
 *
 * @param transposed whether it is the gradient of one, which gathers for each output pixel the
 *     inputs that would have scattered to it
 */
public record Convolve(
    View in, View out, Window window, long groups, boolean transposed, Epilogue epilogue)
    implements DeviceKernel {
  /** Output channels that one work-item computes, if the channels of a group divide so. */
  private static final List<Integer> BLOCKS = List.of(8, 4, 2, 1);

  @Override
  public String name() {
    String size = window.kernelHeight() + "x" + window.kernelWidth();
    return (transposed ? "upconvolve" : "convolve") + size;
  }

  @Override
  public List<Param> params() {
    return epilogue.params();
  }

  /** Input channels of a group. */
  public long inputs() {
    return in.channels() / groups;
  }

  /** Output channels of a group. */
  public long outputs() {
    return out.channels() / groups;
  }

  @Override
  public CodeBlock parallel() {
    int block = BLOCKS.stream().filter(b -> outputs() % b == 0).findFirst().orElseThrow();
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow(
        "for (@$T int row = 0; row < $L; row++)", Code.PARALLEL, Ints.times("n", out.pixels()));
    code.beginControlFlow(
        "for (@$T int block = 0; block < $L; block++)", Code.PARALLEL, out.channels() / block);
    code.addStatement("int c = $L", Ints.times("block", block));
    for (int j = 0; j < block; j++) {
      code.addStatement("float s$L = $L", j, epilogue.start(Ints.plus("c", j)));
    }
    String group = groups == 1 ? "0" : "group";
    if (groups > 1) {
      code.addStatement("int group = $L", Ints.over("c", outputs()));
    }
    code.add(window.isPoint() ? point(group, block) : taps(group, block));
    for (int j = 0; j < block; j++) {
      code.add(epilogue.store("s" + j, out, "row", Ints.plus("c", j)));
    }
    return code.endControlFlow().endControlFlow().build();
  }

  /**
   * Statements that store {@code sum}, which is without the bias.
   *
   * @param row where {@code column}, a channel of {@code group}, is stored
   */
  public CodeBlock result(String row) {
    CodeBlock.Builder code = CodeBlock.builder();
    if (groups > 1) {
      code.addStatement("int c = $L + column", Ints.times("group", outputs()));
    }
    String channel = groups > 1 ? "c" : "column";
    if (epilogue.bias()) {
      code.addStatement("sum += $L", epilogue.start(channel));
    }
    return code.add(epilogue.store("sum", out, row, channel)).build();
  }

  private CodeBlock point(String group, int block) {
    return CodeBlock.builder()
        .addStatement("int from = $L", in.at("row", Ints.times(group, inputs())))
        .addStatement("int at = $L", filterAt(group, "0"))
        .add(sum(block))
        .build();
  }

  private CodeBlock taps(String group, int block) {
    WindowLoops loops = new WindowLoops(in, out, window, transposed);
    String tap = Ints.sum(Ints.times("ky", window.kernelWidth()), "kx");
    String row = in.row("example", "iy", "ix");
    return CodeBlock.builder()
        .add(loops.place())
        .add(
            loops.aroundLong(
                CodeBlock.builder()
                    .addStatement("int from = $L", in.at(row, Ints.times(group, inputs())))
                    .addStatement("int at = $L", filterAt(group, tap))
                    .add(sum(block))
                    .build()))
        .build();
  }

  /** Where a tap's filter begins for output channel {@code c}. */
  private String filterAt(String group, String tap) {
    long taps = window.kernelHeight() * window.kernelWidth();
    String filter = Ints.sum(Ints.times(group, taps), tap);
    String others = groups == 1 ? "0" : "-" + Ints.times("group", outputs());
    return Ints.sum(Ints.times(filter, inputs() * outputs()), "c", others);
  }

  private CodeBlock sum(int block) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int k = 0; k < $L; k++)", inputs());
    code.addStatement("float x = get(x0, from + k)");
    String at = Ints.sum("at", Ints.times("k", outputs()));
    for (int j = 0; j < block; j++) {
      code.addStatement("s$L += x * get(w0, $L)", j, Ints.plus(at, j));
    }
    return code.endControlFlow().build();
  }
}
