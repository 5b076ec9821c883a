package bb.backend.cpu;

import bb.backend.source.Body;
import bb.backend.source.Dialect;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Const;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.ScalarExpr.Operation;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;

/**
 * Expressions in the Vector API. Every call is written where it is needed: a kernel that calls
 * methods of its own is too much for the JIT to inline, and vectors that are not inlined are
 * objects. Functions that take more than one instruction are stages of their own: see {@link
 * Stages}.
 */
final class VectorDialect implements Dialect {
  static final ClassName VECTOR = ClassName.get("jdk.incubator.vector", "FloatVector");

  private static final ClassName OPERATORS =
      ClassName.get("jdk.incubator.vector", "VectorOperators");

  /** Which lanes of a vector count. */
  static final TypeName MASK =
      ParameterizedTypeName.get(
          ClassName.get("jdk.incubator.vector", "VectorMask"), TypeName.FLOAT.box());

  /** How long vectors are; named by text, as the class cannot be loaded without the Vector API. */
  static final ClassName SPECIES = ClassName.get("bb.runtime.cpu", "Species");

  @Override
  public TypeName type() {
    return VECTOR;
  }

  @Override
  public CodeBlock constant(float value) {
    return CodeBlock.of("$T.broadcast(SPECIES, $L)", VECTOR, Dialect.literal(value));
  }

  @Override
  public CodeBlock unary(Function function, CodeBlock x, Body body) {
    return switch (function) {
      case NEGATE -> CodeBlock.of("$L.neg()", x);
      case ABS -> CodeBlock.of("$L.abs()", x);
      case SQRT -> CodeBlock.of("$L.sqrt()", x);
      case EXP, LOG1P, LOG, TANH, SIGMOID, ERF, SIN, COS, FLOOR ->
          throw new IllegalArgumentException(function + " is a stage of its own");
    };
  }

  @Override
  public CodeBlock binary(
      Operation operation, ScalarExpr x, CodeBlock a, ScalarExpr y, CodeBlock b) {
    if (operation.isComparison()) {
      CodeBlock holds =
          CodeBlock.of("$L.compare($T.$L, $L)", a, OPERATORS, comparison(operation), b);
      return CodeBlock.of("$T.zero(SPECIES).blend(1f, $L)", VECTOR, holds);
    }
    String method =
        switch (operation) {
          case ADD -> "add";
          case SUBTRACT -> "sub";
          case MULTIPLY -> "mul";
          case DIVIDE -> "div";
          case MIN -> "min";
          case MAX -> "max";
          case LESS, LESS_EQUAL, EQUAL -> throw new IllegalArgumentException("a comparison");
        };
    if (y instanceof Const(var number)) {
      return CodeBlock.of("$L.$L($L)", a, method, Dialect.literal((float) number));
    }
    if (x instanceof Const(var number) && isCommutative(operation)) {
      return CodeBlock.of("$L.$L($L)", b, method, Dialect.literal((float) number));
    }
    return CodeBlock.of("$L.$L($L)", a, method, b);
  }

  @Override
  public CodeBlock select(CodeBlock condition, CodeBlock x, CodeBlock y) {
    return CodeBlock.of("$L.blend($L, $L.compare($T.NE, 0f))", y, x, condition, OPERATORS);
  }

  private static String comparison(Operation operation) {
    return switch (operation) {
      case LESS -> "LT";
      case LESS_EQUAL -> "LE";
      case EQUAL -> "EQ";
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, MIN, MAX ->
          throw new IllegalArgumentException("no comparison");
    };
  }

  private static boolean isCommutative(Operation operation) {
    return switch (operation) {
      case ADD, MULTIPLY, MIN, MAX -> true;
      case SUBTRACT, DIVIDE, LESS, LESS_EQUAL, EQUAL -> false;
    };
  }
}
