package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import java.util.ArrayList;
import java.util.HashMap;
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
    Set<Integer> still = graph.still();
    Map<Integer, List<Layer>> readers = graph.readers();
    Set<Integer> leaving = graph.leaving();
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      Layer layer = layers.get(i);
      boolean moves =
          !layer.isTensor() && still.contains(layer.id()) && !leaving.contains(layer.id());
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
}
