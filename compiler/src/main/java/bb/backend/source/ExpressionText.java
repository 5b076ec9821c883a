package bb.backend.source;

import bb.kernel.ScalarExpr;
import java.util.Locale;

/** Expressions as a reader writes them: {@code max(x + in1, 0)}. */
public final class ExpressionText {
  private ExpressionText() {}

  public static String of(ScalarExpr expr) {
    return switch (expr) {
      case ScalarExpr.In(int index) -> index == 0 ? "x" : "in" + index;
      case ScalarExpr.Channel(int index) -> "channel" + index;
      case ScalarExpr.Const(var value) ->
          value == Math.rint(value) && Math.abs(value) < 1e9
              ? Long.toString((long) value)
              : Double.toString(value);
      case ScalarExpr.Unary(var function, var x) ->
          function.name().toLowerCase(Locale.ROOT) + "(" + of(x) + ")";
      case ScalarExpr.Binary(var operation, var x, var y) ->
          switch (operation) {
            case ADD -> "(" + of(x) + " + " + of(y) + ")";
            case SUBTRACT -> "(" + of(x) + " - " + of(y) + ")";
            case MULTIPLY -> of(x) + " * " + of(y);
            case DIVIDE -> "(" + of(x) + " / " + of(y) + ")";
            case MIN -> "min(" + of(x) + ", " + of(y) + ")";
            case MAX -> "max(" + of(x) + ", " + of(y) + ")";
            case LESS -> "(" + of(x) + " < " + of(y) + ")";
            case LESS_EQUAL -> "(" + of(x) + " <= " + of(y) + ")";
            case EQUAL -> "(" + of(x) + " == " + of(y) + ")";
          };
      case ScalarExpr.Select(var condition, var x, var y) ->
          "(" + of(condition) + " ? " + of(x) + " : " + of(y) + ")";
    };
  }
}
