package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.GROUP;

import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.loops.Convolve;
import com.palantir.javapoet.CodeBlock;

/** The filter of a convolution as a matrix: a column for each output channel of a group. */
record Filter(Convolve convolve, Patches patches) implements Factor {
  @Override
  public boolean isAlongDepth() {
    return false;
  }

  /** Input channels of all taps of a group of channels. */
  private long rows() {
    return convolve.inputs() * convolve.window().kernelHeight() * convolve.window().kernelWidth();
  }

  @Override
  public CodeBlock begin(int i, IndexExpr position) {
    IndexExpr group =
        convolve.groups() == 1 ? ZERO : GROUP.times(Math.multiplyExact(rows(), convolve.outputs()));
    IndexExpr column = variable("firstColumn").plus(position).atMost(convolve.outputs() - 1);
    return CodeBlock.builder().addStatement("int filter = $L", group.plus(column)).build();
  }

  @Override
  public CodeBlock at(IndexExpr depth) {
    return CodeBlock.of("");
  }

  @Override
  public CodeBlock load(int i, String value, IndexExpr depth) {
    IndexExpr row = depth;
    if (patches.phases() > 1) {
      IndexExpr tap = patches.tap(depth.over(convolve.inputs()));
      row = tap.times(convolve.inputs()).plus(depth.modulo(convolve.inputs()));
    }
    return CodeBlock.builder()
        .addStatement("$L = get(w0, filter + $L)", value, row.times(convolve.outputs()))
        .build();
  }
}
