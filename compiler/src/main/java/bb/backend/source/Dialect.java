package bb.backend.source;

import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.ScalarExpr.Operation;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;

/** How expressions are written in Java: with vectors or with floats. */
public interface Dialect {
  /** The type of a value. */
  TypeName type();

  CodeBlock constant(float value);

  /**
   * A function of {@code x}.
   *
   * @param body where to define further local variables
   */
  CodeBlock unary(Function function, CodeBlock x, Body body);

  /**
   * An operation whose operands are written {@code a} and {@code b}; of floats unless overridden.
   */
  default CodeBlock binary(
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

  /** {@code x} where the condition is not 0, else {@code y}; of floats unless overridden. */
  default CodeBlock select(CodeBlock condition, CodeBlock x, CodeBlock y) {
    return CodeBlock.of("($L != 0f ? $L : $L)", condition, x, y);
  }

  /** A float literal; infinities and NaN by name. */
  static CodeBlock literal(float value) {
    if (Float.isNaN(value)) {
      return CodeBlock.of("$T.NaN", Float.class);
    }
    if (Float.isInfinite(value)) {
      return CodeBlock.of(value > 0 ? "$T.POSITIVE_INFINITY" : "$T.NEGATIVE_INFINITY", Float.class);
    }
    return CodeBlock.of("$Lf", value);
  }
}
