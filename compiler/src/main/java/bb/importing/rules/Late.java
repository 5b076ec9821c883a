package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is made of nothing but tensors, such as biases of a table, stands before the first layer
 * that reads it beside what flows. Between others it would be in the way of what they pass on.
 */
final class Late {
  private Late() {}

  static void place(LayerGraph graph) {
    List<Layer> layers = List.copyOf(graph.layers());
    Set<Integer> still = still(layers);
    Map<Integer, List<Layer>> readers = graph.readers();
    Set<Integer> leaving = graph.leaving();
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      boolean moves = still.contains(layer.id()) && !leaving.contains(layer.id());
      int own = i;
      places.put(
          layer.id(),
          moves
              ? readers.getOrDefault(layer.id(), List.of()).stream()
                  .mapToInt(reader -> places.get(reader.id()))
                  .min()
                  .orElse(own)
              : own);
    }
    List<List<Layer>> at = new ArrayList<>();
    layers.forEach(_ -> at.add(new ArrayList<>()));
    layers.forEach(layer -> at.get(places.get(layer.id())).add(layer));
    graph.replace(at.stream().flatMap(List::stream).toList());
  }

  /** Layers of tensors, and of what is made of these. */
  private static Set<Integer> still(List<Layer> layers) {
    Set<Integer> known = new HashSet<>();
    Set<Integer> still = new HashSet<>();
    for (Layer layer : layers) {
      boolean made =
          !layer.isSource()
              && !layer.inputs().isEmpty()
              && layer.inputs().stream().allMatch(ref -> known.contains(ref.layer()));
      if (made) {
        still.add(layer.id());
      }
      if (made || layer.isTensor()) {
        known.add(layer.id());
      }
    }
    return still;
  }
}
