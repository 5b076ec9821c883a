package bb.backend.tornado.loops;

import bb.backend.tornado.index.Ints;
import bb.backend.tornado.index.View;
import bb.kernel.Window;
import com.palantir.javapoet.CodeBlock;

/**
 * Loops over the taps of a window that lie in the image, for one output pixel.
 *
 * @param transposed whether the window slides over the output: each tap then is where an input may
 *     lie that reaches the output pixel
 */
record WindowLoops(View in, View out, Window window, boolean transposed) {
  /** What slides over the input. */
  WindowLoops(View in, View out, Window window) {
    this(in, out, window, false);
  }

  /** Statements that define {@code example}, {@code oy} and {@code ox} from {@code row}. */
  CodeBlock place() {
    return place(out);
  }

  /** The same for any output. */
  static CodeBlock place(View out) {
    return CodeBlock.builder()
        .addStatement("int example = $L", Ints.over("row", out.pixels()))
        .addStatement("int oy = $L", Ints.over(Ints.modulo("row", out.pixels()), out.width()))
        .addStatement("int ox = $L", Ints.modulo("row", out.width()))
        .build();
  }

  /** The body for each tap {@code ky}, {@code kx} at the input's {@code iy}, {@code ix}. */
  CodeBlock around(CodeBlock body) {
    CodeBlock columns =
        loop(
            "x",
            window.kernelWidth(),
            position("x", window.strideWidth(), window.dilationWidth(), window.padLeft()),
            inside("x", window.strideWidth(), in.width(), hasAllColumns()),
            body);
    return loop(
        "y",
        window.kernelHeight(),
        position("y", window.strideHeight(), window.dilationHeight(), window.padTop()),
        inside("y", window.strideHeight(), in.height(), hasAllLines()),
        columns);
  }

  private static CodeBlock loop(
      String axis, long taps, CodeBlock position, String condition, CodeBlock body) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int k$1L = 0; k$1L < $2L; k$1L++)", axis, taps).add(position);
    if (condition.isEmpty()) {
      return code.add(body).endControlFlow().build();
    }
    code.beginControlFlow("if ($L)", condition);
    return code.add(body).endControlFlow().endControlFlow().build();
  }

  /** Statements that define {@code iy} or {@code ix}. */
  private CodeBlock position(String axis, long stride, long dilation, long pad) {
    CodeBlock.Builder code = CodeBlock.builder();
    String tap = Ints.times("k" + axis, dilation);
    if (!transposed) {
      return code.addStatement("int i$L = $L", axis, Ints.sum(first(axis, stride, pad), tap))
          .build();
    }
    String from = Ints.sum("o" + axis, String.valueOf(pad), "-" + tap);
    if (stride == 1) {
      return code.addStatement("int i$L = $L", axis, from).build();
    }
    code.addStatement("int t$L = $L", axis, from);
    return code.addStatement("int i$L = t$L / $L", axis, axis, stride).build();
  }

  /** A condition; empty if it always holds. */
  private String inside(String axis, long stride, long size, boolean always) {
    if (always) {
      return "";
    }
    return transposed && stride > 1
        ? "t%1$s >= 0 && i%1$s < %2$d && t%1$s %% %3$d == 0".formatted(axis, size, stride)
        : "i%1$s >= 0 && i%1$s < %2$d".formatted(axis, size);
  }

  /** The input row of the window's first tap; it may lie in the padding. */
  String top() {
    return first("y", window.strideHeight(), window.padTop());
  }

  /** The input column of the window's first tap; it may lie in the padding. */
  String left() {
    return first("x", window.strideWidth(), window.padLeft());
  }

  private static String first(String axis, long stride, long pad) {
    return Ints.plus(Ints.times("o" + axis, stride), -pad);
  }

  /** Whether every tap of every window is in the image. */
  boolean isInside() {
    return hasAllLines() && hasAllColumns();
  }

  private boolean hasAllLines() {
    return !transposed
        && window.padTop() == 0
        && (out.height() - 1) * window.strideHeight() + window.extentHeight() <= in.height();
  }

  private boolean hasAllColumns() {
    return !transposed
        && window.padLeft() == 0
        && (out.width() - 1) * window.strideWidth() + window.extentWidth() <= in.width();
  }
}
