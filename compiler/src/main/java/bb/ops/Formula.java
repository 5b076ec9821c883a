package bb.ops;

import java.util.List;

/** The rule that a constant's numbers follow, where it is one of their indices. */
public sealed interface Formula {
  /** A {@code Long}, {@code Double} or {@code Boolean}. */
  record Known(Object value) implements Formula {}

  /** The index of an axis, by its name. */
  record Index(String name) implements Formula {}

  /** {@code -x}, or {@code not x}. */
  record Unary(boolean not, Formula operand) implements Formula {}

  /** Two values and the operator between them, as bb writes it. */
  record Binary(String operator, Formula left, Formula right) implements Formula {}

  record Choice(Formula condition, Formula then, Formula otherwise) implements Formula {}

  /** A function of numbers: {@code sin}, or {@code min} of two. */
  record Call(String function, List<Formula> arguments) implements Formula {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A whole rule.
   *
   * @param indices the names of the axes' indices
   */
  record Rule(List<String> indices, Formula value) {
    public Rule {
      indices = List.copyOf(indices);
    }
  }
}
