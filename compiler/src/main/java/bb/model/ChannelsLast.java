package bb.model;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.graph.Graph;
import bb.ops.Windowed;
import bb.source.Span;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Images that are declared as {@code [height, width, channels]}, and clips with their frames before
 * that, as Keras and TensorFlow do.
 */
final class ChannelsLast {
  /** A smaller side is more likely a number of channels or of features. */
  private static final long SMALLEST_SIDE = 16;

  private static final Pattern DIMENSIONS =
      Pattern.compile("\\[([^\\[\\],]+(?:,[^\\[\\],]+){2,3})]");

  private ChannelsLast() {}

  /**
   * Whether the numbers are those of a gray image or one of colours, without or with transparency.
   * What is one wide may be a signal of many channels as well; such an image is taken for one if it
   * is square, and nothing that has a fourth dimension.
   */
  static boolean is(Shape shape) {
    int rank = shape.rank();
    if (rank < 3 || rank > 4 || Math.min(shape.dim(-3), shape.dim(-2)) < SMALLEST_SIDE) {
      return false;
    }
    long channels = shape.dim(-1);
    boolean square = rank == 3 && shape.dim(0) == shape.dim(1);
    return channels == 3 || channels == 4 || channels == 1 && square;
  }

  /** The shape that is meant. */
  static Shape first(Shape last) {
    List<Long> dims = new ArrayList<>(last.dims());
    dims.addFirst(dims.removeLast());
    return new Shape(dims);
  }

  /** How such a tensor should be declared. */
  static String rule(Shape shape) {
    return shape.rank() == 3
        ? "an image is [channels, height, width]"
        : "a volume is [channels, depth, height, width]";
  }

  /** Of a tensor that has its channels first: {@code 224x224}. */
  static String sides(Shape shape) {
    return shape.dims().stream().skip(1).map(String::valueOf).collect(Collectors.joining("x"));
  }

  /** A warning for each such input that a window slides over. */
  static List<Diagnostic> find(Graph graph) {
    return graph.inputs().stream()
        .filter(input -> is(input.value().type().shape()))
        .filter(input ->
            graph.nodes().stream()
                .anyMatch(
                    node -> node.op() instanceof Windowed && node.inputs().contains(input.value())))
        .map(WarningProblems::channelsLast)
        .toList();
  }

  /** The dimensions of an input, or all of it where they are more than names and numbers. */
  static Span place(Span input) {
    Matcher matcher = DIMENSIONS.matcher(input.text());
    return matcher.find()
        ? input.file().span(input.start() + matcher.start(), input.start() + matcher.end())
        : input;
  }

  /** Says what to write, and writes it where the dimensions are no more than names and numbers. */
  static Help help(Span input, Shape shape) {
    Matcher matcher = DIMENSIONS.matcher(input.text());
    if (!matcher.find()) {
      return Help.of("write `%s`".formatted(first(shape)));
    }
    List<String> dims = new ArrayList<>(List.of(matcher.group(1).strip().split("\\s*,\\s*")));
    dims.addFirst(dims.removeLast());
    String text = "[" + String.join(", ", dims) + "]";
    return Help.replace("write `%s`".formatted(text), place(input), text);
  }
}
