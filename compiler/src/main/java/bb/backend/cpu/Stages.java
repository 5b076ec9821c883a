package bb.backend.cpu;

import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Binary;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.Const;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.ScalarExpr.In;
import bb.kernel.ScalarExpr.Select;
import bb.kernel.ScalarExpr.Unary;
import com.palantir.javapoet.ClassName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An expression cut at its functions, each of which is a loop of the runtime over an array: stage
 * by stage the argument goes into a temporary array and becomes the function's value there. What is
 * left reads the last of them.
 */
record Stages(List<Stage> stages, ScalarExpr result) {
  /** The loops; named by text, as the class cannot be loaded without the Vector API. */
  static final ClassName FUNCTIONS = ClassName.get("bb.runtime.cpu", "VectorFunctions");

  /**
   * A function and its argument, which may read earlier stages.
   *
   * @param loop the method of {@link #FUNCTIONS}
   */
  record Stage(String loop, ScalarExpr argument) {}

  static Stages of(ScalarExpr expression) {
    List<Stage> stages = new ArrayList<>();
    ScalarExpr result = cut(expression, stages);
    return new Stages(List.copyOf(stages), result);
  }

  private static ScalarExpr cut(ScalarExpr expression, List<Stage> stages) {
    return switch (expression) {
      case In _, Channel _, Const _ -> expression;
      case Unary(var function, var x) -> {
        ScalarExpr argument = cut(x, stages);
        yield loop(function)
            .map(loop -> value(new Stage(loop, argument), stages))
            .orElseGet(() -> new Unary(function, argument));
      }
      case Binary(var operation, var x, var y) when isSilu(operation, x, y) ->
          value(new Stage("silu", cut(x, stages)), stages);
      case Binary(var operation, var x, var y) when isSilu(operation, y, x) ->
          value(new Stage("silu", cut(y, stages)), stages);
      case Binary(var operation, var x, var y) ->
          new Binary(operation, cut(x, stages), cut(y, stages));
      case Select(var condition, var x, var y) ->
          new Select(cut(condition, stages), cut(x, stages), cut(y, stages));
    };
  }

  private static boolean isSilu(ScalarExpr.Operation operation, ScalarExpr x, ScalarExpr y) {
    return operation == ScalarExpr.Operation.MULTIPLY && y.equals(new Unary(Function.SIGMOID, x));
  }

  private static ScalarExpr value(Stage stage, List<Stage> stages) {
    if (!stages.contains(stage)) {
      stages.add(stage);
    }
    return temporary(stages.indexOf(stage));
  }

  /** The loop that computes the expression, if that is a function of its first input alone. */
  Optional<String> function() {
    boolean alone = stages.size() == 1 && result.equals(temporary(0));
    return alone && stages.getFirst().argument().equals(new In(0))
        ? Optional.of(stages.getFirst().loop())
        : Optional.empty();
  }

  /** Whether there is no function in the expression. */
  boolean isPlain() {
    return stages.isEmpty();
  }

  /** The method of {@link #FUNCTIONS} that is a function's loop, if it is no instruction. */
  private static Optional<String> loop(Function function) {
    return switch (function) {
      case NEGATE, ABS, SQRT -> Optional.empty();
      case EXP -> Optional.of("exp");
      case LOG1P -> Optional.of("log1p");
      case LOG -> Optional.of("log");
      case SIN -> Optional.of("sin");
      case COS -> Optional.of("cos");
      case FLOOR -> Optional.of("floor");
      case TANH -> Optional.of("tanh");
      case ERF -> Optional.of("erf");
      case SIGMOID -> Optional.of("sigmoid");
    };
  }

  private static ScalarExpr temporary(int stage) {
    return new In(-1 - stage);
  }

  /** The stage whose value a leaf reads. */
  static Optional<Integer> stage(ScalarExpr leaf) {
    return leaf instanceof In(int index) && index < 0 ? Optional.of(-1 - index) : Optional.empty();
  }
}
