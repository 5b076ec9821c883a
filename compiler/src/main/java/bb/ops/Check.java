package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.ScalarExpr;
import bb.ops.Inference.Failed;
import bb.types.Axes;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The constraints that several layers share. Each answers what is wrong, or nothing; {@code layer}
 * is the layer's name for the message.
 */
final class Check {
  /** Divisors above this are not worth finding for a suggestion. */
  private static final long LARGEST_SUGGESTION = 1 << 16;

  private Check() {}

  /** All inputs hold floats. */
  static Optional<Failed> floats(String layer, List<TensorType> inputs) {
    return inputs.stream()
        .filter(type -> type.dtype() != DType.FLOAT32)
        .findFirst()
        .map(type ->
            Inference.failed(
                    Code.BB0302,
                    "`" + layer + "` needs float32, found " + type.dtype(),
                    "receives " + type)
                .note("`" + layer + "` computes with floats and never converts by itself")
                .help("`float` makes floats of whole numbers and truth values"));
  }

  /** What is written beside whole numbers is whole. */
  static Optional<Failed> whole(String layer, List<ScalarExpr> constants) {
    return constants.stream()
        .map(constant -> ((ScalarExpr.Const) constant).value())
        .filter(value -> value != Math.rint(value))
        .findFirst()
        .map(value ->
            Inference.failed(
                    Code.BB0302,
                    "`%s` of int32 needs whole numbers, found %s".formatted(layer, value),
                    "receives int32")
                .help("`float` makes floats of whole numbers and truth values"));
  }

  /** All inputs hold elements of one type. */
  static Optional<Failed> oneType(String layer, List<TensorType> inputs) {
    TensorType first = inputs.getFirst();
    return inputs.stream()
        .filter(type -> type.dtype() != first.dtype())
        .findFirst()
        .map(other ->
            Inference.failed(
                    Code.BB0302,
                    "`%s` cannot combine %s and %s".formatted(layer, first.dtype(), other.dtype()),
                    "receives " + first + " and " + other)
                .note("nothing is converted by itself")
                .help(
                    "`float` makes floats of whole numbers and truth values, `int` whole numbers"));
  }

  /** The input is {@code [channels, height, width]} of floats. */
  static Optional<Failed> image(String layer, TensorType x) {
    return floats(layer, List.of(x))
        .or(() ->
            x.shape().rank() == 3
                ? channelsFirst(layer, x)
                : Optional.of(
                    rank(layer, "[channels, height, width]", x.shape())
                        .help(imageHelp(x.shape()))));
  }

  /** The input is {@code [channels, depth, height, width]} of floats. */
  static Optional<Failed> volume(String layer, TensorType x) {
    return floats(layer, List.of(x))
        .or(() ->
            x.shape().rank() == 4
                ? channelsFirst(layer, x)
                : Optional.of(
                    rank(layer, "[channels, depth, height, width]", x.shape())
                        .help(volumeHelp(x.shape()))));
  }

  private static String volumeHelp(Shape shape) {
    return shape.rank() == 3
        ? "make it a volume of one plane with `reshape([%d, 1, %d, %d])`"
            .formatted(shape.dim(0), shape.dim(1), shape.dim(2))
        : "give it four dimensions with `reshape`";
  }

  /** The channels are not known to be elsewhere than first. */
  static Optional<Failed> channelsFirst(String layer, TensorType x) {
    Shape shape = x.shape();
    if (shape.rank() < 3 || x.axes() != Axes.LAST) {
      return Optional.empty();
    }
    List<Long> order = new ArrayList<>(LongStream.range(0, shape.rank() - 1).boxed().toList());
    order.addFirst(shape.rank() - 1L);
    return Optional.of(
        Inference.failed(
                Code.BB0320,
                "`%s` takes channels first, and %s has its features last".formatted(layer, shape),
                "receives " + shape)
            .note(
                "the layers before made its last axis, of %d, the features"
                    .formatted(shape.dim(-1)))
            .help("bring them to the front with `permute(%s)`".formatted(list(order))));
  }

  private static String imageHelp(Shape shape) {
    return switch (shape.rank()) {
      case 1 ->
          "make it an image of one pixel with `reshape(["
              + shape.dim(0)
              + ", 1, 1])`, or do this"
              + " before `flatten`";
      default -> "give it three dimensions with `reshape`";
    };
  }

  /** The input is {@code [channels]}, {@code [tokens, channels]}, an image or a volume. */
  static Optional<Failed> channels(String layer, TensorType x) {
    return floats(layer, List.of(x))
        .or(() ->
            x.shape().rank() >= 1 && x.shape().rank() <= 4
                ? channelsFirst(layer, x)
                : Optional.of(
                    rank(
                            layer,
                            "[channels], [tokens, channels], [channels, height, width] or [channels, depth,"
                                + " height, width]",
                            x.shape())
                        .help("bring the channels to the front with `permute` or `reshape`")));
  }

