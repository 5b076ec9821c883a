package bb.ops;

import bb.diagnostics.Code;
import bb.ops.Inference.Failed;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The shape rule of elementwise arithmetic: equal dimensions, or a 1 that is repeated. */
final class Broadcast {
  private static final List<String> IMAGE_AXES = List.of("channels", "height", "width");

  /** What has more is not looked at for a way to fit, as there are too many. */
  private static final int MOST_AXES = 6;

  private Broadcast() {}

  /** The dimensions of the result, if {@link #check} finds nothing wrong. */
  static List<Long> dims(List<Shape> shapes) {
    return shapes.stream().map(Shape::dims).reduce(Broadcast::larger).orElseThrow();
  }

  /** Where the result has its channels: where those inputs have them that say it. */
  static Axes axes(List<TensorType> inputs) {
    return Axes.common(inputs.stream().map(TensorType::axes).toList());
  }

  /** The first input that does not fit one before it. */
  static Optional<Failed> check(String layer, List<Shape> shapes) {
    List<Long> common = shapes.getFirst().dims();
    for (int i = 1; i < shapes.size(); i++) {
      Shape shape = shapes.get(i);
      if (!fits(common, shape.dims())) {
        return shapes.subList(0, i).stream()
            .filter(earlier -> !fits(earlier.dims(), shape.dims()))
            .findFirst()
            .map(earlier -> misfit(layer, earlier, shape));
      }
      common = larger(common, shape.dims());
    }
    return Optional.empty();
  }

  private static boolean fits(List<Long> first, List<Long> second) {
    return first.size() == second.size()
        && IntStream.range(0, first.size())
            .allMatch(axis ->
                first.get(axis).equals(second.get(axis))
                    || first.get(axis) == 1
                    || second.get(axis) == 1);
  }

  private static List<Long> larger(List<Long> first, List<Long> second) {
    return IntStream.range(0, first.size())
        .mapToObj(axis -> Math.max(first.get(axis), second.get(axis)))
        .toList();
  }

  private static Failed misfit(String layer, Shape first, Shape second) {
    return first.rank() == second.rank()
        ? mismatch(layer, first, second)
        : ranks(layer, first, second);
  }

  private static Failed failed(String layer, Shape first, Shape second) {
    return Inference.failed(
        Code.BB0305,
        "`" + layer + "` cannot combine " + first + " and " + second,
        "receives " + first + " and " + second);
  }

  private static Failed ranks(String layer, Shape first, Shape second) {
    Failed failed =
        failed(layer, first, second)
            .note(
                "a dimension of 1 is repeated to fit, a missing dimension is not: "
                    + first
                    + " has "
                    + first.rank()
                    + ", "
                    + second
                    + " has "
                    + second.rank());
    Shape small = first.rank() < second.rank() ? first : second;
    Shape large = first.rank() < second.rank() ? second : first;
    if (small.rank() == 1 && large.rank() == 3 && small.dim(0) == large.dim(0)) {
      return failed.help(
          "`reshape([" + small.dim(0) + ", 1, 1])` makes " + small + " one value per channel");
    }
    List<List<Long>> ways = new ArrayList<>();
    if (large.rank() <= MOST_AXES) {
      spread(small.dims(), large.dims(), List.of(), ways);
    }
    return ways.size() == 1
        ? failed.help("`reshape(%s)` repeats %s to fit".formatted(ways.getFirst(), small))
        : failed;
  }

  /** The ways to put dimensions of 1 between those of one shape so that they fit another. */
  private static void spread(
      List<Long> small, List<Long> large, List<Long> before, List<List<Long>> ways) {
    if (large.isEmpty()) {
      ways.add(before);
      return;
    }
    List<Long> rest = large.subList(1, large.size());
    if (!small.isEmpty() && small.getFirst().equals(large.getFirst())) {
      List<Long> taken = Stream.concat(before.stream(), Stream.of(small.getFirst())).toList();
      spread(small.subList(1, small.size()), rest, taken, ways);
    }
    if (large.size() > small.size()) {
      spread(small, rest, Stream.concat(before.stream(), Stream.of(1L)).toList(), ways);
    }
  }

  private static Failed mismatch(String layer, Shape first, Shape second) {
    List<String> differences = new ArrayList<>();
    for (int axis = 0; axis < first.rank(); axis++) {
      long a = first.dim(axis);
      long b = second.dim(axis);
      if (a != b && a != 1 && b != 1) {
        String name = first.rank() == 3 ? IMAGE_AXES.get(axis) : "axis " + axis;
        differences.add(name + ": " + a + " != " + b);
      }
    }
    Failed failed = failed(layer, first, second).note(Check.all(differences));
    return first.rank() == 3 ? matching(failed, first, second) : failed;
  }

  /** Suggests the 1x1 convolution that makes one of two images like the other. */
  private static Failed matching(Failed failed, Shape first, Shape second) {
    boolean sameSize = fits(first.dims().subList(1, 3), second.dims().subList(1, 3));
    boolean swap =
        sameSize
            ? pixels(second) < pixels(first)
                || (pixels(second) == pixels(first) && second.dim(0) < first.dim(0))
            : pixels(second) > pixels(first);
    Shape from = swap ? second : first;
    Shape to = swap ? first : second;
    Optional<Long> height = sameSize ? Optional.of(1L) : stride(from.dim(1), to.dim(1));
    Optional<Long> width = sameSize ? Optional.of(1L) : stride(from.dim(2), to.dim(2));
    if (height.isEmpty() || width.isEmpty()) {
      return first.dim(0) == second.dim(0) ? Check.resize(failed, first, second) : failed;
    }
    Sizes stride = Sizes.of(height.get(), width.get());
    String steps = stride.are(1) ? "" : ", stride: " + stride;
    return failed.help("make %s match with `conv(%d, 1%s)`".formatted(from, to.dim(0), steps));
  }

  private static long pixels(Shape image) {
    return image.dim(1) * image.dim(2);
  }

  /** The stride that takes {@code from} elements to {@code to}. */
  private static Optional<Long> stride(long from, long to) {
    long stride = Math.ceilDiv(from, to);
    return Math.ceilDiv(from, stride) == to ? Optional.of(stride) : Optional.empty();
  }
}
