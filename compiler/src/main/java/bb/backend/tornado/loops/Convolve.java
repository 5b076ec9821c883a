package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.GROUP;
import static bb.backend.tornado.index.Variables.IX;
import static bb.backend.tornado.index.Variables.IY;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
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
        "for (@$T int row = 0; row < $L; row++)", Code.PARALLEL, N.times(out.pixels()));
    code.beginControlFlow(
        "for (@$T int block = 0; block < $L; block++)", Code.PARALLEL, out.channels() / block);
    code.addStatement("int c = $L", variable("block").times(block));
    for (int j = 0; j < block; j++) {
      code.addStatement("float s$L = $L", j, epilogue.start(C.plus(j)));
    }
    IndexExpr group = groups == 1 ? ZERO : GROUP;
    if (groups > 1) {
      code.addStatement("int group = $L", C.over(outputs()));
    }
    code.add(window.isPoint() ? point(group, block) : taps(group, block));
    for (int j = 0; j < block; j++) {
      code.add(epilogue.store("s" + j, out, ROW, C.plus(j)));
    }
    return code.endControlFlow().endControlFlow().build();
  }

  /**
   * Statements that store {@code sum}, which is without the bias.
   *
   * @param row where {@code column}, a channel of {@code group}, is stored
   */
  public CodeBlock result(IndexExpr row) {
    CodeBlock.Builder code = CodeBlock.builder();
    if (groups > 1) {
      code.addStatement("int c = $L + column", GROUP.times(outputs()));
    }
    IndexExpr channel = groups > 1 ? C : variable("column");
    if (epilogue.bias()) {
      code.addStatement("sum += $L", epilogue.start(channel));
    }
    return code.add(epilogue.store("sum", out, row, channel)).build();
  }

  private CodeBlock point(IndexExpr group, int block) {
    return CodeBlock.builder()
        .addStatement("int from = $L", in.at(ROW, group.times(inputs())))
        .addStatement("int at = $L", filterAt(group, ZERO))
        .add(sum(block))
        .build();
  }

  private CodeBlock taps(IndexExpr group, int block) {
    WindowLoops loops = new WindowLoops(in, out, window, transposed);
    IndexExpr tap = variable("ky").times(window.kernelWidth()).plus(variable("kx"));
    IndexExpr row = in.row(EXAMPLE, IY, IX);
    return CodeBlock.builder()
        .add(loops.place())
        .add(
            loops.aroundLong(
                CodeBlock.builder()
                    .addStatement("int from = $L", in.at(row, group.times(inputs())))
                    .addStatement("int at = $L", filterAt(group, tap))
                    .add(sum(block))
                    .build()))
        .build();
  }

  /** Where a tap's filter begins for output channel {@code c}. */
  private IndexExpr filterAt(IndexExpr group, IndexExpr tap) {
    long taps = window.kernelHeight() * window.kernelWidth();
    IndexExpr filter = group.times(taps).plus(tap).times(inputs() * outputs());
    return filter.plus(C).minus(group.times(outputs()));
  }

  private CodeBlock sum(int block) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int k = 0; k < $L; k++)", inputs());
    code.addStatement("float x = get(x0, from + k)");
    IndexExpr at = variable("at").plus(K.times(outputs()));
    for (int j = 0; j < block; j++) {
      code.addStatement("s$L += x * get(w0, $L)", j, at.plus(j));
    }
    return code.endControlFlow().build();
  }
}