  /** None of the inputs is an image, which has its channels first. */
  static Optional<Failed> featuresLast(String layer, List<TensorType> inputs) {
    return inputs.stream()
        .filter(x -> x.axes() == Axes.FIRST)
        .findFirst()
        .map(x -> matrix(layer, "[..., tokens, features]", x.shape()));
  }

  /** The shape has an axis. */
  static Optional<Failed> vectors(String layer, Shape shape) {
    return shape.rank() > 0
        ? Optional.empty()
        : Optional.of(rank(layer, "one axis or more", shape));
  }

  /** All inputs are {@code [tokens, features]} of floats. */
  static Optional<Failed> matrices(String layer, List<TensorType> inputs) {
    return floats(layer, inputs)
        .or(() ->
            inputs.stream()
                .map(TensorType::shape)
                .filter(shape -> shape.rank() != 2)
                .findFirst()
                .map(shape -> matrix(layer, "[tokens, features]", shape)));
  }

  private static Failed matrix(String layer, String expected, Shape found) {
    Failed failed = rank(layer, expected, found);
    return found.rank() == 3
        ? failed.help(
            "make tokens of an image's pixels with `reshape([%d, %d])` and `permute([1, 0])`"
                .formatted(found.dim(0), found.dim(1) * found.dim(2)))
        : failed;
  }

  static Failed rank(String layer, String expected, Shape found) {
    return Inference.failed(
        Code.BB0301, "`" + layer + "` needs " + expected + ", found " + found, "receives " + found);
  }

  /** {@code groups} divides the channels that flow into a convolution and those that flow out. */
  static Optional<Failed> groups(String layer, long groups, long in, long out, TensorType x) {
    long common = commonDivisor(in, out);
    return groups(layer, groups, in, "that flow in", common, x)
        .or(() -> groups(layer, groups, out, "of `out`", common, x));
  }

  /**
   * {@code groups} divides the channels.
   *
   * @param which says those channels: {@code that flow in}
   * @param common a number that {@code groups} must divide to be right everywhere in the layer
   */
  static Optional<Failed> groups(
      String layer, long groups, long channels, String which, long common, TensorType x) {
    if (channels % groups == 0) {
      return Optional.empty();
    }
    String message =
        "`groups: %d` of `%s` does not divide the %d channels %s"
            .formatted(groups, layer, channels, which);
    return Optional.of(
        Inference.failed(Code.BB0304, message, "receives " + x)
            .argument("groups")
            .note(
                "every group has the same number of channels: %d = %d * %d + %d"
                    .formatted(channels, groups, channels / groups, channels % groups))
            .help("`groups` could be " + oneOf(divisorsNear(groups, common))));
  }

  /** The largest number that divides both. */
  static long commonDivisor(long first, long second) {
    return second == 0 ? first : commonDivisor(second, first % second);
  }

  /** Up to three divisors of {@code number}, the nearest to {@code wanted}, ascending. */
  static List<Long> divisorsNear(long wanted, long number) {
    return LongStream.rangeClosed(1, Math.min(number, LARGEST_SUGGESTION))
        .filter(d -> number % d == 0)
        .boxed()
        .sorted((a, b) -> Long.compare(Math.abs(a - wanted), Math.abs(b - wanted)))
        .limit(3)
        .sorted()
        .toList();
  }

  /** {@code 2, 4 or 8}. */
  static String oneOf(List<Long> numbers) {
    List<String> texts = numbers.stream().map(String::valueOf).toList();
    return texts.size() == 1
        ? texts.getFirst()
        : String.join(", ", texts.subList(0, texts.size() - 1)) + " or " + texts.getLast();
  }

  /** {@code argument} is a probability. */
  static Optional<Failed> probability(String layer, String argument, double value) {
    return value >= 0 && value <= 1
        ? Optional.empty()
        : Optional.of(outOfRange(layer, argument, value, "between 0 and 1"));
  }

  static Optional<Failed> positive(String layer, String argument, double value) {
    return value > 0
        ? Optional.empty()
        : Optional.of(outOfRange(layer, argument, value, "greater than 0"));
  }

  static Optional<Failed> atMost(String layer, String argument, List<Long> values, long most) {
    return values.stream()
        .filter(value -> value > most)
        .findFirst()
        .map(value -> outOfRange(layer, argument, value, "at most " + most));
  }

