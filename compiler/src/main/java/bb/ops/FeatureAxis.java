package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The axis of layers that work on features: the last, of tensors that have them there; where
 * channels are the first axis, or nothing says which it is, the source chooses (ADR 24).
 */
final class FeatureAxis {
  /** Of layers that always take the last. */
  static final String ONLY_LAST =
      "-1 says that the last axis is meant, of an image, or where nothing says what it is";

  static final String DOC = "the axis, else the last; of three and more it may have to be stated";

  private FeatureAxis() {}

  /** The argument, if the call gave it. */
  static Optional<Long> of(Arguments arguments) {
    return arguments.has("axis") ? Optional.of(arguments.integer("axis")) : Optional.empty();
  }

  /** What is not known to have its features last is not used along an axis that nobody names. */
  static Optional<Failed> chosen(String layer, Optional<Long> axis, TensorType x) {
    if (axis.isPresent() || x.axes() == Axes.LAST) {
      return Optional.empty();
    }
    Shape shape = x.shape();
    return Optional.of(
        Inference.failed(
                Code.BB0234,
                "`%s` does not choose one of %d axes".formatted(layer, shape.rank()),
                "receives " + shape)
            .note("an image has its channels first, and other tensors have their features last")
            .help(
                "write `axis: 0` for the %d channels of an image, `axis: -1` for the last axis, of %d"
                    .formatted(shape.dim(0), shape.dim(-1))));
  }

  /** The input is one of floats that has the axis, and it is one that a norm can use. */
  static Optional<Failed> norm(String layer, Optional<Long> axis, TensorType x) {
    return Check.floats(layer, List.of(x))
        .or(() -> Check.vectors(layer, x.shape()))
        .or(() -> chosen(layer, axis, x))
        .or(() -> axis.flatMap(a -> Check.axis(layer, a, x.shape())))
        .or(() -> axis.flatMap(a -> between(layer, a, x)));
  }

  /**
   * Features are the last axis of all inputs, or that is said to be meant.
   *
   * @param axis what the call says, of a layer that has no other
   */
  static Optional<Failed> last(String layer, Optional<Long> axis, List<TensorType> inputs) {
    if (axis.isEmpty()) {
      return Check.featuresLast(layer, inputs);
    }
    Shape shape = inputs.getFirst().shape();
    return Check.axis(layer, axis.get(), shape)
        .or(() ->
            fromFront(axis.get(), shape) == shape.rank() - 1
                ? Optional.empty()
                : Optional.of(elsewhere(layer, axis.get(), shape, "features are the last axis")));
  }

  /**
   * What else may be meant where nothing says that the last axis is that of the features: the
   * pixels of an image.
   */
  static Optional<String> pixels(Optional<Long> axis, List<TensorType> inputs) {
    if (axis.isPresent()
        || Axes.common(inputs.stream().map(TensorType::axes).toList()) != Axes.UNSAID) {
      return Optional.empty();
    }
    Shape shape = inputs.getFirst().shape();
    return Optional.of(
        "`reshape([%d, %d])` and `permute([1, 0])` first, where the tokens are pixels of an image"
            .formatted(shape.dim(0), shape.elements() / shape.dim(0)));
  }

  private static Optional<Failed> between(String layer, long axis, TensorType x) {
    Shape shape = x.shape();
    int at = fromFront(axis, shape);
    if (at == shape.rank() - 1 || at == 0 && x.axes() != Axes.LAST) {
      return Optional.empty();
    }
    return Optional.of(
        elsewhere(layer, axis, shape, "features are the last axis, or the first of an image"));
  }

  private static Failed elsewhere(String layer, long axis, Shape shape, String rule) {
    return Inference.failed(
            Code.BB0235,
            "`%s` cannot work along axis %d of %s".formatted(layer, axis, shape),
            "receives " + shape)
        .argument("axis")
        .note(rule)
        .help("bring that axis to the end with `permute`, and back after it");
  }

  private static int fromFront(long axis, Shape shape) {
    return (int) (axis < 0 ? axis + shape.rank() : axis);
  }

  /** The tensor of which a norm has found its axis, that axis being the channels. */
  static TensorType normed(Optional<Long> axis, TensorType x) {
    boolean last = axis.map(a -> fromFront(a, x.shape()) == x.shape().rank() - 1).orElse(true);
    return x.as(last ? Axes.LAST : Axes.FIRST);
  }

  /** Lowers a norm, whose kernel takes planes: the channels of an image, or of each token. */
  static Value lower(ProgramBuilder builder, TensorType type, Value x, UnaryOperator<Value> norm) {
    Shape shape = x.type().shape();
    if (type.axes() == Axes.LAST) {
      return onRows(builder, x, norm);
    }
    if (shape.rank() == 3) {
      return norm.apply(x);
    }
    long channels = shape.dim(0);
    long columns = shape.dim(-1);
    Shape image = Shape.of(channels, shape.elements() / channels / columns, columns);
    return reshape(builder, norm.apply(reshape(builder, x, image)), shape);
  }

  /**
   * Applies a layer of tokens to vectors along the last axis of any number of others, which are
   * tokens for it.
   */
  static Value onRows(ProgramBuilder builder, Value x, UnaryOperator<Value> layer) {
    Shape shape = x.type().shape();
    if (shape.rank() < 3) {
      return layer.apply(x);
    }
    Shape rows = Shape.of(shape.elements() / shape.dim(-1), shape.dim(-1));
    Value result = layer.apply(reshape(builder, x, rows));
    List<Long> dims = new ArrayList<>(shape.dims());
    dims.set(dims.size() - 1, result.type().shape().dim(-1));
    return reshape(builder, result, new Shape(dims));
  }

  private static Value reshape(ProgramBuilder builder, Value x, Shape shape) {
    TensorType type = new TensorType(x.type().dtype(), shape);
    return builder.step(new Kernel.Reshape(), List.of(x), List.of(), type);
  }
}
