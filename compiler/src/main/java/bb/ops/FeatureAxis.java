package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The axis of layers that work on features: the last of {@code [features]} and {@code [tokens,
 * features]}. Of three axes PyTorch takes the last, and an image has its channels first; there the
 * source chooses (ADR 12).
 */
final class FeatureAxis {
  static final String DOC = "the axis, else the last; with three axes it must be stated";

  private FeatureAxis() {}

  /** The argument, if the call gave it. */
  static Optional<Long> of(Arguments arguments) {
    return arguments.has("axis") ? Optional.of(arguments.integer("axis")) : Optional.empty();
  }

  /** A tensor of three axes is not normalised along one that the source does not name. */
  static Optional<Failed> chosen(String layer, Optional<Long> axis, Shape shape) {
    if (axis.isPresent() || shape.rank() != 3) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0234,
                "`%s` does not choose one of three axes".formatted(layer),
                "receives " + shape)
            .note("an image has its channels first, and other tensors have their features last")
            .help(
                "write `axis: 0` for the %d channels of an image, `axis: -1` for the last axis, of %d"
                    .formatted(shape.dim(0), shape.dim(-1))));
  }

  /** The input is one of floats that has the axis, and it is one that a norm can use. */
  static Optional<Failed> norm(String layer, Optional<Long> axis, TensorType x) {
    Shape shape = x.shape();
    return Check.plane(layer, x)
        .or(() -> chosen(layer, axis, shape))
        .or(() -> axis.flatMap(a -> Check.axis(layer, a, shape)))
        .or(() -> axis.flatMap(a -> between(layer, a, shape)));
  }

  private static Optional<Failed> between(String layer, long axis, Shape shape) {
    int at = fromFront(axis, shape);
    if (at == shape.rank() - 1 || at == 0 && shape.rank() == 3) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0235,
                "`%s` cannot work along axis %d of %s".formatted(layer, axis, shape),
                "receives " + shape)
            .argument("axis")
            .note("features are the last axis, or the first of an image")
            .help("bring that axis to the end with `permute`, and back after it"));
  }

  private static int fromFront(long axis, Shape shape) {
    return (int) (axis < 0 ? axis + shape.rank() : axis);
  }

  /** How many features a norm sees. */
  static long features(Optional<Long> axis, Shape shape) {
    return shape.dim(axis.map(a -> fromFront(a, shape)).orElse(shape.rank() - 1));
  }

  /**
   * Lowers a norm, which takes the channels of an image: a tensor of three axes that has its
   * features last is one of tokens for it.
   */
  static Value lower(
      ProgramBuilder builder, Optional<Long> axis, Value x, UnaryOperator<Value> norm) {
    Shape shape = x.type().shape();
    if (shape.rank() < 3 || fromFront(axis.orElseThrow(), shape) == 0) {
      return norm.apply(x);
    }
    Shape rows = Shape.of(shape.dim(0) * shape.dim(1), shape.dim(2));
    TensorType tokens = new TensorType(x.type().dtype(), rows);
    Value flat = builder.step(new Kernel.Reshape(), List.of(x), List.of(), tokens);
    return builder.step(new Kernel.Reshape(), List.of(norm.apply(flat)), List.of(), x.type());
  }
}