  private static Failed outOfRange(String layer, String argument, double value, String bounds) {
    return Inference.failed(
            Code.BB0316,
            "`" + argument + "` of `" + layer + "` must be " + bounds + ", found " + plain(value),
            "is " + plain(value))
        .argument(argument);
  }

  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? String.valueOf((long) value)
        : String.valueOf(value);
  }

  /** {@code axis} (negative: from the end) exists. */
  static Optional<Failed> axis(String layer, long axis, Shape shape) {
    int rank = shape.rank();
    if (axis >= -rank && axis < rank) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0307,
                "`" + layer + "` cannot use axis " + axis + " of a tensor with " + dimensions(rank),
                "receives " + shape)
            .argument("axis")
            .note(axes(rank)));
  }

  private static String axes(int rank) {
    return switch (rank) {
      case 0 -> "a tensor without dimensions has no axes";
      case 1 -> "its only axis is 0; the batch is not one of them";
      default ->
          "its axes are 0 to %d, or -1 to -%d counted from the end; the batch is not one of them"
              .formatted(rank - 1, rank);
    };
  }

  static String dimensions(int rank) {
    return rank + (rank == 1 ? " dimension" : " dimensions");
  }

  /** The output shape, unless it has too many elements; where its channels are is not said. */
  static Inference shape(String layer, List<Long> dims) {
    return Shape.fits(dims) ? Inference.float32(new Shape(dims)) : tooLarge(layer, dims);
  }

  /** Elements of some type, if they can be counted. */
  static Inference exact(String layer, DType dtype, List<Long> dims) {
    return Shape.fits(dims)
        ? new Inference.Of(new TensorType(dtype, new Shape(dims)))
        : tooLarge(layer, dims);
  }

  /** The output shape of tokens or of an image, channels first, unless it is too large. */
  static Inference shape(String layer, long... dims) {
    return shape(layer, LongStream.of(dims).boxed().toList()).as(Axes.FIRST);
  }

  /** A parameter of these dimensions can exist. */
  static Optional<Failed> parameter(String layer, String name, long... dims) {
    return parameter(layer, name, LongStream.of(dims).boxed().toList());
  }

  /** A parameter of these dimensions can exist. */
  static Optional<Failed> parameter(String layer, String name, List<Long> list) {
    return Shape.fits(list) ? Optional.empty() : Optional.of(tooLarge(layer + "." + name, list));
  }

  /** Runs a rule that computes with the user's numbers; overflow is the user's error. */
  static Inference exact(String layer, List<TensorType> inputs, Supplier<Inference> rule) {
    try {
      return rule.get();
    } catch (ArithmeticException overflow) {
      return Inference.failed(
              Code.BB0308,
              "the sizes of `" + layer + "` do not fit 64 bits",
              "receives "
                  + inputs.stream().map(TensorType::toString).collect(Collectors.joining(" and ")))
          .note("a tensor may have at most " + Shape.MAX_ELEMENTS + " elements (2^40)");
    }
  }

  /**
   * The product can be counted.
   *
   * @throws ArithmeticException if it does not fit 64 bits; for use in {@link #exact}
   */
  static void countable(long first, long second) {
    Math.multiplyExact(first, second);
  }

  static Failed tooLarge(String layer, List<Long> dims) {
    return Inference.failed(
            Code.BB0308,
            "`" + layer + "` would have the shape " + list(dims) + ", which is too large",
            "makes " + list(dims))
        .note("a tensor may have at most " + Shape.MAX_ELEMENTS + " elements (2^40)");
  }

  static String list(List<Long> dims) {
    return dims.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
  }

  /** {@code 56x56}. */
  static String size(long height, long width) {
    return height + "x" + width;
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  static String all(List<String> texts) {
    List<String> copy = new ArrayList<>(texts);
    String last = copy.removeLast();
    return copy.isEmpty() ? last : String.join(", ", copy) + " and " + last;
  }

  /** Says how to bring the smaller image to the size of the larger one. */
  static Failed resize(Failed failed, Shape first, Shape other) {
    boolean firstSmaller = first.dim(1) <= other.dim(1) && first.dim(2) <= other.dim(2);
    boolean otherSmaller = other.dim(1) <= first.dim(1) && other.dim(2) <= first.dim(2);
    if (!firstSmaller && !otherSmaller) {
      return failed;
    }
    Shape small = firstSmaller ? first : other;
    Shape large = firstSmaller ? other : first;
    long rows = large.dim(1) - small.dim(1);
    long columns = large.dim(2) - small.dim(2);
    boolean near = rows * 4 <= large.dim(1) && columns * 4 <= large.dim(2);
    String layer =
        near
            ? "pad(left: %d, right: %d, top: %d, bottom: %d)"
                .formatted(columns / 2, columns - columns / 2, rows / 2, rows - rows / 2)
            : "upsample(size: (%d, %d))".formatted(large.dim(1), large.dim(2));
    String size = size(large.dim(1), large.dim(2));
    return failed.help("`%s` makes %s %s".formatted(layer, small, size));
  }
}
