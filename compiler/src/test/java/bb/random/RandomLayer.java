package bb.random;

import bb.ops.Attribute;
import bb.ops.Inference;
import bb.ops.OpSpec;
import bb.ops.Operators;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * A layer with random arguments that takes a given shape: as source text, and what it yields. The
 * arguments come from the layers' own definitions, so a new layer is drawn without being told here.
 */
record RandomLayer(String text, Shape output) {
  private static final int MAX_ELEMENTS = 1200;
  private static final int ATTEMPTS = 12;

  /** What networks of images are made of, drawn as often as all layers together. */
  private static final List<String> IMAGES =
      List.of("conv", "conv", "conv", "conv_transpose", "bn", "max_pool", "avg_pool", "upsample");

  private static final List<String> ROWS = List.of("linear", "linear", "reshape", "permute");

  private static final List<String> SINGLE =
      Operators.ALL.stream()
          .filter(spec -> spec.inputs().equals(OpSpec.Inputs.ONE))
          .map(OpSpec::name)
          .toList();

  /**
   * @param number writes an int as an expression
   */
  static RandomLayer of(Choices choices, Shape in, LongFunction<String> number) {
    for (int i = 0; i < ATTEMPTS && !choices.isEmpty(); i++) {
      String name = choices.of(choices.oneIn(2) ? SINGLE : in.rank() == 3 ? IMAGES : ROWS);
      Optional<RandomLayer> layer =
          attempt(choices, Operators.find(name).orElseThrow(), in, number);
      if (layer.isPresent()) {
        return layer.get();
      }
    }
    return new RandomLayer("relu", in);
  }

  private static Optional<RandomLayer> attempt(
      Choices choices, OpSpec spec, Shape in, LongFunction<String> number) {
    Map<String, Object> arguments = new HashMap<>();
    List<String> texts = new ArrayList<>();
    for (Attribute attribute : spec.attributes()) {
      if (attribute.required() || choices.oneIn(3)) {
        Object value = value(choices, spec.name(), attribute, in);
        arguments.put(attribute.name(), value);
        String text = text(attribute.type(), value, number);
        boolean positional = attribute.required() && !(value instanceof String);
        texts.add(positional ? text : attribute.name() + ": " + text);
      }
    }
    if (arguments.containsKey("dilation") && spec.name().equals("max_pool")) {
      // a window may then lie in the padding alone, where there is no largest element
      arguments.remove("padding");
      texts.removeIf(text -> text.startsWith("padding: "));
    }
    String list = texts.isEmpty() ? "" : "(" + String.join(", ", texts) + ")";
    return layer(spec, arguments, in, spec.name() + list);
  }

  private static Optional<RandomLayer> layer(
      OpSpec spec, Map<String, Object> arguments, Shape in, String text) {
    Inference inference = spec.operator(arguments).infer(List.of(TensorType.float32(in)));
    return inference instanceof Inference.Of(var type)
            && type.shape().elements() <= MAX_ELEMENTS
            && type.shape().rank() <= 3
        ? Optional.of(new RandomLayer(text, type.shape()))
        : Optional.empty();
  }

  private static Object value(Choices choices, String layer, Attribute attribute, Shape in) {
    return switch (attribute.type()) {
      case Attribute.Type.Int(long min) ->
          min < 0 ? choices.below(6) - 3L : Math.max(min, 1) + choices.below(8);
      case Attribute.Type.Pair(long min) -> pair(choices, min);
      case Attribute.Type.Padding _ -> choices.oneIn(4) ? "same" : pair(choices, 0);
      case Attribute.Type.Number _ -> (1 + choices.below(8)) / 4.0;
      case Attribute.Type.Flag _ -> !choices.oneIn(2);
      case Attribute.Type.Choice(var words) -> choices.of(words);
      case Attribute.Type.Ints _ ->
          layer.equals("permute") ? order(choices, in) : dims(choices, in);
    };
  }

  private static List<Long> pair(Choices choices, long min) {
    long first = min + choices.below(3);
    return List.of(first, choices.oneIn(3) ? min + choices.below(5) : first);
  }

  private static List<Long> order(Choices choices, Shape in) {
    List<Long> axes = new ArrayList<>();
    for (long axis = 0; axis < in.rank(); axis++) {
      axes.add(choices.below(axes.size() + 1), axis);
    }
    return axes;
  }

  /** Dimensions of as many elements. */
  private static List<Long> dims(Choices choices, Shape in) {
    List<Long> dims = new ArrayList<>();
    long left = in.elements();
    for (int rank = choices.below(3); rank > 0; rank--) {
      long dim = 1 + choices.below(6);
      dims.add(left % dim == 0 ? dim : 1);
      left /= dims.getLast();
    }
    dims.add(choices.oneIn(2) ? -1 : left);
    return dims;
  }

  private static String text(Attribute.Type type, Object value, LongFunction<String> number) {
    return switch (value) {
      case Long n when n >= 0 -> number.apply(n);
      case List<?> pair when !(type instanceof Attribute.Type.Ints) ->
          pair.get(0).equals(pair.get(1))
              ? number.apply((Long) pair.get(0))
              : "(" + pair.get(0) + ", " + number.apply((Long) pair.get(1)) + ")";
      default -> value.toString();
    };
  }
}
