package bb.backend.tornado.tiles;

import bb.backend.tornado.index.Ints;
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
  public CodeBlock begin(int i, String position) {
    String group =
        convolve.groups() == 1
            ? "0"
            : Ints.times("group", Math.multiplyExact(rows(), convolve.outputs()));
    String column = "Math.min(firstColumn + %s, %d)".formatted(position, convolve.outputs() - 1);
    return CodeBlock.builder().addStatement("int filter = $L", Ints.sum(group, column)).build();
  }

  @Override
  public CodeBlock at(String depth) {
    return CodeBlock.of("");
  }

  @Override
  public CodeBlock load(int i, String value, String depth) {
    String row = depth;
    if (patches.phases() > 1) {
      String tap = patches.tap(Ints.over(depth, convolve.inputs()));
      row = Ints.sum(Ints.times(tap, convolve.inputs()), Ints.modulo(depth, convolve.inputs()));
    }
    return CodeBlock.builder()
        .addStatement("$L = get(w0, filter + $L)", value, Ints.times(row, convolve.outputs()))
        .build();
  }
}
