package bb.random;

import bb.random.Scope.Named;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements that name tensors, and that use the names. */
final class Tensors {
  private final Draft draft;
  private final Choices choices;
  private final Statements statements;

  Tensors(Draft draft, Statements statements) {
    this.draft = draft;
    this.choices = draft.choices();
    this.statements = statements;
  }

  /** A layer whose output has a name, also where it stands in braces. */
  Code named(Scope scope, Shape in) {
    Code code = statements.layer(scope, in);
    String name = draft.fresh("t");
    scope.tensors().add(new Named(name, code.shape()));
    String line = code.lines().getFirst() + " as " + name;
    String keeping = choices.of(Statements.KEEPING);
    return Code.of(
        code.shape(),
        switch (choices.below(4)) {
          case 1 -> "{ " + line + "; " + keeping + " }";
          case 2 -> "if 1 < 2 { " + line + " }";
          default -> line;
        });
  }

  /** Joins what flows with a tensor that was named. */
  Code skip(Scope scope, Shape in) {
    List<Named> same = scope.tensors(in);
    if (!same.isEmpty()) {
      String join = choices.of(List.of("add", "sub", "mul", "concat"));
      Shape out = join.equals("concat") ? in.with(0, 2 * in.dim(0)) : in;
      String it = choices.of(List.of("it", "it", "silu(it)", "hard_swish(it)"));
      String axis = join.equals("concat") ? ", axis: 0" : "";
      return Code.of(out, join + "(" + choices.of(same).name() + ", " + it + axis + ")");
    }
    if (scope.tensors().isEmpty()) {
      return statements.layer(scope, in);
    }
    Named other = choices.of(scope.tensors());
    return joined(in, Code.of(other.shape(), other.name() + " -> identity"));
  }

  /**
   * Adds what a pipeline yields to what flows.
   *
   * @param pipeline one statement
   */
  Code joined(Shape in, Code pipeline) {
    String name = draft.fresh("t");
    String back = draft.fresh("t");
    List<String> steps = new ArrayList<>(pipeline.lines());
    steps.addAll(Statements.adapter(pipeline.shape(), in));
    return Code.of(
        in,
        "identity as " + back,
        String.join(" -> ", steps) + " as " + name,
        "add(" + name + ", " + back + ")");
  }

  /** A table that the iterations of a loop fill, and that is read at an index or as a whole. */
  Code table(Scope scope, Shape in, int depth) {
    if (!scope.once()) {
      return statements.layer(scope, in);
    }
    String table = draft.fresh("t");
    String i = draft.fresh("i");
    int count = 2 + choices.below(2);
    Code body = statements.bodyTo(scope.loop(Optional.of(i)), in, in, Math.min(depth, 2));
    String keeping = choices.of(Statements.KEEPING);
    String loop =
        "repeat %s in 0..%d { %s; %s as %s[%s] }"
            .formatted(
                i,
                count,
                String.join("; ", body.lines()),
                keeping,
                table,
                choices.oneIn(2) ? i : count - 1 + " - " + i);
    return choices.oneIn(2)
        ? Code.of(in.with(0, count * in.dim(0)), loop, table + " -> concat(axis: 0)")
        : Code.of(in, loop, "mul(" + table + "[" + choices.below(count) + "], it)");
  }
}
