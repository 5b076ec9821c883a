package bb.onnx;

import bb.kernel.ScalarExpr;
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
      case ScalarExpr.Unary(var function, var x) -> nodes.add(operator(function), List.of(name(x)));
      case ScalarExpr.Binary(var operation, var x, var y) -> binary(operation, x, y);
    };
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

  private static String operator(ScalarExpr.Function function) {
    return switch (function) {
      case NEGATE -> "Neg";
      case ABS -> "Abs";
      case EXP -> "Exp";
      case LOG -> "Log";
      case SQRT -> "Sqrt";
      case TANH -> "Tanh";
      case ERF -> "Erf";
      case SIGMOID -> "Sigmoid";
    };
  }

  private static String operator(ScalarExpr.Operation operation) {
    return switch (operation) {
      case ADD -> "Add";
      case SUBTRACT -> "Sub";
      case MULTIPLY -> "Mul";
      case DIVIDE -> "Div";
      case MIN -> "Min";
      case MAX -> "Max";
    };
  }
}
