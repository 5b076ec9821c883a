package bb.importing.lift;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.types.Axes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Products with the matrix that averages over the bins of an adaptive pool, as exporters write one
 * whose bins differ or overlap, which ONNX has no operator for: along the rows {@code A x}, along
 * the columns {@code x transpose(B)}. Bin {@code i} of {@code m} over {@code n} elements goes from
 * {@code floor(i n / m)} up to {@code ceil((i + 1) n / m)} (PyTorch AdaptiveAvgPool2d).
 */
final class Bins {
  /** What half precision may have made of {@code 1 / size}, in parts of it. */
  private static final double NEAR = 1e-3;

  private Bins() {}

  /** The pool that a product of these is; nothing if it is none, or not of images or sequences. */
  static Optional<Flow> pooled(Node node, Value a, Value b) {
    if (a instanceof Known(var matrix) && b instanceof Flow x) {
      return pooled(node, x, x.rank() - 2, matrix);
    }
    return a instanceof Flow x && b instanceof Known(var matrix) && matrix.rank() == 2
        ? pooled(node, x, x.rank() - 1, matrix.transposed())
        : Optional.empty();
  }

  /**
   * @param matrix {@code [bins, elements]}
   */
  private static Optional<Flow> pooled(Node node, Flow x, int axis, Const matrix) {
    int inner = x.inner().size();
    if (x.batch() != 0 || axis < 1 || !averages(matrix) || matrix.dim(1) != x.dims().get(axis)) {
      return Optional.empty();
    }
    if (inner == 2) {
      boolean tokens = axis == 1; // else its features are first, and its tokens last
      Ref in = tokens ? x.ref() : Windows.layered(node, x);
      Ref made = node.layer("adaptive_avg_pool1d", Layers.args("size", matrix.dim(0)), in);
      return Optional.of(tokens ? node.made(made, 0) : Windows.back(node, made, x));
    }
    if (inner != 3 || axis < 2 || node.axes(x.ref()) == Axes.LAST) {
      return Optional.empty();
    }
    List<Long> size = new ArrayList<>(x.inner().subList(1, 3));
    size.set(axis - 2, matrix.dim(0));
    Ref in = unpooled(node, x.ref(), size);
    return Optional.of(
        node.made(node.layer("adaptive_avg_pool", Layers.args("size", size), in), 0));
  }

  /** What a pool along the other axis has read, as both are one. */
  private static Ref unpooled(Node node, Ref x, List<Long> size) {
    Layer first = node.maker(x);
    if (!first.is("adaptive_avg_pool")) {
      return x;
    }
    List<Long> before = node.dims(first.input()).subList(1, 3);
    List<Long> between = node.dims(x).subList(1, 3);
    boolean apart =
        IntStream.range(0, 2)
            .allMatch(
                i -> between.get(i).equals(before.get(i)) || between.get(i).equals(size.get(i)));
    return apart ? first.input() : x;
  }

  /** One row, or rows of one element each, are also what other layers learn, or repeat. */
  private static boolean averages(Const matrix) {
    if (matrix.rank() != 2 || matrix.elements() > Const.MOST_COMPUTED) {
      return false;
    }
    long bins = matrix.dim(0);
    long elements = matrix.dim(1);
    return bins > 1
        && elements > 1
        && bins % elements != 0
        && LongStream.range(0, matrix.elements())
            .allMatch(i -> {
              long begin = i / elements * elements / bins;
              long end = Math.ceilDiv((i / elements + 1) * elements, bins);
              long place = i % elements;
              double share = place >= begin && place < end ? 1.0 / (end - begin) : 0;
              return Math.abs(matrix.at(i) - share) <= NEAR * share;
            });
  }
}
