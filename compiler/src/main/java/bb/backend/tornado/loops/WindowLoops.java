package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.constant;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.index.IndexExpr;
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
  /** So many taps of a short body may be written out. */
  private static final int FEW = 9;

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
        .addStatement("int example = $L", ROW.over(out.pixels()))
        .addStatement("int oy = $L", ROW.modulo(out.pixels()).over(out.width()))
        .addStatement("int ox = $L", ROW.modulo(out.width()))
        .build();
  }

  /** The body for each channel {@code c} of each output pixel, at its {@link #place(View)}. */
  static CodeBlock each(View out, CodeBlock body) {
    return Code.of(
        """
        for (@$parallel:T int row = 0; row < $rows:L; row++) {
          for (@$parallel:T int c = 0; c < $channels:L; c++) {
        $>$>$place:L$body:L$<$<  }
        }
        """,
        "rows",
        N.times(out.pixels()),
        "channels",
        out.channels(),
        "place",
        place(out),
        "body",
        body);
  }

  /** The body for each tap {@code ky}, {@code kx} at the input's {@code iy}, {@code ix}. */
  CodeBlock around(CodeBlock body) {
    return window.kernelHeight() * window.kernelWidth() > FEW
        ? aroundLong(body)
        : asked(lines(), asked(columns(), body));
  }

  /**
   * The same, for a long body. Compilers write a loop of a known length out, tap by tap; here it
   * goes from the first tap in the image to the last, and its body is compiled once.
   */
  CodeBlock aroundLong(CodeBlock body) {
    return transposed
        ? asked(lines(), asked(columns(), body))
        : counted(lines(), counted(columns(), body));
  }

  /**
   * One dimension of the window.
   *
   * @param name of the variables, after {@code i}, {@code k} and {@code o}
   * @param size of the image
   * @param always whether every tap of every window is in the image
   */
  private record Axis(
      String name, long taps, long stride, long dilation, long pad, long size, boolean always) {
    /** The first tap in the image. */
    IndexExpr begin() {
      return always || pad == 0 ? ZERO : past(ZERO).atLeast(0);
    }

    /** The tap after the last in the image. */
    IndexExpr end() {
      return always ? constant(taps) : constant(taps).atMost(past(constant(size)));
    }

    /** The first tap at {@code edge} or after it; anything below 1 if that is the first of all. */
    private IndexExpr past(IndexExpr edge) {
      IndexExpr distance = edge.plus(pad + dilation - 1).minus(variable("o" + name).times(stride));
      return distance.over(dilation);
    }
  }

  private Axis lines() {
    return new Axis(
        "y",
        window.kernelHeight(),
        window.strideHeight(),
        window.dilationHeight(),
        window.padTop(),
        in.height(),
        hasAllLines());
  }

  private Axis columns() {
    return new Axis(
        "x",
        window.kernelWidth(),
        window.strideWidth(),
        window.dilationWidth(),
        window.padLeft(),
        in.width(),
        hasAllColumns());
  }

  private CodeBlock counted(Axis axis, CodeBlock body) {
    return CodeBlock.builder()
        .beginControlFlow(
            "for (int k$1L = $2L; k$1L < $3L; k$1L++)", axis.name(), axis.begin(), axis.end())
        .add(position(axis))
        .add(body)
        .endControlFlow()
        .build();
  }

  private CodeBlock asked(Axis axis, CodeBlock body) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int k$1L = 0; k$1L < $2L; k$1L++)", axis.name(), axis.taps())
        .add(position(axis));
    if (axis.always()) {
      return code.add(body).endControlFlow().build();
    }
    code.beginControlFlow("if ($L)", inside(axis));
    return code.add(body).endControlFlow().endControlFlow().build();
  }

  /** Statements that define {@code iy} or {@code ix}. */
  private CodeBlock position(Axis axis) {
    CodeBlock.Builder code = CodeBlock.builder();
    String name = axis.name();
    IndexExpr tap = variable("k" + name).times(axis.dilation());
    if (!transposed) {
      IndexExpr first = first(name, axis.stride(), axis.pad());
      return code.addStatement("int i$L = $L", name, first.plus(tap)).build();
    }
    IndexExpr from = variable("o" + name).plus(axis.pad()).minus(tap);
    if (axis.stride() == 1) {
      return code.addStatement("int i$L = $L", name, from).build();
    }
    IndexExpr all = variable("t" + name);
    code.addStatement("int $L = $L", all, from);
    return code.addStatement("int i$L = $L", name, all.over(axis.stride())).build();
  }

  private String inside(Axis axis) {
    return transposed && axis.stride() > 1
        ? "t%1$s >= 0 && i%1$s < %2$d && t%1$s %% %3$d == 0"
            .formatted(axis.name(), axis.size(), axis.stride())
        : "i%1$s >= 0 && i%1$s < %2$d".formatted(axis.name(), axis.size());
  }

  /** The input row of the window's first tap; it may lie in the padding. */
  IndexExpr top() {
    return first("y", window.strideHeight(), window.padTop());
  }

  /** The input column of the window's first tap; it may lie in the padding. */
  IndexExpr left() {
    return first("x", window.strideWidth(), window.padLeft());
  }

  private static IndexExpr first(String axis, long stride, long pad) {
    return variable("o" + axis).times(stride).plus(-pad);
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
