package bb.report;

import bb.field.Along;
import bb.field.Fields;
import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an element of a tensor depends on, along each axis of the network's inputs that counts
 * positions; empty if on no input, or on such that have no positions.
 */
public record ReceptiveField(List<Axis> axes) {
  public ReceptiveField {
    axes = List.copyOf(axes);
  }

  /**
   * Along one axis.
   *
   * @param piece how much of it, or empty if all of it
   */
  public record Axis(String input, int axis, Optional<Piece> piece) {}

  /**
   * What position 0 depends on, which may lie partly in the padding, and how that moves.
   *
   * @param size in elements of the input
   * @param stride from one position to the next, in elements of the input
   * @param offset the first element
   */
  public record Piece(long size, double stride, double offset) {}

  static ReceptiveField of(Graph graph, Fields fields, Value value) {
    List<Axis> axes = new ArrayList<>();
    List<Along> field = fields.of(value);
    for (int i = 0; i < field.size(); i++) {
      Fields.Axis axis = fields.axes().get(i);
      String input =
          graph.inputs().stream()
              .filter(in -> in.value().equals(axis.input()))
              .map(Graph.Input::name)
              .findFirst()
              .orElseThrow();
      switch (field.get(i)) {
        case Along.Nothing _ -> {}
        case Along.Everything _ -> axes.add(new Axis(input, axis.axis(), Optional.empty()));
        case Along.Window w ->
            axes.add(
                new Axis(
                    input,
                    axis.axis(),
                    Optional.of(new Piece(w.size(), w.stride().value(), w.first().value()))));
      }
    }
    return new ReceptiveField(axes);
  }

  public boolean isUnbounded() {
    return axes.stream().anyMatch(axis -> axis.piece().isEmpty());
  }

  /** {@code 483}, {@code 7×1}, {@code ∞}: what an axis shares with all others is written once. */
  public String size() {
    return shared(
        axes.stream()
            .map(axis -> axis.piece().map(p -> String.valueOf(p.size())).orElse("∞"))
            .toList());
  }

  private String stride() {
    return shared(pieces().map(p -> number(p.stride())).toList());
  }

  private String offset() {
    return shared(pieces().map(p -> number(p.offset())).toList());
  }

  private Stream<Piece> pieces() {
    return axes.stream().flatMap(axis -> axis.piece().stream());
  }

  private static String shared(List<String> each) {
    return each.stream().distinct().count() <= 1
        ? each.stream().findFirst().orElse("")
        : String.join("×", each);
  }

  /** {@code 483, stride 32, from -241}. */
  String text() {
    return isUnbounded() ? size() : "%s, stride %s, from %s".formatted(size(), stride(), offset());
  }

  /** The same in letters of every keyboard: {@code 7x1, stride 1, from -3x0}, {@code all}. */
  public String plainText() {
    return text().replace('×', 'x').replace("∞", "all");
  }

  static String number(double number) {
    return number == Math.rint(number)
        ? String.valueOf((long) number)
        : String.format(Locale.ROOT, "%.3f", number).replaceAll("0+$", "");
  }

  /**
   * Where a network begins to see all of an input.
   *
   * @param path the layer
   * @param before what flows into it
   */
  public record Turn(String path, ReceptiveField before) {}

  /** The first layer of which an element depends on all of an input; there may be none. */
  static Optional<Turn> turn(Graph graph, Fields fields) {
    for (Node node : graph.nodes()) {
      if (of(graph, fields, node.output()).isUnbounded()) {
        List<ReceptiveField> before =
            node.inputs().stream().map(value -> of(graph, fields, value)).toList();
        return before.stream()
            .max(Comparator.comparingLong(ReceptiveField::largest))
            .map(field -> new Turn(node.path(), field));
      }
    }
    return Optional.empty();
  }

  private long largest() {
    return pieces().mapToLong(Piece::size).max().orElse(0);
  }

  /** The inputs that it is about, for people. */
  String inputs() {
    return axes.stream().map(Axis::input).distinct().collect(Collectors.joining(", "));
  }
}
