package bb.importing.write;

import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.structure.Item;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a network answers. */
final class Answers {
  private Answers() {}

  /**
   * The outputs that have to have a name: all but a single one that flows out under that of its
   * own.
   */
  static Set<Ref> named(LayerGraph graph, List<Item> items) {
    Set<Ref> named = new LinkedHashSet<>();
    Ref last = items.isEmpty() ? new Ref(-1, 0) : items.getLast().out();
    for (LayerGraph.Output output : graph.outputs()) {
      boolean plain =
          graph.outputs().size() == 1
              && output.ref().equals(last)
              && graph.layer(last).types().size() == 1
              && (output.name().equals("output")
                  || Names.identifier(output.name(), "output").startsWith("output"));
      if (!plain) {
        named.add(output.ref());
      }
    }
    return named;
  }
}
