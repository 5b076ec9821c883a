package bb.model;

import bb.graph.Graph.Node;
import bb.model.StructureProblems.Cause;
import bb.ops.Inference;
import bb.ops.Operator;
import bb.ops.Operators;
import bb.ops.Windowed;
import bb.ops.Windowed.Padded;
import bb.source.Span;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Looks upstream for the cause of shapes that do not fit: a convolution of one branch that lacks
 * its padding, or an input that is declared with its batch or with its channels last. A cause is
 * named only if the layers between it and the failure, computed again with the mended one, give
 * what is needed.
 */
final class Causes {
  /** Layers to look back over. */
  private static final int FARTHEST = 64;

  /** Channels of an image as it is taken: three colours and how transparent it is. */
  private static final long MOST_COLOURS = 4;

  private static final Pattern PADDING = Pattern.compile("padding:\\s*(\\d+|\\([^)]*\\))");

  private final Assembly assembly;
  private final Context context;

  Causes(Assembly assembly, Context context) {
    this.assembly = assembly;
    this.context = context;
  }

  Optional<Cause> find(Operator op, Inference.Failed failed, List<Value> inputs) {
    return switch (failed.code()) {
      case BB0303 -> channelsLast(op, inputs.getFirst());
      case BB0301 -> batch(op, inputs).or(() -> flattened(op, inputs));
      case BB0305 -> padding(inputs).or(() -> identity(failed, inputs));
      case BB0306 -> padding(inputs);
      default -> Optional.empty();
    };
  }

  // ---- a batch

  /** An image or a volume with a dimension more than it should have, as it is declared. */
  private Optional<Cause> batch(Operator op, List<Value> inputs) {
    return assembly.inputs().stream()
        .filter(input -> inputs.contains(input.value()))
        .filter(input -> hasBatch(op, input.value().type().shape()))
        .findFirst()
        .flatMap(input ->
            firstDimension(input.span())
                .map(span ->
                    StructureProblems.batchInInput(
                        input.span(), span, input.value().type().shape().rank())));
  }

  /**
   * Whether the first dimension is a batch. Of four it may also be the channels of a volume, if the
   * layer has a form for these; but images of one to four channels are images.
   */
  private static boolean hasBatch(Operator op, Shape shape) {
    String layer = op.spec().name();
    return switch (shape.rank()) {
      case 4 -> Operators.find(layer + "3d").isEmpty() || shape.dim(1) <= MOST_COLOURS;
      case 5 -> layer.endsWith("3d");
      default -> false;
    };
  }

  /** The first dimension of an input and the comma behind it. */
  static Optional<Span> firstDimension(Span input) {
    Matcher matcher = Pattern.compile("\\[([^\\[\\],]+,\\s*)").matcher(input.text());
    return matcher.find()
        ? Optional.of(
            input.file().span(input.start() + matcher.start(1), input.start() + matcher.end(1)))
        : Optional.empty();
  }

  /** An image or a volume that was flattened just before. */
  private Optional<Cause> flattened(Operator op, List<Value> inputs) {
    return assembly
        .producer(inputs.getFirst())
        .filter(node -> node.op().spec().name().equals("flatten"))
        .filter(node -> takes(op, node.inputs().getFirst(), inputs))
        .filter(node -> isWhole(node.span()) && !context.isLibrary(node.span()))
        .map(node ->
            StructureProblems.flattened(node.span(), node.inputs().getFirst().type().shape()));
  }

  /** Whether the layer would take that value in the place of its first. */
  private static boolean takes(Operator op, Value first, List<Value> inputs) {
    List<TensorType> types = new ArrayList<>(inputs.stream().map(Value::type).toList());
    types.set(0, first.type());
    return op.infer(types) instanceof Inference.Of;
  }

  /** Whether a layer is a statement of its own. */
  private static boolean isWhole(Span span) {
    String text = span.file().text();
    String before = text.substring(0, span.start()).replaceFirst("[ \\t]+$", "");
    String after = text.substring(span.end()).stripLeading();
    boolean begins = before.isEmpty() || "\n;{".indexOf(before.charAt(before.length() - 1)) >= 0;
    boolean ends =
        text.substring(span.end()).matches("(?s)[ \\t]*[\\n;}].*")
            && !after.startsWith("->")
            && !after.startsWith("as ");
    return begins && ends;
  }

  // ---- channels

  /** An image that has its channels last, so that the last windows find a width of 3 at most. */
  private Optional<Cause> channelsLast(Operator failed, Value small) {
    List<Node> chain = chain(small);
    Value start = chain.isEmpty() ? small : chain.getLast().inputs().getFirst();
    return assembly.inputs().stream()
        .filter(input -> input.value().equals(start) && ChannelsLast.is(start.type().shape()))
        .filter(input -> isRightWithChannelsFirst(start.type(), chain.reversed(), failed))
        .findFirst()
        .map(input -> StructureProblems.channelsLast(input.span(), start.type().shape()));
  }

