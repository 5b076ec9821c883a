package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.types.Axes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Means over all of an image. */
final class Pooling {
  private Pooling() {}

  /** {@code mean(axis: [1, 2])}, with or without {@code keep}. */
  static Optional<List<Layer>> global(Match match, Layer root) {
    if (!root.is("mean") && !root.is("max")) {
      return Optional.empty();
    }
    List<Long> dims = match.dims(root.input());
    boolean all = dims.size() == 3 && List.of(1L, 2L).equals(root.args().get("axis"));
    if (!all || !isFirst(match, root.input())) {
      return Optional.empty();
    }
    String pool = root.is("mean") ? "global_avg_pool" : "global_max_pool";
    return Boolean.TRUE.equals(root.args().get("keep"))
        ? match.one(pool, root, root.input())
        : match.chain(
            root,
            root.input(),
            List.of(Map.entry(pool, Layers.args()), Map.entry("flatten", Layers.args())));
  }

  /** {@code reshape; global_avg_pool; flatten} of all axes behind the channels. */
  static Optional<List<Layer>> flat(Match match, Layer root) {
    return !root.is("flatten")
        ? Optional.empty()
        : match
            .only(root.input(), "global_avg_pool", "global_max_pool")
            .flatMap(pool ->
                match
                    .is(pool.input(), "reshape")
                    .filter(flat ->
                        isFirst(match, flat.input())
                            && isFirst(match, flat.out())
                            && flat.type().shape().dim(0) == match.dims(flat.input()).getFirst())
                    .flatMap(flat ->
                        match.chain(
                            root,
                            flat.input(),
                            List.of(
                                Map.entry(pool.op(), Layers.args()),
                                Map.entry("flatten", Layers.args())))));
  }

  /** Whether channels are the first axis. */
  private static boolean isFirst(Match match, Ref x) {
    return match.at(x).types().get(x.output()).axes() == Axes.FIRST;
  }
}
