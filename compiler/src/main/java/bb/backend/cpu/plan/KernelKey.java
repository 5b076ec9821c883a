package bb.backend.cpu.plan;

import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Binary;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.Const;
import bb.kernel.ScalarExpr.In;
import bb.kernel.ScalarExpr.Select;
import bb.kernel.ScalarExpr.Unary;
import java.util.List;

/**
 * A kernel to generate: steps whose keys are equal share it. In the expressions {@code Channel(j)}
 * is the step's weight vector j, the bias (or its zeros) being vector 0 of a convolution.
 */
public sealed interface KernelKey {
  ScalarExpr expression();

  /** A matrix product with an epilogue. */
  record Gemm(ScalarExpr expression) implements KernelKey {}

  /** A depthwise convolution with an epilogue. */
  record Depthwise(ScalarExpr expression) implements KernelKey {}

  /**
   * An expression of every element.
   *
   * @param repeated for each input whether it has one element where the output has a run of them
   */
  record Elements(ScalarExpr expression, List<Boolean> repeated) implements KernelKey {
    public Elements {
      repeated = List.copyOf(repeated);
    }
  }

  /** An epilogue in which weight j of the step has become vector j. */
  static ScalarExpr epilogue(ScalarExpr epilogue, boolean bias) {
    return ordered(
        epilogue.replace(
            leaf -> bias && leaf instanceof Channel(int index) ? new Channel(index - 1) : leaf));
  }

  /** The same sum or product whichever way round it was written, so that kernels are shared. */
  private static ScalarExpr ordered(ScalarExpr expr) {
    return switch (expr) {
      case In _, Const _, Channel _ -> expr;
      case Unary(var function, var x) -> new Unary(function, ordered(x));
      case Binary(var operation, var x, var y) -> {
        boolean swaps =
            (operation == ScalarExpr.Operation.ADD || operation == ScalarExpr.Operation.MULTIPLY)
                && firstInput(y) < firstInput(x);
        yield swaps
            ? new Binary(operation, ordered(y), ordered(x))
            : new Binary(operation, ordered(x), ordered(y));
      }
      case Select(var condition, var x, var y) ->
          new Select(ordered(condition), ordered(x), ordered(y));
    };
  }

  private static int firstInput(ScalarExpr expr) {
    return expr.leaves()
        .mapToInt(leaf -> leaf instanceof In(int index) ? index : Integer.MAX_VALUE)
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  /** How many inputs the expression reads, but for a convolution's sum. */
  default int inputs() {
    int last =
        expression()
            .leaves()
            .mapToInt(leaf -> leaf instanceof In(int index) ? index : -1)
            .max()
            .orElse(-1);
    return switch (this) {
      case Gemm _, Depthwise _ -> Math.max(last, 0);
      case Elements(_, var repeated) -> repeated.size();
    };
  }

  /** How many weight vectors the kernel reads, a convolution's bias among them. */
  default int vectors() {
    int last =
        expression()
            .leaves()
            .mapToInt(leaf -> leaf instanceof Channel(int index) ? index : -1)
            .max()
            .orElse(-1);
    return switch (this) {
      case Gemm _, Depthwise _ -> Math.max(last, 0) + 1;
      case Elements _ -> last + 1;
    };
  }

  /** A name that says what the expression does, where that is short: {@code AddRelu}. */
  default String name() {
    String kind =
        switch (this) {
          case Gemm _ -> "Sum";
          case Depthwise _ -> "Depthwise";
          case Elements _ -> "Elements";
        };
    String words = words(expression());
    return words.length() > 24 ? kind + "Expression" : kind + words;
  }

  private static String words(ScalarExpr expr) {
    return switch (expr) {
      case In _, Const _, Channel _ -> "";
      case Binary(var op, var x, Const(var limit))
          when op == ScalarExpr.Operation.MAX && limit == 0 ->
          words(x) + "Relu";
      case Binary(var op, Binary(var inner, var x, Const(var low)), Const(var high))
          when op == ScalarExpr.Operation.MIN
              && inner == ScalarExpr.Operation.MAX
              && low == 0
              && high == 6 ->
          words(x) + "Relu6";
      case Binary(var operation, var x, var y) -> words(x) + words(y) + word(operation.name());
      case Unary(var function, var x) -> words(x) + word(function.name());
      case Select(var condition, var x, var y) -> words(condition) + words(x) + words(y) + "Select";
    };
  }

  private static String word(String constant) {
    String letters = constant.replace("_", "");
    return letters.charAt(0) + letters.substring(1).toLowerCase(java.util.Locale.ROOT);
  }
}
