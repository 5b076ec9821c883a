package bb.backend.tornado.code;

import bb.backend.source.Body;
import bb.backend.source.Dialect;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.ScalarExpr.Operation;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.Locale;

/** Expressions of floats, with the functions of {@code DeviceMath}. */
public final class DeviceDialect implements Dialect {
  @Override
  public TypeName type() {
    return TypeName.FLOAT;
  }

  /** No infinities: drivers compile as if there were none. */
  @Override
  public CodeBlock constant(float value) {
    return CodeBlock.of("$Lf", Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE));
  }

  @Override
  public CodeBlock unary(Function function, CodeBlock x, Body body) {
    return function == Function.NEGATE
        ? CodeBlock.of("-($L)", x)
        : CodeBlock.of("$N($L)", function.name().toLowerCase(Locale.ROOT), x);
  }

  @Override
  public CodeBlock binary(
      Operation operation, ScalarExpr x, CodeBlock a, ScalarExpr y, CodeBlock b) {
    return switch (operation) {
      case ADD -> CodeBlock.of("$L + $L", a, b);
      case SUBTRACT -> CodeBlock.of("$L - $L", a, b);
      case MULTIPLY -> CodeBlock.of("$L * $L", a, b);
      case DIVIDE -> CodeBlock.of("$L / $L", a, b);
      case MIN -> CodeBlock.of("$T.min($L, $L)", Math.class, a, b);
      case MAX -> CodeBlock.of("$T.max($L, $L)", Math.class, a, b);
      case LESS -> CodeBlock.of("($L < $L ? 1f : 0f)", a, b);
      case LESS_EQUAL -> CodeBlock.of("($L <= $L ? 1f : 0f)", a, b);
      case EQUAL -> CodeBlock.of("($L == $L ? 1f : 0f)", a, b);
    };
  }

  @Override
  public CodeBlock select(CodeBlock condition, CodeBlock x, CodeBlock y) {
    return CodeBlock.of("($L != 0f ? $L : $L)", condition, x, y);
  }
}
