package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.OX;
import static bb.backend.tornado.index.Variables.OY;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.Ratio;
import bb.backend.tornado.index.View;
import bb.kernel.Kernel.Resize;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/** An image at another size; an item is a channel of an output pixel. Positions are exact. */
public record Resampling(View in, View out, Resize.Mode mode, boolean alignCorners)
    implements DeviceKernel {
  @Override
  public String name() {
    return switch (mode) {
      case NEAREST -> "nearest";
      case BILINEAR -> "bilinear";
    };
  }

  @Override
  public List<Param> params() {
    return Param.IN_OUT;
  }

  @Override
  public CodeBlock parallel() {
    return WindowLoops.each(
        out,
        switch (mode) {
          case NEAREST -> nearest();
          case BILINEAR -> bilinear();
        });
  }

  private CodeBlock nearest() {
    Ratio down = Ratio.of(in.height(), 0, out.height(), out.height());
    Ratio across = Ratio.of(in.width(), 0, out.width(), out.width());
    return CodeBlock.builder()
        .addStatement("int iy = $L", down.floor(OY))
        .addStatement("int ix = $L", across.floor(OX))
        .addStatement("put(y, $L, get(x0, $L))", out.at(ROW, C), pixel("iy", "ix"))
        .build();
  }

  private CodeBlock bilinear() {
    return CodeBlock.builder()
        .add(axis(OY, in.height(), out.height(), "top", "bottom", "down"))
        .add(axis(OX, in.width(), out.width(), "left", "right", "across"))
        .addStatement("float first = get(x0, $L)", pixel("top", "left"))
        .addStatement("float second = get(x0, $L)", pixel("top", "right"))
        .addStatement("float above = first + (second - first) * across")
        .addStatement("float third = get(x0, $L)", pixel("bottom", "left"))
        .addStatement("float fourth = get(x0, $L)", pixel("bottom", "right"))
        .addStatement("float below = third + (fourth - third) * across")
        .addStatement("put(y, $L, above + (below - above) * down)", out.at(ROW, C))
        .build();
  }

  /**
   * Statements that define the two input positions around an output position, and how far behind
   * the first one it lies.
   */
  private CodeBlock axis(
      IndexExpr position, long size, long outSize, String first, String second, String part) {
    Ratio ratio = source(size, outSize);
    return CodeBlock.builder()
        .addStatement("int $L = $L", first, ratio.floor(position))
        .addStatement("int $L = $T.min($L + 1, $L)", second, Math.class, first, size - 1)
        .addStatement("float $L = $L", part, ratio.part(position))
        .build();
  }

  /** Where the centre (or, aligned, the corner) of an output pixel lies in the input. */
  private Ratio source(long size, long outSize) {
    return alignCorners
        ? Ratio.of(size - 1, 0, Math.max(1, outSize - 1), outSize)
        : Ratio.of(2 * size, size - outSize, 2 * outSize, outSize);
  }

  private IndexExpr pixel(String y, String x) {
    return in.at(in.row(EXAMPLE, variable(y), variable(x)), C);
  }
}
