package bb.random;

import bb.diagnostics.Code;
import bb.ops.Attribute;
import bb.ops.Inference;
import bb.ops.OpSpec;
import bb.ops.Operator;
import bb.ops.Operators;
import bb.types.Axes;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A layer with random arguments that takes tensors of given types: as source text, and what it
 * yields. The arguments come from the layers' own definitions, so a new layer is drawn without
 * being told here.
 *
 * @param named what the last of the tensors are called
 * @param arguments as text, without brackets
 * @param then what makes one tensor of several
 */
record RandomLayer(
    String name, List<String> named, List<String> arguments, String then, TensorType output) {
  private static final int ATTEMPTS = 6;
  private static final int MAX_ELEMENTS = 1200;

  /** What networks of images are made of, drawn half as often as all layers together. */
  private static final List<String> IMAGES =
      List.of(
          "conv",
          "conv",
          "conv",
          "conv_transpose",
          "bn",
          "max_pool",
          "avg_pool",
          "upsample",
          "pad");

  private static final List<String> ROWS =
      List.of(
          "rotary",
          "rotary",
          "rotary",
          "linear",
          "linear",
          "conv1d",
          "conv1d",
          "conv1d",
          "conv1d",
          "conv_transpose1d",
          "conv_transpose1d",
          "conv_transpose1d",
          "max_pool1d",
          "max_pool1d",
          "avg_pool1d",
          "lstm",
          "pad",
          "pad",
          "reshape",
          "permute");

  /**
   * What is drawn in the company only that keeps it from jumps, infinities and what is no number.
   */
  private static final Set<String> TAMED =
      Set.of(
          "exp",
          "log",
          "sqrt",
          "rsqrt",
          "reciprocal",
          "pow",
          "square",
          "floor",
          "ceil",
          "round",
          "sign",
          "int",
          "fold",
          "unfold");

  /** All layers of one input, but for those that grow without bound when they are repeated. */
  private static final List<String> SINGLE =
      Operators.ALL.stream()
          .filter(spec -> spec.inputs().equals(OpSpec.Inputs.ONE))
          .map(OpSpec::name)
          .filter(name -> !TAMED.contains(name))
          .toList();

  private static final List<Long> SIZES = List.of(1L, 1L, 2L, 2L, 3L, 3L, 4L, 5L, 6L, 7L, 8L);

  /** What divides by sums that may be nearly 0; the goldens have these. */
  private static final Set<String> NOT_DRAWN = Set.of("weight_norm", "spectral_norm");

  /** Arguments of images alone. */
  private static final Set<String> BORDERS = Set.of("left", "right", "top", "bottom");

  /** What no arguments can mend. */
  private static final Set<Code> WRONG_INPUT = EnumSet.of(Code.BB0301, Code.BB0302);

  /**
   * A layer of one input.
   *
   * @param number writes an int as an expression
   */
  static RandomLayer of(Choices choices, TensorType in, LongFunction<String> number) {
    List<String> fitting = SINGLE.stream().filter(name -> takes(find(name), in)).toList();
    List<String> usual = in.shape().rank() == 3 ? IMAGES : ROWS;
    for (int i = 0; i < ATTEMPTS && !choices.isEmpty(); i++) {
      boolean any = in.dtype() != DType.FLOAT32 || !choices.oneIn(3);
      Optional<RandomLayer> layer =
          attempts(
              choices, find(choices.of(any ? fitting : usual)), List.of(in), List.of(), number);
      if (layer.isPresent()) {
        return layer.get();
      }
    }
    return new RandomLayer("identity", List.of(), List.of(), "", in);
  }

  private static OpSpec find(String name) {
    return Operators.find(name).orElseThrow();
  }

  /** Whether a layer with some arguments takes such a tensor. */
  private static boolean takes(OpSpec spec, TensorType in) {
    Choices first = new Choices(List.of());
    Map<String, Object> arguments = new HashMap<>();
    spec.attributes().stream()
        .filter(Attribute::required)
        .forEach(a -> arguments.put(a.name(), value(first, spec.name(), a, in.shape())));
    return !(spec.operator(arguments).infer(List.of(in)) instanceof Inference.Failed failed)
        || !WRONG_INPUT.contains(failed.code());
  }

  /** That layer, of tensors without names, if one of several drawings suits it. */
  static Optional<RandomLayer> attempts(
      Choices choices, OpSpec spec, List<TensorType> inputs, LongFunction<String> number) {
    return attempts(choices, spec, inputs, List.of(), number);
  }

  /**
   * That layer, if one of several drawings of its arguments suits it.
   *
   * @param named what the last of the inputs are called
   */
  static Optional<RandomLayer> attempts(
      Choices choices,
      OpSpec spec,
      List<TensorType> inputs,
      List<String> named,
      LongFunction<String> number) {
    Optional<RandomLayer> layer = Optional.empty();
    for (int i = 0; i < ATTEMPTS && layer.isEmpty() && !choices.isEmpty(); i++) {
      layer = of(choices, spec, inputs, named, number);
    }
    return layer;
  }

  private static Optional<RandomLayer> of(
      Choices choices,
      OpSpec spec,
      List<TensorType> inputs,
      List<String> named,
      LongFunction<String> number) {
    Shape in = inputs.getFirst().shape();
    Map<String, Object> arguments = new HashMap<>();
    List<String> texts = new ArrayList<>();
    named.forEach(name -> arguments.put(name, true));
    for (Attribute attribute : spec.attributes()) {
      if (attribute.type() instanceof Attribute.Type.Tensor
          || NOT_DRAWN.contains(attribute.name())
          || (in.rank() < 3 && BORDERS.contains(attribute.name()))) {
        continue;
      }
      if (attribute.required() || choices.oneIn(2) || states(spec, attribute, in)) {
        // first states say how long the others are
        Object value =
            attribute.name().equals("hidden") && inputs.size() > 1
                ? (Object) inputs.getLast().shape().dim(-1)
                : value(choices, spec.name(), attribute, in);
        arguments.put(attribute.name(), value);
        String text = text(attribute.type(), value, number);
        boolean positional = attribute.required() && !(value instanceof String);
        texts.add(positional ? text : attribute.name() + ": " + text);
      }
    }
    if (arguments.containsKey("dilation") && spec.name().startsWith("max_pool")) {
      // a window may then lie in the padding alone, where there is no largest element
      arguments.remove("padding");
      texts.removeIf(text -> text.startsWith("padding: "));
    }
    if (spec.name().equals("rotary") && in.rank() > 2 && !arguments.containsKey("axis")) {
      // an image has its features first, and what is drawn does not know images from windows
      return Optional.empty();
    }
    if (arguments.containsValue(List.of())) {
      // a number has no axes that could be put into an order
      return Optional.empty();
    }
    Operator operator = spec.operator(arguments);
    boolean floats = inputs.getFirst().dtype() == DType.FLOAT32;
    if (!(operator.infer(inputs) instanceof Inference.Of(var type))
        || !(type.dtype() == DType.FLOAT32 ? type.shape().rank() > 0 : !floats)
        || type.shape().elements() > MAX_ELEMENTS
        || type.shape().rank() > Math.max(3, in.rank())) {
      return Optional.empty();
    }
    List<Shape> further = operator.further(inputs).stream().map(TensorType::shape).toList();
    return further.isEmpty()
        ? Optional.of(new RandomLayer(spec.name(), named, texts, "", type))
        : joined(type.shape(), further)
            .map(all ->
                new RandomLayer(
                    spec.name(), named, texts, " -> concat(axis: 0)", TensorType.float32(all)));
  }

  /** Matrices of one width, one below the other. */
  private static Optional<Shape> joined(Shape first, List<Shape> further) {
    long rows = first.dim(0) + further.stream().mapToLong(shape -> shape.dim(0)).sum();
    return further.stream().allMatch(shape -> shape.with(0, rows).equals(first.with(0, rows)))
        ? Optional.of(first.with(0, rows))
        : Optional.empty();
  }

  /** The axis of an image that is meant. */
  private static boolean states(OpSpec spec, Attribute attribute, Shape in) {
    return spec.name().equals("linear") && attribute.name().equals("axis") && in.rank() > 2;
  }

  String text() {
    return text(List.of());
  }

  /**
   * Applied to named tensors. What then has its features last, or may have them there, is made
   * something that does not say it, as all else is here.
   */
  String text(List<String> tensors) {
    int unnamed = tensors.size() - named.size();
    List<String> all = new ArrayList<>(tensors.subList(0, unnamed));
    all.addAll(arguments);
    for (int i = 0; i < named.size(); i++) {
      all.add(named.get(i) + ": " + tensors.get(unnamed + i));
    }
    String call = (all.isEmpty() ? name : name + "(" + String.join(", ", all) + ")") + then;
    boolean says = output.axes() == Axes.LAST || name.equals("permute");
    return says && output.shape().rank() > 2
        ? call + " -> flatten -> reshape(" + output.shape() + ")"
        : call;
  }

  private static Object value(Choices choices, String layer, Attribute attribute, Shape in) {
    return switch (attribute.type()) {
      case Attribute.Type.Int(long min) ->
          min < 0
              ? choices.below(6) - 3L
              : Math.max(
                  min, choices.oneIn(2) ? divisor(choices, attribute, in) : choices.of(SIZES));
      case Attribute.Type.Pair(long min) -> sizes(choices, 2, min);
      case Attribute.Type.Triple(long min) -> sizes(choices, 3, min);
      case Attribute.Type.Padding(int count) ->
          choices.oneIn(4) ? "same" : sizes(choices, count, 0);
      case Attribute.Type.Number _ ->
          // frequencies above 1 would make angles of ids of which single precision loses digits
          (1 + choices.below(8)) / (attribute.name().equals("base") ? 0.5 : 4.0);
      case Attribute.Type.Flag _ -> !choices.oneIn(2);
      case Attribute.Type.Tensor _ -> true;
      case Attribute.Type.Choice(var words) -> choices.of(words);
      case Attribute.Type.Numbers _ -> {
        int count = choices.oneIn(2) ? 1 : Math.max(1, in.rank() - 1);
        yield Stream.generate(() -> (1 + choices.below(8)) / 4.0).limit(count).toList();
      }
      case Attribute.Type.Ints _ ->
          switch (attribute.name()) {
            case "order" -> order(choices, in);
            case "axis" -> axes(choices, in);
            case "size" -> sizes(choices, choices.oneIn(2) ? 1 : Math.max(1, in.rank() - 1), 1);
            default -> dims(choices, in);
          };
    };
  }

  /** A number that divides the channels, as groups must, or the features, as heads must. */
  private static long divisor(Choices choices, Attribute attribute, Shape in) {
    int axis = attribute.name().endsWith("heads") ? -1 : Statements.channelAxis(in);
    long channels = in.rank() == 0 ? 1 : in.dim(axis);
    return choices.of(
        LongStream.rangeClosed(1, channels).filter(n -> channels % n == 0).boxed().toList());
  }

  private static List<Long> sizes(Choices choices, int count, long min) {
    List<Long> sizes = new ArrayList<>(List.of(min + choices.below(3)));
    while (sizes.size() < count) {
      sizes.add(choices.oneIn(3) ? min + choices.below(5) : sizes.getFirst());
    }
    return sizes;
  }

  private static List<Long> order(Choices choices, Shape in) {
    List<Long> axes = new ArrayList<>();
    for (long axis = 0; axis < in.rank(); axis++) {
      axes.add(choices.below(axes.size() + 1), axis);
    }
    return axes;
  }

  /** One or two axes, the first as often as not; more than there are of a number. */
  private static List<Long> axes(Choices choices, Shape in) {
    long first = choices.oneIn(2) ? 0 : choices.below(3);
    return choices.oneIn(2) || in.rank() < 2 ? List.of(first) : List.of(first, -1L);
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
      case List<?> sizes
          when !(type instanceof Attribute.Type.Ints || type instanceof Attribute.Type.Numbers) ->
          sizes.stream().distinct().count() == 1
              ? number.apply((Long) sizes.getFirst())
              : sizes.stream()
                  .map(size -> number.apply((Long) size))
                  .collect(Collectors.joining(", ", "(", ")"));
      default -> value.toString();
    };
  }
}
