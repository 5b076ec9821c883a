package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Ref;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Layers that move the same elements in the same way, as one that all read. */
final class Shared {
  private static final Set<String> MOVES = Set.of("reshape", "flatten", "permute");

  private Shared() {}

  /** Lets the first of equal moves be read in the place of the others; whether there are any. */
  static boolean joined(LayerGraph graph) {
    Map<List<Object>, Ref> first = new HashMap<>();
    Map<Ref, Ref> moved = new HashMap<>();
    for (Layer layer : graph.layers()) {
      if (!MOVES.contains(layer.op()) || graph.layer(layer.input()).isTensor()) {
        continue;
      }
      List<Object> key = List.of(layer.op(), layer.args(), layer.inputs(), layer.type());
      Ref known = first.putIfAbsent(key, layer.out());
      if (known != null) {
        moved.put(layer.out(), known);
      }
    }
    graph.redirect(moved);
    return !moved.isEmpty();
  }
}
