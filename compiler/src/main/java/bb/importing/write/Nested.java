package bb.importing.write;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.structure.Item;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Layers that are written where their answer is read, since nothing flows into them but a tensor
 * that is learned: {@code mul(it, reshape(gamma, [1, 1, 64]))}, as a person says it, and not a flow
 * of its own.
 */
final class Nested {
  private Nested() {}

  /** Those among the items of a body, by their numbers. */
  static Set<Integer> among(
      List<Item> items, LayerGraph graph, Map<Integer, List<Layer>> readers, Names names) {
    Set<Integer> leaving = graph.leaving();
    Set<Integer> nested = new HashSet<>();
    for (int i = 0; i < items.size() - 1; i++) {
      if (items.get(i) instanceof Item.Call(var layer)
          && items.get(i + 1) instanceof Item.Call(var next)
          && isPlain(layer, names)
          && layer.inputs().size() == 1
          && graph.layer(layer.input()).isTensor()
          && !leaving.contains(layer.id())
          && isPlain(next, names)
          && next.inputs().size() > 1
          && readers.getOrDefault(layer.id(), List.of()).equals(List.of(next))) {
        nested.add(layer.id());
      }
    }
    return nested;
  }

  /** Whether one of these is the first operand, where what flows can stand as well. */
  static boolean comesFirst(Layer layer, Set<Integer> nested) {
    return (layer.is("add") || layer.is("mul"))
        && layer.inputs().size() == 2
        && nested.contains(layer.input().layer());
  }

  /** Whether nothing is called by it: what stands inside of it is a step of the same scope. */
  private static boolean isPlain(Layer layer, Names names) {
    return layer.types().size() == 1
        && layer.weights().isEmpty()
        && !names.paths().containsKey(layer.id());
  }
}
