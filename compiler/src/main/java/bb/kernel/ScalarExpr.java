package bb.kernel;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A function of one element: the body of a pointwise kernel, or what a convolution does to each sum
 * before it stores it. Fusing a pointwise step into its producer is substitution for {@code In}.
 */
public sealed interface ScalarExpr {
  /** The element of input {@code index} at this position; in an epilogue, In(0) is the sum. */
  record In(int index) implements ScalarExpr {}

  /** The element of weight {@code index} for this position's channel. */
  record Channel(int index) implements ScalarExpr {}

  record Const(double value) implements ScalarExpr {}

  record Unary(Function function, ScalarExpr x) implements ScalarExpr {}

  record Binary(Operation operation, ScalarExpr x, ScalarExpr y) implements ScalarExpr {}

  /** {@code x} where the condition is not 0, else {@code y}, of which neither touches the other. */
  record Select(ScalarExpr condition, ScalarExpr x, ScalarExpr y) implements ScalarExpr {}

  enum Function {
    NEGATE,
    ABS,
    EXP,
    /** log(1 + x), which for a small x is more exact than the logarithm of the sum. */
    LOG1P,
    /** The natural logarithm. */
    LOG,
    SQRT,
    SIN,
    COS,
    FLOOR,
    TANH,
    ERF,
    SIGMOID
  }

  enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    MIN,
    MAX,
    /** Comparisons are 1 where they hold, else 0. */
    LESS,
    LESS_EQUAL,
    EQUAL;

    /** Whether the result is a truth value. */
    public boolean isComparison() {
      return this == LESS || this == LESS_EQUAL || this == EQUAL;
    }
  }

  /** The element itself: no epilogue. */
  ScalarExpr IDENTITY = new In(0);

  static ScalarExpr constant(double value) {
    return new Const(value);
  }

  /** This expression with every leaf replaced. */
  default ScalarExpr replace(UnaryOperator<ScalarExpr> leaf) {
    return switch (this) {
      case In _, Channel _, Const _ -> leaf.apply(this);
      case Unary(var function, var x) -> new Unary(function, x.replace(leaf));
      case Binary(var operation, var x, var y) ->
          new Binary(operation, x.replace(leaf), y.replace(leaf));
      case Select(var condition, var x, var y) ->
          new Select(condition.replace(leaf), x.replace(leaf), y.replace(leaf));
    };
  }

  /** The leaves from left to right, repeated ones too. */
  default Stream<ScalarExpr> leaves() {
    return switch (this) {
      case In _, Channel _, Const _ -> Stream.of(this);
      case Unary(_, var x) -> x.leaves();
      case Binary(_, var x, var y) -> Stream.concat(x.leaves(), y.leaves());
      case Select(var condition, var x, var y) ->
          Stream.of(condition, x, y).flatMap(ScalarExpr::leaves);
    };
  }

  /** How many nodes the expression has. */
  default int size() {
    return switch (this) {
      case In _, Channel _, Const _ -> 1;
      case Unary(_, var x) -> 1 + x.size();
      case Binary(_, var x, var y) -> 1 + x.size() + y.size();
      case Select(var condition, var x, var y) -> 1 + condition.size() + x.size() + y.size();
    };
  }

  default ScalarExpr plus(ScalarExpr y) {
    return new Binary(Operation.ADD, this, y);
  }

  default ScalarExpr minus(ScalarExpr y) {
    return new Binary(Operation.SUBTRACT, this, y);
  }

  default ScalarExpr times(ScalarExpr y) {
    return new Binary(Operation.MULTIPLY, this, y);
  }

  default ScalarExpr over(ScalarExpr y) {
    return new Binary(Operation.DIVIDE, this, y);
  }

  default ScalarExpr min(ScalarExpr y) {
    return new Binary(Operation.MIN, this, y);
  }

  default ScalarExpr max(ScalarExpr y) {
    return new Binary(Operation.MAX, this, y);
  }

  default ScalarExpr less(ScalarExpr y) {
    return new Binary(Operation.LESS, this, y);
  }

  default ScalarExpr lessOrEqual(ScalarExpr y) {
    return new Binary(Operation.LESS_EQUAL, this, y);
  }

  default ScalarExpr same(ScalarExpr y) {
    return new Binary(Operation.EQUAL, this, y);
  }

  /** {@code x} where this is not 0, else {@code y}. */
  default ScalarExpr choose(ScalarExpr x, ScalarExpr y) {
    return new Select(this, x, y);
  }

  default ScalarExpr apply(Function function) {
    return new Unary(function, this);
  }
}
