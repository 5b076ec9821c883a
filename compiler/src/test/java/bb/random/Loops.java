package bb.random;

import bb.types.Shape;
import java.util.Optional;

/** Statements that stand for several. */
final class Loops {
  private final Draft draft;
  private final Choices choices;
  private final Statements statements;

  Loops(Draft draft, Statements statements) {
    this.draft = draft;
    this.choices = draft.choices();
    this.statements = statements;
  }

  Code repeat(Scope scope, Shape in, int depth) {
    String variable = draft.fresh("i");
    int count = 1 + choices.below(3);
    return switch (choices.below(4)) {
      case 0 -> {
        Code code = same(scope, Optional.empty(), in, depth);
        yield Code.of(in, "repeat " + count + " " + code.inline());
      }
      case 1 -> {
        Code code = same(scope, Optional.of(variable), in, depth);
        yield Code.of(in, "repeat " + variable + " in 0.." + count + " " + code.inline());
      }
      case 2 -> {
        Code first = same(scope, Optional.of(variable), in, depth);
        Code second = same(scope, Optional.of(variable), in, depth);
        yield Code.of(
            in,
            "repeat %s in 0..%d { if %s == 0 %s else %s }"
                .formatted(variable, count, variable, first.inline(), second.inline()));
      }
      default -> widths(in);
    };
  }

  private Code same(Scope scope, Optional<String> variable, Shape in, int depth) {
    return statements.bodyTo(scope.loop(variable), in, in, depth);
  }

  /** A loop over a table of widths. */
  private Code widths(Shape in) {
    long last = 2 + choices.below(5);
    String first = draft.fresh("c");
    String row = "(%s, act_%s) in [(3, 0.1), (%d, 0.3)]".formatted(first, first, last);
    String layer = in.rank() == 3 ? "conv(%s, 3, padding: 1)" : "linear(%s)";
    return Code.of(
        in.with(in.rank() == 3 ? 0 : -1, last),
        "repeat " + row + " { " + layer.formatted(first) + "; leaky_relu(act_" + first + ") }");
  }

  /** Keeps all that flowed: joins it, or takes it apart again. */
  Code collect(Scope scope, Shape in, int depth) {
    int count = 1 + choices.below(3);
    String variable = draft.fresh("i");
    String head =
        switch (choices.below(3)) {
          case 0 -> String.valueOf(count);
          case 1 -> variable + " in 0.." + count;
          default -> "(" + variable + ", _) in enumerate([" + "7, ".repeat(count - 1) + "7])";
        };
    Optional<String> named = head.contains(variable) ? Optional.of(variable) : Optional.empty();
    String all = "collect " + head + " " + same(scope, named, in, depth).inline();
    return switch (choices.below(3)) {
      case 0 -> Code.of(in, all + " -> add");
      case 1 -> {
        int axis = choices.below(in.rank());
        yield Code.of(
            in.with(axis, in.dim(axis) * (count + 1)), all + " -> " + Branches.join(in, axis));
      }
      default -> {
        String branch = "| " + choices.of(Statements.KEEPING) + " ";
        yield Code.of(in, all + " -> add { " + branch.repeat(count + 1) + "}");
      }
    };
  }
}
