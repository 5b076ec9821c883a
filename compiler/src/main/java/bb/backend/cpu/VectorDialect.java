package bb.backend.cpu;

import bb.backend.source.Body;
import bb.backend.source.Dialect;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Const;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.ScalarExpr.Operation;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import java.util.List;

/**
 * Expressions in the Vector API. Every call is written where it is needed: a kernel that calls
 * methods of its own is too much for the JIT to inline, and vectors that are not inlined are
 * objects.
 */
final class VectorDialect implements Dialect {
  static final ClassName VECTOR = ClassName.get("jdk.incubator.vector", "FloatVector");
  static final ClassName OPERATORS = ClassName.get("jdk.incubator.vector", "VectorOperators");

  /** Abramowitz and Stegun (1964), formula 7.1.26, the highest power first. */
  private static final List<Float> ERF =
      List.of(1.061405429f, -1.453152027f, 1.421413741f, -0.284496736f, 0.254829592f);

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
      case EXP -> CodeBlock.of("$L.lanewise($T.EXP)", x, OPERATORS);
      case LOG1P -> CodeBlock.of("$L.lanewise($T.LOG1P)", x, OPERATORS);
      case TANH -> CodeBlock.of("$L.lanewise($T.TANH)", x, OPERATORS);
      case SIGMOID ->
          CodeBlock.of("$L.div($L.neg().lanewise($T.EXP).add(1f))", constant(1), x, OPERATORS);
      case ERF -> erf(x, body);
    };
  }

  private CodeBlock erf(CodeBlock x, Body body) {
    CodeBlock t =
        body.let(CodeBlock.of("$L.div($L.abs().mul(0.3275911f).add(1f))", constant(1), x));
    CodeBlock sum = constant(ERF.getFirst());
    for (float factor : ERF.subList(1, ERF.size())) {
      sum = CodeBlock.of("$L.mul($L).add($L)", sum, t, Dialect.literal(factor));
    }
    CodeBlock tail =
        CodeBlock.of("$L.mul($L).mul($L.mul($L).neg().lanewise($T.EXP))", sum, t, x, x, OPERATORS);
    CodeBlock size = body.let(CodeBlock.of("$L.sub($L)", constant(1), tail));
    return CodeBlock.of("$L.blend($L.neg(), $L.lt(0f))", size, size, x);
  }

  @Override
  public CodeBlock binary(
      Operation operation, ScalarExpr x, CodeBlock a, ScalarExpr y, CodeBlock b) {
    String method =
        switch (operation) {
          case ADD -> "add";
          case SUBTRACT -> "sub";
          case MULTIPLY -> "mul";
          case DIVIDE -> "div";
          case MIN -> "min";
          case MAX -> "max";
        };
    if (y instanceof Const(var number)) {
      return CodeBlock.of("$L.$L($L)", a, method, Dialect.literal((float) number));
    }
    if (x instanceof Const(var number) && isCommutative(operation)) {
      return CodeBlock.of("$L.$L($L)", b, method, Dialect.literal((float) number));
    }
    return CodeBlock.of("$L.$L($L)", a, method, b);
  }

  private static boolean isCommutative(Operation operation) {
    return switch (operation) {
      case ADD, MULTIPLY, MIN, MAX -> true;
      case SUBTRACT, DIVIDE -> false;
    };
  }
}
