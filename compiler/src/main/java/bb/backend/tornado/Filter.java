package bb.backend.tornado;

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
  public CodeBlock begin(int i, CodeBlock position) {
    CodeBlock column =
        CodeBlock.of("Math.min(firstColumn + $L, $L)", position, convolve.outputs() - 1);
    return CodeBlock.builder()
        .addStatement(
            "int filter = $L$L",
            convolve.groups() == 1
                ? ""
                : "group * " + Math.multiplyExact(rows(), convolve.outputs()) + " + ",
            column)
        .build();
  }

  @Override
  public CodeBlock at(String depth) {
    return CodeBlock.of("");
  }

  @Override
  public CodeBlock load(int i, String value, String depth) {
    CodeBlock.Builder code = CodeBlock.builder();
    String row = depth;
    if (patches.phases() > 1) {
      row =
          "(%s) * %d + %s %% %d"
              .formatted(
                  patches.tap("(" + depth + " / " + convolve.inputs() + ")"),
                  convolve.inputs(),
                  depth,
                  convolve.inputs());
      row = "(" + row + ")";
    }
    return code.addStatement("$L = get(w0, filter + $L * $L)", value, row, convolve.outputs())
        .build();
  }
}
