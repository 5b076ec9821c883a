package bb.importing.write;

import bb.importing.layers.LayerGraph;
import bb.importing.layers.Ref;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What flows: a tensor, or all that a layer makes.
 *
 * @param output -1 for all
 */
record Flow(int layer, int output) {
  static Flow of(Ref ref) {
    return new Flow(ref.layer(), ref.output());
  }

  boolean is(Ref ref) {
    return layer == ref.layer() && output == ref.output();
  }

  /** Whether these are all that the layer makes, in order. */
  boolean isAll(LayerGraph graph, List<Ref> tensors) {
    return output < 0
        && graph.layer(layer).types().size() == tensors.size()
        && IntStream.range(0, tensors.size())
            .allMatch(i -> tensors.get(i).equals(new Ref(layer, i)));
  }
}
