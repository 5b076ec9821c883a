package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.constant;
import static bb.backend.tornado.index.Variables.C;
import static bb.backend.tornado.index.Variables.EXAMPLE;
import static bb.backend.tornado.index.Variables.IX;
import static bb.backend.tornado.index.Variables.IY;
import static bb.backend.tornado.index.Variables.ROW;

import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import bb.kernel.Kernel.Pool;
import bb.kernel.Window;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/** The largest element or the mean of each window; an item is a channel of an output pixel. */
public record Pooling(View in, View out, Pool.Kind kind, Window window, boolean countPadding)
    implements DeviceKernel {
  @Override
  public String name() {
    String size = window.kernelHeight() + "x" + window.kernelWidth();
    return switch (kind) {
      case MAX -> "largest" + size;
      case AVERAGE -> "average" + size;
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
        switch (kind) {
          case MAX -> largest();
          case AVERAGE -> average();
        });
  }

  private WindowLoops loops() {
    return new WindowLoops(in, out, window);
  }

  private CodeBlock largest() {
    return CodeBlock.builder()
        .addStatement("float max = -3.4e38f")
        .add(loops().around(statement("max = $T.max(max, $L)", Math.class, element())))
        .addStatement("put(y, $L, max)", out.at(ROW, C))
        .build();
  }

  private CodeBlock average() {
    CodeBlock.Builder code = CodeBlock.builder().addStatement("float sum = 0f");
    CodeBlock add = statement("sum += $L", element());
    boolean constant = countPadding ? isInsidePadding() : loops().isInside();
    String count = "count";
    if (constant) {
      code.add(loops().around(add));
      count = window.kernelHeight() * window.kernelWidth() + "f";
    } else if (countPadding) {
      code.add(loops().around(add));
      code.addStatement("int rows = $L", padded(loops().top(), true));
      code.addStatement("int columns = $L", padded(loops().left(), false));
      code.addStatement("float count = rows * columns");
    } else {
      code.addStatement("float count = 0f");
      code.add(loops().around(add.toBuilder().addStatement("count += 1f").build()));
    }
    return code.addStatement("put(y, $L, sum / $L)", out.at(ROW, C), count).build();
  }

  /** Whether no window leaves the padded image, as those can that a rounding up has added. */
  private boolean isInsidePadding() {
    long bottom = (out.height() - 1) * window.strideHeight() + window.extentHeight();
    long right = (out.width() - 1) * window.strideWidth() + window.extentWidth();
    return bottom <= window.padTop() + in.height() + window.padBottom()
        && right <= window.padLeft() + in.width() + window.padRight();
  }

  /** How many taps from {@code first} on lie in the padded image. */
  private IndexExpr padded(IndexExpr first, boolean vertically) {
    long taps = vertically ? window.kernelHeight() : window.kernelWidth();
    long dilation = vertically ? window.dilationHeight() : window.dilationWidth();
    long end = vertically ? in.height() + window.padBottom() : in.width() + window.padRight();
    return constant(taps).atMost(constant(end + dilation - 1).minus(first).over(dilation));
  }

  private CodeBlock element() {
    return CodeBlock.of("get(x0, $L)", in.at(in.row(EXAMPLE, IY, IX), C));
  }

  private static CodeBlock statement(String format, Object... arguments) {
    return CodeBlock.builder().addStatement(format, arguments).build();
  }
}
