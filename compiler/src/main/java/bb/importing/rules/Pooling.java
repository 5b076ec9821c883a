package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
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
    boolean first = match.at(root.input()).types().get(root.input().output()).axes() == Axes.FIRST;
    if (!all || !first) {
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
}
