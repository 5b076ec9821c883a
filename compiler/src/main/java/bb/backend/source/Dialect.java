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

  /** An operation whose operands are written {@code a} and {@code b}. */
  CodeBlock binary(Operation operation, ScalarExpr x, CodeBlock a, ScalarExpr y, CodeBlock b);

  /** {@code x} where the condition is not 0, else {@code y}. */
  CodeBlock select(CodeBlock condition, CodeBlock x, CodeBlock y);

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
