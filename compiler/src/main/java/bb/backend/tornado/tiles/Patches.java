package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.GROUP;
import static bb.backend.tornado.index.Variables.N;

import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.IndexExpr.Quotient;
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
  public CodeBlock begin(int i, IndexExpr position) {
    CodeBlock.Builder code = CodeBlock.builder();
    IndexExpr row = variable("row" + i);
    IndexExpr last = N.timesShared(pixels()).plus(-1);
    code.addStatement("int $L = $L", row, variable("firstRow").plus(position).atMost(last));
    if (isPixel()) {
      return code.addStatement("int from$L = $L", i, pixelAt(row)).build();
    }
    IndexExpr pixel = row.modulo(pixels());
    code.addStatement("int top$L = $L", i, origin(pixel.over(width()), "Y", true));
    code.addStatement("int left$L = $L", i, origin(row.modulo(width()), "X", false));
    IndexExpr from = in().row(row.over(pixels()), variable("top" + i), variable("left" + i));
    return code.addStatement("int from$L = $L", i, in().atShared(from, firstChannel())).build();
  }

  /** Whether the window covers one pixel of the input, and always does. */
  private boolean isPixel() {
    return window().isPoint() || taps() == 1 && !leaves();
  }

  /**
   * Where the one pixel of the input begins that a row consists of. From row to row it is a step
   * further, with what is skipped at the end of a line and of an example.
   */
  private IndexExpr pixelAt(IndexExpr row) {
    long step = window().isPoint() ? 1 : window().strideWidth();
    long line = window().isPoint() ? width() : window().strideHeight() * in().width();
    long example = window().isPoint() ? pixels() : in().pixels();
    long stride = in().stride();
    return row.times(step * stride)
        .plusShared(new Quotient(row, width()), (line - step * width()) * stride)
        .plusShared(new Quotient(row, pixels()), (example - line * pixels() / width()) * stride)
        .plus(firstChannel())
        .plusShared(in().first());
  }

  private IndexExpr firstChannel() {
    return convolve.groups() == 1 ? ZERO : GROUP.times(convolve.inputs());
  }

  /** The first line or column of the input that a pixel's window covers. */
  private IndexExpr origin(IndexExpr pixel, String axis, boolean vertical) {
    long pad = vertical ? window().padTop() : window().padLeft();
    long stride = vertical ? window().strideHeight() : window().strideWidth();
    if (!convolve.transposed()) {
      return pixel.timesShared(stride).plus(-pad);
    }
    return stride == 1
        ? pixel.plus(pad)
        : pixel.plus(variable("phase" + axis).plus(pad).over(stride));
  }

  @Override
  public CodeBlock at(IndexExpr depth) {
    if (isPixel()) {
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
    IndexExpr tap = depth.over(inputs);
    int sign = convolve.transposed() ? -1 : 1;
    return CodeBlock.builder()
        .addStatement("int dy = $L", tap.over(tapsWidth()).times(sign * window().dilationHeight()))
        .addStatement("int dx = $L", tap.modulo(tapsWidth()).times(sign * window().dilationWidth()))
        .addStatement(
            "int shift = $L",
            variable("dy")
                .times(in().width())
                .plus(variable("dx"))
                .times(in().stride())
                .plus(depth.modulo(inputs)))
        .build();
  }

  @Override
  public CodeBlock load(int i, String value, IndexExpr depth) {
    if (isPixel()) {
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
  IndexExpr tap(IndexExpr number) {
    if (phases() == 1) {
      return number;
    }
    IndexExpr vertical = tap("phaseY", window().padTop(), phasesHeight(), number.over(tapsWidth()));
    IndexExpr horizontal =
        tap("phaseX", window().padLeft(), phasesWidth(), number.modulo(tapsWidth()));
    return vertical.times(window().kernelWidth()).plus(horizontal);
  }

  private static IndexExpr tap(String phase, long pad, long phases, IndexExpr number) {
    return variable(phase).plus(pad).modulo(phases).plus(number.times(phases));
  }

  /** The output pixel of a row of this phase, examples included: an expression. */
  IndexExpr pixel(IndexExpr row) {
    IndexExpr line = row.over(width()).times(phasesHeight()).plus(variable("phaseY"));
    IndexExpr column = row.modulo(width()).times(phasesWidth()).plus(variable("phaseX"));
    return line.times(convolve.out().width()).plus(column);
  }
}
