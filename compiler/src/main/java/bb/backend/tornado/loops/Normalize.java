package bb.backend.tornado.loops;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.FROM;
import static bb.backend.tornado.index.Variables.ITEM;
import static bb.backend.tornado.index.Variables.K;
import static bb.backend.tornado.index.Variables.N;
import static bb.backend.tornado.index.Variables.TO;

import bb.backend.tornado.code.Code;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.code.Sums;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import com.palantir.javapoet.CodeBlock;
import java.util.List;

/**
 * Shifts and scales groups of channels to mean 0 and variance 1. An item is a group, of a pixel or
 * of all pixels: it finds the mean, then the variance, then writes.
 *
 * @param centred whether the mean is subtracted, or taken to be 0
 */
public record Normalize(
    View in, View out, long groups, boolean acrossPixels, boolean centred, double eps)
    implements DeviceKernel {
  @Override
  public String name() {
    return acrossPixels ? "normalizeImage" : "normalize";
  }

  @Override
  public List<Param> params() {
    return Param.IN_OUT;
  }

  /** Items for each example. */
  public long count() {
    return in.pixels() / pixels() * groups;
  }

  /** Pixels of an item. */
  public long pixels() {
    return acrossPixels ? in.pixels() : 1;
  }

  /** Channels of an item. */
  public long size() {
    return in.channels() / groups;
  }

  @Override
  public CodeBlock parallel() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow(
        "for (@$T int item = 0; item < $L; item++)", Code.PARALLEL, N.times(count()));
    code.add(origin(ITEM));
    String count = size() * pixels() + "f";
    if (centred) {
      code.addStatement("float sum = 0f");
      code.add(sum("sum", part -> add(part, element())));
      code.addStatement("float mean = sum / $L", count);
    }
    code.addStatement("float squares = 0f");
    code.add(sum("squares", this::square));
    code.addStatement("float factor = 1f / sqrt(squares / $L + $Lf)", count, (float) eps);
    CodeBlock result = CodeBlock.of(centred ? "($L - mean) * factor" : "$L * factor", element());
    code.add(each(CodeBlock.of("put(y, $L, $L);\n", place(TO, out), result)));
    return code.endControlFlow().build();
  }

  /** Where a group begins. */
  public CodeBlock origin(IndexExpr number) {
    IndexExpr row = number.over(groups).times(pixels());
    IndexExpr group = number.modulo(groups).times(size());
    return CodeBlock.builder()
        .addStatement("int from = $L", in.at(row, group))
        .addStatement("int to = $L", out.at(row, group))
        .build();
  }

  private interface Adding {
    /** A statement that adds to the variable. */
    CodeBlock to(String variable);
  }

  /** Loops over the item's elements, pixel by pixel. */
  private CodeBlock sum(String sum, Adding element) {
    if (pixels() == 1) {
      return Sums.of(sum, "k", size(), element::to);
    }
    if (size() == 1) {
      return Sums.of(sum, "p", pixels(), element::to);
    }
    return Sums.of(
        sum,
        "p",
        pixels(),
        part ->
            CodeBlock.builder()
                .addStatement("float pixel = 0f")
                .add(Sums.of("pixel", "k", size(), element::to))
                .add(add(part, CodeBlock.of("pixel")))
                .build());
  }

  private CodeBlock square(String part) {
    String centre = centred ? "$L - mean" : "$L";
    return CodeBlock.builder()
        .addStatement("float d = " + centre, element())
        .add(add(part, CodeBlock.of("d * d")))
        .build();
  }

  private static CodeBlock add(String sum, CodeBlock term) {
    return CodeBlock.builder().addStatement("$L += $L", sum, term).build();
  }

  private CodeBlock element() {
    return CodeBlock.of("get(x0, $L)", place(FROM, in));
  }

  private IndexExpr place(IndexExpr first, View view) {
    IndexExpr pixel = pixels() == 1 ? ZERO : variable("p").times(view.stride());
    return first.plus(pixel).plus(size() == 1 ? ZERO : K);
  }

  /** Plain loops over the item's elements. */
  private CodeBlock each(CodeBlock statement) {
    CodeBlock code = statement;
    if (size() > 1 || pixels() == 1) {
      code = loop("k", size(), code);
    }
    return pixels() > 1 ? loop("p", pixels(), code) : code;
  }

  private static CodeBlock loop(String counter, long length, CodeBlock body) {
    return CodeBlock.builder()
        .beginControlFlow("for (int $1L = 0; $1L < $2L; $1L++)", counter, length)
        .add(body)
        .endControlFlow()
        .build();
  }
}
