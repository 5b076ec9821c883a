package bb.backend.tornado.tiles;

import bb.backend.tornado.index.Ints;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Convolve;
import bb.kernel.Window;
import com.palantir.javapoet.CodeBlock;

/**
 * The inputs of a convolution as a matrix: a row for each output pixel, which lists what the window
 * covers there, pixel by pixel and channel by channel.
 *
 * <p>The output of a transposed convolution falls into phases, {@code strideHeight x strideWidth}
 * of them, of the pixels that are as far from a multiple of the stride: each is a convolution of
 * its own with stride 1, whose window goes backwards over the input and has every {@code stride}th
 * of the taps.
 */
record Patches(Convolve convolve) implements Factor {
  /** Whether the phases of a transposed convolution have equally many pixels and taps. */
  static boolean fit(Convolve convolve) {
    return !convolve.transposed()
        || evenPhases(
                convolve.window().strideHeight(),
                convolve.window().kernelHeight(),
                convolve.window().dilationHeight(),
                convolve.out().height())
            && evenPhases(
                convolve.window().strideWidth(),
                convolve.window().kernelWidth(),
                convolve.window().dilationWidth(),
                convolve.out().width());
  }

  private static boolean evenPhases(long stride, long kernel, long dilation, long size) {
    return stride == 1 || dilation == 1 && kernel % stride == 0 && size % stride == 0;
  }

  private Window window() {
    return convolve.window();
  }

  private View in() {
    return convolve.in();
  }

  /** Output pixels from one of a phase to the next; 1 if there are no phases. */
  long phasesHeight() {
    return convolve.transposed() ? window().strideHeight() : 1;
  }

  long phasesWidth() {
    return convolve.transposed() ? window().strideWidth() : 1;
  }

  long phases() {
    return phasesHeight() * phasesWidth();
  }

  /** Rows for each example. */
  long pixels() {
    return convolve.out().pixels() / phases();
  }

  private long width() {
    return convolve.out().width() / phasesWidth();
  }

  private long tapsWidth() {
    return window().kernelWidth() / phasesWidth();
  }

  private long taps() {
    return window().kernelHeight() * window().kernelWidth() / phases();
  }

  /** Columns. */
  long depth() {
    return taps() * convolve.inputs();
  }

  @Override
  public boolean isAlongDepth() {
    return true;
  }

  /** Statements that define the group of channels and the phase, of the layer of work-groups. */
  CodeBlock layer() {
    CodeBlock.Builder code = CodeBlock.builder();
    if (convolve.groups() > 1) {
      code.addStatement("int group = context.groupIdz / $L", phases());
    }
    if (phases() > 1) {
      code.addStatement("int phaseY = context.groupIdz % $L / $L", phases(), phasesWidth());
      code.addStatement("int phaseX = context.groupIdz % $L", phasesWidth());
    }
    return code.build();
  }

  @Override
  public CodeBlock begin(int i, String position) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement(
        "int row$L = Math.min(firstRow + $L, $L - 1)", i, position, Ints.times("n", pixels()));
    if (window().isPoint()) {
      return code.addStatement("int from$L = $L", i, in().at("row" + i, firstChannel())).build();
    }
    String row = "row" + i;
    String pixel = Ints.modulo(row, pixels());
    code.addStatement("int top$L = $L", i, origin(Ints.over(pixel, width()), "Y", true));
    code.addStatement("int left$L = $L", i, origin(Ints.modulo(row, width()), "X", false));
    String from = in().row(Ints.over(row, pixels()), "top" + i, "left" + i);
    return code.addStatement("int from$L = $L", i, in().at(from, firstChannel())).build();
  }

  private String firstChannel() {
    return convolve.groups() == 1 ? "0" : Ints.times("group", convolve.inputs());
  }

  /** The first line or column of the input that a pixel's window covers. */
  private String origin(String pixel, String axis, boolean vertical) {
    long pad = vertical ? window().padTop() : window().padLeft();
    long stride = vertical ? window().strideHeight() : window().strideWidth();
    if (!convolve.transposed()) {
      return Ints.plus(Ints.times(pixel, stride), -pad);
    }
    return stride == 1
        ? Ints.plus(pixel, pad)
        : Ints.sum(pixel, Ints.over(Ints.plus("phase" + axis, pad), stride));
  }

  @Override
  public CodeBlock at(String depth) {
    if (window().isPoint()) {
      return CodeBlock.of("");
    }
    if (taps() == 1) {
      return CodeBlock.builder()
          .addStatement("int dy = 0")
          .addStatement("int dx = 0")
          .addStatement("int shift = $L", depth)
          .build();
    }
    long inputs = convolve.inputs();
    String tap = Ints.over(depth, inputs);
    int sign = convolve.transposed() ? -1 : 1;
    return CodeBlock.builder()
        .addStatement(
            "int dy = $L",
            Ints.times(Ints.over(tap, tapsWidth()), sign * window().dilationHeight()))
        .addStatement(
            "int dx = $L",
            Ints.times(Ints.modulo(tap, tapsWidth()), sign * window().dilationWidth()))
        .addStatement(
            "int shift = $L",
            Ints.sum(
                Ints.times(Ints.sum(Ints.times("dy", in().width()), "dx"), in().stride()),
                Ints.modulo(depth, inputs)))
        .build();
  }

  @Override
  public CodeBlock load(int i, String value, String depth) {
    if (window().isPoint()) {
      return CodeBlock.builder().addStatement("$L = get(x0, from$L + $L)", value, i, depth).build();
    }
    CodeBlock.Builder code = CodeBlock.builder();
    if (leaves()) {
      code.beginControlFlow(
          "if (inside(top$L + dy, $L, left$L + dx, $L))", i, in().height(), i, in().width());
    }
    code.addStatement("$L = get(x0, from$L + shift)", value, i);
    if (leaves()) {
      code.endControlFlow();
    }
    return code.build();
  }

  /** Whether the window leaves the input anywhere. */
  private boolean leaves() {
    return convolve.transposed()
        || window().padTop() > 0
        || window().padLeft() > 0
        || reach(convolve.out().height(), window().strideHeight(), window().extentHeight())
            > in().height()
        || reach(convolve.out().width(), window().strideWidth(), window().extentWidth())
            > in().width();
  }

  private static long reach(long size, long stride, long extent) {
    return (size - 1) * stride + extent;
  }

  /** The tap of the filter, from the number of one of the phase's: an expression. */
  String tap(String number) {
    if (phases() == 1) {
      return number;
    }
    String vertical =
        tap("phaseY", window().padTop(), phasesHeight(), Ints.over(number, tapsWidth()));
    String horizontal =
        tap("phaseX", window().padLeft(), phasesWidth(), Ints.modulo(number, tapsWidth()));
    return Ints.sum(Ints.times(vertical, window().kernelWidth()), horizontal);
  }

  private static String tap(String phase, long pad, long phases, String number) {
    return Ints.sum(Ints.modulo(Ints.plus(phase, pad), phases), Ints.times(number, phases));
  }

  /** The output pixel of a row of this phase, examples included: an expression. */
  String pixel(String row) {
    String line = Ints.sum(Ints.times(Ints.over(row, width()), phasesHeight()), "phaseY");
    String column = Ints.sum(Ints.times(Ints.modulo(row, width()), phasesWidth()), "phaseX");
    return Ints.sum(Ints.times(line, convolve.out().width()), column);
  }
}
