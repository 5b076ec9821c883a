package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Channels that are shuffled, and pixels that become channels or the other way round, spelled out:
 * {@code reshape; permute; reshape}.
 */
final class Shuffles {
  private static final List<Long> TO_PIXELS = List.of(0L, 3L, 1L, 4L, 2L);
  private static final List<Long> TO_CHANNELS = List.of(0L, 2L, 4L, 1L, 3L);

  private Shuffles() {}

  /**
   * {@code [g * c, …]} by way of {@code [g, c, …]}; {@code [c * f * f, h, w]} by way of {@code [c,
   * h, f, w, f]}, or the way back.
   */
  static Optional<List<Layer>> of(Match match, Layer root) {
    if (!root.is("reshape")) {
      return Optional.empty();
    }
    return match
        .only(root.input(), "permute")
        .flatMap(turned ->
            match
                .only(turned.input(), "reshape")
                .flatMap(apart -> shuffled(match, apart, Moves.order(turned), root)));
  }

  private static Optional<List<Layer>> shuffled(
      Match match, Layer apart, List<Long> order, Layer root) {
    List<Long> from = match.dims(apart.input());
    List<Long> d = apart.type().shape().dims();
    if (from.equals(root.type().shape().dims()) && areChannels(from, d, order)) {
      return match.one("shuffle", Layers.args("groups", d.get(0)), root, apart.input());
    }
    if (order.equals(TO_PIXELS)
        && d.get(1).equals(d.get(2))
        && from.equals(List.of(d.get(0) * d.get(1) * d.get(2), d.get(3), d.get(4)))) {
      return match.one("pixel_shuffle", Layers.args("factor", d.get(1)), root, apart.input());
    }
    if (order.equals(TO_CHANNELS)
        && d.get(2).equals(d.get(4))
        && from.equals(List.of(d.get(0), d.get(1) * d.get(2), d.get(3) * d.get(4)))) {
      return match.one("pixel_unshuffle", Layers.args("factor", d.get(2)), root, apart.input());
    }
    return Optional.empty();
  }

  /** Whether the first axis is taken apart, and its two parts change places. */
  private static boolean areChannels(List<Long> from, List<Long> apart, List<Long> order) {
    return from.size() >= 3
        && apart.size() >= 3
        && apart.get(0) * apart.get(1) == from.getFirst()
        && order.get(0) == 1
        && order.get(1) == 0
        && IntStream.range(2, order.size()).allMatch(axis -> order.get(axis) == axis);
  }
}
