package bb.onnx;

import bb.kernel.ScalarExpr;
import bb.types.DType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** A scalar expression as elementwise nodes; what occurs twice in it is computed once. */
final class ScalarNodes {
  private static final ScalarExpr ZERO = ScalarExpr.constant(0);

  private final Nodes nodes;
  private final IntFunction<String> inputs;
  private final IntFunction<String> channels;
  private final Map<ScalarExpr, String> known = new HashMap<>();

  /**
   * @param inputs the name of each input
   * @param channels the name of each channel vector, so shaped that it broadcasts
   */
  ScalarNodes(Nodes nodes, IntFunction<String> inputs, IntFunction<String> channels) {
    this.nodes = nodes;
    this.inputs = inputs;
    this.channels = channels;
  }

  String name(ScalarExpr expression) {
    String name = known.get(expression);
    if (name == null) {
      name = emit(expression);
      known.put(expression, name);
    }
    return name;
  }

  private String emit(ScalarExpr expression) {
    return switch (expression) {
      case ScalarExpr.In(int index) -> inputs.apply(index);
      case ScalarExpr.Channel(int index) -> channels.apply(index);
      case ScalarExpr.Const(double value) -> nodes.scalar(value);
      case ScalarExpr.Unary(var function, var x) -> unary(function, x);
      case ScalarExpr.Binary(var operation, var x, var y) when operation.isComparison() ->
          nodes.cast(nodes.add(operator(operation), List.of(name(x), name(y))), DType.FLOAT32);
      case ScalarExpr.Binary(var operation, var x, var y) -> binary(operation, x, y);
      case ScalarExpr.Select(var condition, var x, var y) ->
          nodes.add("Where", List.of(nodes.cast(name(condition), DType.BOOL), name(x), name(y)));
    };
  }

  private String unary(ScalarExpr.Function function, ScalarExpr x) {
    return switch (function) {
      case NEGATE -> nodes.add("Neg", List.of(name(x)));
      case ABS -> nodes.add("Abs", List.of(name(x)));
      case EXP -> nodes.add("Exp", List.of(name(x)));
      case LOG1P -> log1p(x);
      case LOG -> nodes.add("Log", List.of(name(x)));
      case SIN -> nodes.add("Sin", List.of(name(x)));
      case COS -> nodes.add("Cos", List.of(name(x)));
      case FLOOR -> nodes.add("Floor", List.of(name(x)));
      case SQRT -> nodes.add("Sqrt", List.of(name(x)));
      case TANH -> nodes.add("Tanh", List.of(name(x)));
      case ERF -> nodes.add("Erf", List.of(name(x)));
      case SIGMOID -> nodes.add("Sigmoid", List.of(name(x)));
    };
  }

  /** ONNX has no such operator, but one for the logarithm of 1 + exp(x). */
  private String log1p(ScalarExpr x) {
    return x instanceof ScalarExpr.Unary(ScalarExpr.Function inner, var exponent)
            && inner == ScalarExpr.Function.EXP
        ? nodes.add("Softplus", List.of(name(exponent)))
        : nodes.add("Log", List.of(name(x.plus(ScalarExpr.constant(1)))));
  }

  private String binary(ScalarExpr.Operation operation, ScalarExpr x, ScalarExpr y) {
    if (operation == ScalarExpr.Operation.MAX && y.equals(ZERO)) {
      return nodes.add("Relu", List.of(name(x)));
    }
    if (operation == ScalarExpr.Operation.MIN
        && y instanceof ScalarExpr.Const(double most)
        && x
            instanceof
            ScalarExpr.Binary(
                ScalarExpr.Operation inner,
                var clipped,
                ScalarExpr.Const(double least))
        && inner == ScalarExpr.Operation.MAX) {
      return nodes.add("Clip", List.of(name(clipped), nodes.scalar(least), nodes.scalar(most)));
    }
    return nodes.add(operator(operation), List.of(name(x), name(y)));
  }

  private static String operator(ScalarExpr.Operation operation) {
    return switch (operation) {
      case ADD -> "Add";
      case SUBTRACT -> "Sub";
      case MULTIPLY -> "Mul";
      case DIVIDE -> "Div";
      case MIN -> "Min";
      case MAX -> "Max";
      case LESS -> "Less";
      case LESS_EQUAL -> "LessOrEqual";
      case EQUAL -> "Equal";
    };
  }
}
