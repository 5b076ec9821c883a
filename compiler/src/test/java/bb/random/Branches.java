package bb.random;

import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;

/** Statements in which what flows goes several ways. */
final class Branches {
  private final Draft draft;
  private final Choices choices;
  private final Statements statements;

  Branches(Draft draft, Statements statements) {
    this.draft = draft;
    this.choices = draft.choices();
    this.statements = statements;
  }

  /** Branches of one shape, which are added or multiplied. */
  Code same(Scope scope, Shape in, int depth) {
    String join = choices.oneIn(2) ? "add" : "mul";
    Shape out = choices.oneIn(2) ? in : statements.body(scope.inner(), in, 1).shape();
    List<String> parts = new ArrayList<>();
    for (int left = 1 + choices.below(3); left > 0; left--) {
      parts.add("| " + statements.bodyTo(scope.inner(), in, out, depth).inline());
    }
    if (out.equals(in)) {
      parts.add(choices.of(List.of("| identity", "| identity when 1 + 1 == 2", "| relu")));
    }
    int tensors = parts.size();
    parts.add("| conv(1, 99) when " + choices.of(List.of("false", "2 > 3", "not true")));
    String braces = "{ " + String.join(" ", parts) + " }";
    return Code.of(
        out,
        switch (choices.below(3)) {
          case 0 -> join + " " + braces;
          case 1 -> "parallel " + braces + " -> " + join;
          default -> "parallel " + braces + " -> " + join + " " + each(tensors);
        });
  }

  /** As many branches as tensors flow in, one for each. */
  private String each(int tensors) {
    StringBuilder text = new StringBuilder("{ ");
    for (int i = 0; i < tensors; i++) {
      text.append("| ").append(choices.of(Statements.KEEPING)).append(' ');
    }
    return text.append('}').toString();
  }

  Code concat(Scope scope, Shape in, int depth) {
    int axis = choices.oneIn(3) ? in.rank() - 1 : 0;
    List<String> parts = new ArrayList<>();
    long sum = 0;
    for (int left = 1 + choices.below(3); left > 0; left--) {
      long size = 1 + choices.below(4);
      parts.add("| " + statements.bodyTo(scope.inner(), in, in.with(axis, size), depth).inline());
      sum += size;
    }
    return Code.of(in.with(axis, sum), join(in, axis) + " { " + String.join(" ", parts) + " }");
  }

  /** With three axes and more it depends on the layers before which one is joined by itself. */
  static String join(Shape in, int axis) {
    return axis == 0 && in.rank() < 3 ? "concat" : "concat(axis: " + axis + ")";
  }

  Code split(Scope scope, Shape in, int depth) {
    int channels = Statements.channelAxis(in);
    int axis = choices.oneIn(3) ? choices.below(in.rank()) : channels;
    long size = in.dim(axis);
    if (size < 2) {
      return statements.layer(scope, in);
    }
    long first = size % 2 == 0 && choices.oneIn(2) ? size / 2 : 1 + choices.below((int) size - 1);
    long second = size - first;
    String parts =
        first == second ? "2" : draft.number(scope, first) + ", " + draft.number(scope, second);
    Shape left = in.with(axis, first);
    Shape right = in.with(axis, second);
    String split =
        "split(%s)".formatted(axis == channels ? parts : parts + ", axis: " + (axis - in.rank()));
    String one = statements.bodyTo(scope.inner(), left, left, depth).inline();
    String other =
        choices.oneIn(2)
            ? "identity"
            : statements.bodyTo(scope.inner(), right, right, depth).inline();
    if (choices.oneIn(3)) {
      String a = draft.fresh("t");
      String b = draft.fresh("t");
      return Code.of(
          in,
          "%s as (%s, %s)".formatted(split, a, b),
          "%s { | %s -> %s | %s -> %s }".formatted(join(in, axis), a, one, b, other));
    }
    return Code.of(in, "%s -> %s { | %s | %s }".formatted(split, join(in, axis), one, other));
  }

  Code group(Scope scope, Shape in, int depth) {
    int axis = Statements.channelAxis(in);
    List<Long> divisors =
        List.of(2L, 3L, 4L, 1L).stream().filter(g -> in.dim(axis) % g == 0).toList();
    long groups = choices.of(divisors);
    Shape part = in.with(axis, in.dim(axis) / groups);
    Shape out = in.with(axis, 1 + choices.below(3));
    Code code = statements.bodyTo(scope.group(), part, out, depth);
    return Code.of(in.with(axis, out.dim(axis) * groups), "group(" + groups + ") " + code.inline());
  }

  /** Scales a tensor by one number for each channel, or for each element. */
  Code scale(Scope scope, Shape in) {
    if (in.rank() == 3 && choices.oneIn(2)) {
      String gate = choices.of(List.of("sigmoid", "hard_sigmoid", "softplus"));
      String conv = "conv(" + draft.number(scope, in.dim(0)) + ", 1)";
      return Code.of(in, "scale { global_avg_pool; " + conv + "; " + gate + " }");
    }
    Code gate = statements.body(scope.inner(), in, 1);
    List<String> fitted = Statements.adapter(gate.shape(), in);
    return Code.of(in, "scale " + gate.then(fitted).then(List.of("sigmoid")).inline());
  }
}
