package bb.importing.lift;

import bb.importing.layers.Ref;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Resampling that no layer does, as a product with a known matrix along each axis: each element is
 * a sum of neighbours, whose weights depend on its place only.
 *
 * @param cubic whether four neighbours count, else two
 * @param a of the cubic, how steep it is
 * @param smoothed whether as many more count as an image becomes smaller
 * @param inside whether what is outside of the image does not count; else it is as the edge
 */
record Resampled(boolean cubic, double a, boolean smoothed, boolean inside) {
  static Resampled of(Node node, String mode) {
    return new Resampled(
        mode.equals("cubic"),
        node.onnx().number("cubic_coeff_a", -0.75),
        node.onnx().integer("antialias", 0) != 0,
        node.onnx().integer("exclude_outside", 0) != 0);
  }

  /**
   * An image with one of its axes resampled.
   *
   * @param places where each new element lies among the old ones; not a number for one that is 0
   */
  Ref along(Node node, Ref x, int axis, double scale, double[] places) {
    List<Long> dims = node.dims(x);
    int size = Math.toIntExact(dims.get(axis));
    double[] all = new double[Math.multiplyExact(places.length, size)];
    for (int i = 0; i < places.length; i++) {
      if (!Double.isNaN(places[i])) {
        weigh(all, i * size, size, places[i], smoothed ? Math.min(scale, 1) : 1);
      }
    }
    Const matrix =
        Const.computed(Kind.FLOAT, List.of((long) places.length, (long) size), i -> all[(int) i]);
    if (axis == dims.size() - 1) {
      return node.layer("matmul", x, node.tensor(matrix.transposed()));
    }
    long outer = Const.elements(dims.subList(0, axis));
    long inner = Const.elements(dims.subList(axis + 1, dims.size()));
    Ref rows = node.as(x, List.of(outer, (long) size, inner));
    Ref made = node.layer("matmul", node.tensor(matrix), rows);
    List<Long> out = new ArrayList<>(dims);
    out.set(axis, (long) places.length);
    return node.as(made, out);
  }

  /** Adds up the weights of the neighbours of a place. */
  private void weigh(double[] all, int from, int size, double place, double scale) {
    int first = (int) Math.ceil(place) - 1;
    int reach = (int) Math.ceil((cubic ? 2 : 1) / scale);
    double sum = 0;
    double[] weights = new double[2 * reach];
    for (int i = 0; i < weights.length; i++) {
      int at = first + 1 - reach + i;
      boolean counts = !inside || at >= 0 && at < size;
      weights[i] = counts ? weight(Math.abs((at - place) * scale)) : 0;
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      all[from + Math.clamp(first + 1 - reach + i, 0, size - 1)] += weights[i] / sum;
    }
  }

  private double weight(double away) {
    if (!cubic) {
      return Math.max(0, 1 - away);
    }
    return away < 1
        ? ((a + 2) * away - (a + 3)) * away * away + 1
        : away < 2 ? ((a * away - 5 * a) * away + 8 * a) * away - 4 * a : 0;
  }
}
