package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Layers;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.List;

/** Parameters that layers take in another shape than the model has them. */
final class Parameters {
  private Parameters() {}

  /** {@code param [1, d]} of what the model has as {@code [d]}: as it has it, and reshaped. */
  static void asStored(LayerGraph graph) {
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : List.copyOf(graph.layers())) {
      if (!layer.is(Layer.PARAM) && !layer.is(Layer.BUFFER)) {
        layers.add(layer);
        continue;
      }
      Const numbers = layer.numbers().orElseThrow();
      Const stored = numbers.data() instanceof Const.Stored ? numbers.whole() : numbers;
      List<Long> dims = numbers.dims();
      boolean named = numbers.origin().filter(Names::isMeant).isPresent();
      boolean moved = named && !stored.dims().equals(dims) && !dims.isEmpty();
      if (!moved) {
        layers.add(layer);
        continue;
      }
      Ref whole = graph.tensor(layer.op(), stored, layer.node());
      if (!layers.contains(graph.layer(whole))) {
        layers.add(graph.layer(whole));
      }
      boolean flat = dims.size() == 1 && !stored.dims().isEmpty();
      Layer reshape =
          graph.make(
              flat ? "flatten" : "reshape",
              flat ? Layers.args() : Layers.args("shape", dims),
              List.of(whole),
              Layers.none(),
              layer.node());
      layers.add(reshape.at(layer.id()));
    }
    graph.replace(layers);
  }
}
