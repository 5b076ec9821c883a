package bb.random;

import bb.random.Scope.Named;
import bb.random.Scope.Symbol;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A well-typed source file with one network, which a list of numbers determines: each number is one
 * choice, and when they run out the network is done, so that a shorter list is a smaller network.
 */
final class RandomNetwork {
  private static final List<Shape> INPUTS =
      List.of(
          Shape.of(4, 6, 5),
          Shape.of(6, 4, 4),
          Shape.of(1, 7, 3),
          Shape.of(3, 8, 9),
          Shape.of(10),
          Shape.of(5, 6));
  private static final List<Shape> IDS =
      List.of(Shape.of(7), Shape.of(), Shape.of(1), Shape.of(3, 4));

  private final Draft draft;
  private final Choices choices;
  private final Statements statements;
  private final List<String> inputs = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();

  private RandomNetwork(Choices choices) {
    this.draft = new Draft(choices);
    this.choices = choices;
    this.statements = new Statements(draft);
  }

  /** The source of a network called {@code name}. */
  static String source(String name, List<Integer> choices) {
    return new RandomNetwork(new Choices(choices)).file(name);
  }

  private String file(String name) {
    long width = 2 + 2L * choices.below(3);
    if (choices.oneIn(4)) {
      draft.constant(1 + choices.below(6));
    }
    boolean variant = choices.oneIn(4);
    Scope scope = draft.scope();
    scope.symbols().add(new Symbol("width", width));
    body(scope);
    List<String> all = new ArrayList<>(draft.declarations());
    String head =
        variant ? name + "Base(width: int)" : "%s(width: int = %d)".formatted(name, width);
    // what is drawn is not always used
    all.add(
        "# bb: allow(unread-layer)\nnetwork "
            + head
            + " {\n  "
            + Stream.concat(inputs.stream(), lines.stream()).collect(Collectors.joining("\n  "))
            + "\n}");
    if (variant) {
      all.add("network %s = %sBase(width: %d)".formatted(name, name, width));
    }
    return String.join("\n\n", all) + "\n";
  }

  private void body(Scope alone) {
    boolean further = choices.oneIn(2);
    Scope scope = further ? alone.withInputs(inputs) : alone;
    Shape shape = inputs(scope, further);
    if (choices.oneIn(3)) {
      lines.add(
          switch (choices.below(4)) {
            case 0 -> "param p: " + shape + choices.of(List.of("", " init: 0.02"));
            case 1 -> "buffer \"kept.{1 + 1}\": " + shape + " as p";
            default -> constant(shape);
          });
      lines.add("add(p, it)");
    }
    int hidden = choices.oneIn(4) ? 0 : scope.tensors().size();
    while (!choices.isEmpty()) {
      Code code = statements.statement(scope, shape, Statements.MAX_DEPTH);
      lines.addAll(code.lines());
      shape = code.shape();
    }
    Stream<Named> ids = hidden == 0 ? scope.ids().stream() : Stream.empty();
    List<String> named =
        Stream.concat(ids, scope.tensors().stream().skip(hidden))
            .map(Named::name)
            .limit(3)
            .toList();
    if (!named.isEmpty()) {
      String output = "output " + String.join(", ", named);
      lines.add(named.size() == 1 ? "if 1 < 2 { " + output + " }" : output);
      lines.add("output it");
    }
    lines.add("assert params < 1G and macs >= 0, \"small\"");
  }

  /** Known numbers, a few of which are large. */
  private static String constant(Shape shape) {
    List<String> axes = List.of("i", "j", "k").subList(0, shape.rank());
    String sum = axes.isEmpty() ? "1" : String.join(" + 3 * ", axes);
    String value = "(%s) %% 7 / 4 - 1".formatted(sum);
    return axes.isEmpty()
        ? "const p: [] = " + value
        : "const p: %s = (%s) -> %s".formatted(shape, String.join(", ", axes), value);
  }

  /**
   * Declares one or two inputs; returns the shape that flows afterwards.
   *
   * @param further whether there may be others, so that none of these flows by itself
   */
  private Shape inputs(Scope scope, boolean further) {
    int count = 1 + choices.below(2);
    for (int i = 0; i < count; i++) {
      boolean ids = choices.oneIn(4);
      Shape shape = choices.of(ids ? IDS : INPUTS);
      inputs.add("input x" + i + (ids ? ": int32 " : ": ") + shape);
      (ids ? scope.ids() : scope.tensors()).add(new Named("x" + i, shape));
    }
    if (scope.ids().size() > 0 && (scope.tensors().isEmpty() || choices.oneIn(2))) {
      Code vectors = statements.tokens().vectors(scope, scope.ids().getFirst());
      lines.addAll(vectors.lines());
      return vectors.shape();
    }
    Named first = scope.tensors().getFirst();
    if (scope.tensors().size() == 2 && !further && choices.oneIn(2)) {
      Shape second = scope.tensors().getLast().shape();
      Code left = statements.bodyTo(scope.inner(), first.shape(), first.shape(), 1);
      Code right = statements.bodyTo(scope.inner(), second, first.shape(), 1);
      lines.add("add { | " + left.inline() + " | " + right.inline() + " }");
    } else if (count > 1 || further) {
      lines.add(first.name() + " -> " + choices.of(Statements.KEEPING));
    }
    return first.shape();
  }
}
