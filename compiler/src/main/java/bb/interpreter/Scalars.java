package bb.interpreter;

import bb.kernel.ScalarExpr;
import java.util.function.IntToDoubleFunction;

/** Evaluates scalar expressions. */
final class Scalars {
  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  private Scalars() {}

  static double evaluate(
      ScalarExpr expression, IntToDoubleFunction input, IntToDoubleFunction channel) {
    return switch (expression) {
      case ScalarExpr.In(int index) -> input.applyAsDouble(index);
      case ScalarExpr.Channel(int index) -> channel.applyAsDouble(index);
      case ScalarExpr.Const(double value) -> value;
      case ScalarExpr.Unary(var function, var x) -> apply(function, evaluate(x, input, channel));
      case ScalarExpr.Binary(var operation, var x, var y) ->
          apply(operation, evaluate(x, input, channel), evaluate(y, input, channel));
      case ScalarExpr.Select(var condition, var x, var y) ->
          evaluate(evaluate(condition, input, channel) != 0 ? x : y, input, channel);
    };
  }

  private static double apply(ScalarExpr.Function function, double x) {
    return switch (function) {
      case NEGATE -> -x;
      case ABS -> Math.abs(x);
      case EXP -> Math.exp(x);
      case LOG1P -> Math.log1p(x);
      case LOG -> Math.log(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case FLOOR -> Math.floor(x);
      case SQRT -> Math.sqrt(x);
      case TANH -> Math.tanh(x);
      case ERF -> erf(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
    };
  }

  private static double apply(ScalarExpr.Operation operation, double x, double y) {
    return switch (operation) {
      case ADD -> x + y;
      case SUBTRACT -> x - y;
      case MULTIPLY -> x * y;
      case DIVIDE -> x / y;
      case MIN -> Math.min(x, y);
      case MAX -> Math.max(x, y);
      case LESS -> x < y ? 1 : 0;
      case LESS_EQUAL -> x <= y ? 1 : 0;
      case EQUAL -> x == y ? 1 : 0;
    };
  }

  /**
   * erf(x) = 2 / sqrt(pi) * exp(-x^2) * sum of 2^n x^(2n+1) / (1 * 3 * ... * (2n+1)): all terms
   * have one sign, so nothing cancels (Abramowitz and Stegun, 7.1.6).
   */
  private static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
  }
}