  private static boolean isRightWithChannelsFirst(
      TensorType image, List<Node> chain, Operator end) {
    List<Operator> layers = Stream.concat(chain.stream().map(Node::op), Stream.of(end)).toList();
    TensorType type = new TensorType(image.dtype(), ChannelsLast.first(image.shape()));
    for (Operator layer : layers) {
      if (!(layer.infer(List.of(type)) instanceof Inference.Of(var out))) {
        return false;
      }
      type = out;
    }
    return true;
  }

  // ---- a skip

  private static final Pattern MATCH = Pattern.compile("make (\\[.*]) match with `(conv\\(.*\\))`");

  /** The branch without a layer that should have had the convolution of which the rule speaks. */
  private Optional<Cause> identity(Inference.Failed failed, List<Value> inputs) {
    for (String help : failed.helps()) {
      Matcher match = MATCH.matcher(help);
      if (match.matches()) {
        return inputs.stream()
            .filter(v -> v.type().shape().toString().equals(match.group(1)))
            .flatMap(v -> assembly.producer(v).stream())
            .filter(node -> node.op().spec().name().equals("identity"))
            .filter(node -> !context.isLibrary(node.span()))
            .findFirst()
            .map(node -> StructureProblems.unmatched(node.span(), help, match.group(2)));
      }
    }
    return Optional.empty();
  }

  // ---- a padding

  private Optional<Cause> padding(List<Value> inputs) {
    if (inputs.stream().anyMatch(v -> v.type().shape().rank() != 3)) {
      return Optional.empty();
    }
    for (Value small : inputs) {
      for (Value large : inputs) {
        if (isSmaller(small.type().shape(), large.type().shape())) {
          Optional<Cause> cause = padding(small, large.type().shape());
          if (cause.isPresent()) {
            return cause;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isSmaller(Shape small, Shape large) {
    return small.dim(1) <= large.dim(1) && small.dim(2) <= large.dim(2) && !sameSize(small, large);
  }

  private static boolean sameSize(Shape first, Shape second) {
    return first.dim(1) == second.dim(1) && first.dim(2) == second.dim(2);
  }

  /** The layer that, padded, makes {@code small} as large as {@code wanted}. */
  private Optional<Cause> padding(Value small, Shape wanted) {
    List<Node> chain = chain(small);
    for (Node node : chain) {
      if (node.op() instanceof Windowed window
          && window.padded().isPresent()
          && !context.isLibrary(node.span())) {
        Padded padded = window.padded().get();
        Optional<Shape> result = again(chain, node.span(), padded.padding());
        if (result.isPresent() && sameSize(result.get(), wanted)) {
          return written(node, padded.padding(), wanted);
        }
      }
    }
    return Optional.empty();
  }

  /** The layers that lead to a value, the nearest first, as far as each has one input. */
  private List<Node> chain(Value value) {
    List<Node> chain = new ArrayList<>();
    Optional<Node> node = assembly.producer(value);
    while (node.isPresent() && node.get().inputs().size() == 1 && chain.size() < FARTHEST) {
      chain.add(node.get());
      node = assembly.producer(node.get().inputs().getFirst());
    }
    return chain;
  }

  /**
   * What flows out of a chain if the layer that is written at {@code mended}, once or as part of a
   * block that is called several times, is given a padding; empty if that does not keep the size
   * each time.
   */
  private static Optional<Shape> again(List<Node> chain, Span mended, String padding) {
    Map<Value, TensorType> types = new HashMap<>();
    TensorType type = null;
    for (Node node : chain.reversed()) {
      Value input = node.inputs().getFirst();
      Operator op = node.op();
      if (node.span().equals(mended)) {
        Optional<Padded> padded =
            op instanceof Windowed window ? window.padded() : Optional.empty();
        if (padded.filter(p -> p.padding().equals(padding)).isEmpty()) {
          return Optional.empty();
        }
        op = padded.get().layer();
      }
      if (!(op.infer(List.of(types.getOrDefault(input, input.type())))
          instanceof Inference.Of(var out))) {
        return Optional.empty();
      }
      types.put(node.output(), out);
      type = out;
    }
    return Optional.ofNullable(type).map(TensorType::shape);
  }

  /** The edit that pads a layer, if it is written as a call. */
  private static Optional<Cause> written(Node node, String padding, Shape wanted) {
    Span call = node.span();
    String text = call.text();
    if (!text.startsWith(node.op().spec().name() + "(") || !text.endsWith(")")) {
      return Optional.empty();
    }
    var shapes =
        new StructureProblems.Shapes(
            node.inputs().getFirst().type().shape(),
            node.output().type().shape(),
            wanted.dim(1) + "x" + wanted.dim(2));
    Matcher given = PADDING.matcher(text);
    if (given.find()) {
      Span value = call.file().span(call.start() + given.start(1), call.start() + given.end(1));
      return Optional.of(StructureProblems.unpadded(call, value, padding, padding, shapes));
    }
    Span end = call.file().span(call.end() - 1, call.end() - 1);
    return text.contains("padding")
        ? Optional.empty()
        : Optional.of(
            StructureProblems.unpadded(call, end, ", padding: " + padding, padding, shapes));
  }
}
