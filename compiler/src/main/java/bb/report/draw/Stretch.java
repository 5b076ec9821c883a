package bb.report.draw;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Moves what lies along an axis apart where boxes grow: a map from old places to new ones that
 * keeps their order and shortens nothing, so that what did not overlap before does not overlap
 * after.
 *
 * <p>Each box has its need between its two ends. From the left, every end is put as near as needs
 * allow; from the right, as far; the middle of both meets the needs, too, and keeps what was
 * symmetric. The script of the page does the same when a box is opened.
 */
final class Stretch {
  private final double[] from;
  private final double[] to;

  private Stretch(double[] from, double[] to) {
    this.from = from;
    this.to = to;
  }

  /** A box from {@code start} to {@code end} that is to be at least {@code need} long. */
  record Need(double start, double end, double need) {}

  /**
   * @param length of the axis
   */
  static Stretch of(double length, List<Need> needs) {
    List<Need> growing = needs.stream().filter(n -> n.need > n.end - n.start).toList();
    TreeSet<Double> ends = new TreeSet<>(List.of(0.0, length));
    growing.forEach(n -> ends.addAll(List.of(n.start, n.end)));
    List<Double> places = new ArrayList<>(ends);
    int size = places.size();
    double[] from = places.stream().mapToDouble(Double::doubleValue).toArray();
    double[] near = new double[size];
    for (int i = 1; i < size; i++) {
      near[i] = near[i - 1] + from[i] - from[i - 1];
      for (Need n : growing) {
        if (n.end == from[i]) {
          near[i] = Math.max(near[i], near[places.indexOf(n.start)] + n.need);
        }
      }
    }
    double[] to = new double[size];
    double[] far = new double[size];
    far[size - 1] = near[size - 1];
    to[size - 1] = far[size - 1];
    for (int i = size - 2; i >= 0; i--) {
      far[i] = far[i + 1] - (from[i + 1] - from[i]);
      for (Need n : growing) {
        if (n.start == from[i]) {
          far[i] = Math.min(far[i], far[places.indexOf(n.end)] - n.need);
        }
      }
      to[i] = (near[i] + far[i]) / 2;
    }
    return new Stretch(from, to);
  }

  /** Where a place has gone. */
  double at(double place) {
    int i = 0;
    while (i < from.length - 2 && from[i + 1] < place) {
      i++;
    }
    double share = (place - from[i]) / (from[i + 1] - from[i]);
    return to[i] + share * (to[i + 1] - to[i]);
  }

  double length() {
    return to[to.length - 1] - to[0];
  }
}
