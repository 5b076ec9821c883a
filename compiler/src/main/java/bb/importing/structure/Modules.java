package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts what is in a module that the network applies several times into a scope, which has the whole
 * path of the module for a label. A layer that is itself such a module stays as it is.
 */
final class Modules {
  private Modules() {}

  static List<Item> of(LayerGraph graph, Map<Integer, String> paths, List<Item> items) {
    Map<Integer, String> inside = new HashMap<>();
    for (Layer layer : graph.layers()) {
      if (layer.is(Layer.ENTRY)) {
        inside.put(layer.id(), layer.node());
      } else if (!layer.inputs().isEmpty() && inside.containsKey(layer.input().layer())) {
        inside.put(layer.id(), inside.get(layer.input().layer()));
      }
    }
    List<Item> all = new ArrayList<>();
    for (int i = 0; i < items.size(); ) {
      String module = inside.get(items.get(i).out().layer());
      int end = i + 1;
      while (module != null
          && end < items.size()
          && module.equals(inside.get(items.get(end).out().layer()))) {
        end++;
      }
      boolean whole = module != null && !module.equals(paths.get(items.get(i).out().layer()));
      if (whole) {
        all.add(new Item.Scope(module, items.subList(i, end)));
      } else {
        all.addAll(items.subList(i, end));
      }
      i = end;
    }
    return all;
  }
}
