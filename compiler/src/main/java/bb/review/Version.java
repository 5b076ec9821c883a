package bb.review;

import bb.graph.Graph;
import bb.graph.Graph.BlockCall;
import bb.graph.Graph.Node;
import bb.types.Value;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One version of a network: its graph with what is asked of it again and again.
 *
 * @param sources where each value is made
 */
record Version(Graph graph, Facts facts, List<String> blocks, Map<Integer, Source> sources) {
  static Version of(Graph graph, Facts facts) {
    Map<Integer, Source> sources = new HashMap<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      sources.put(graph.inputs().get(i).value().id(), new Source(Source.INPUTS, i));
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      List<Value> outputs = graph.nodes().get(i).outputs();
      for (int j = 0; j < outputs.size(); j++) {
        sources.put(outputs.get(j).id(), new Source(i, j));
      }
    }
    return new Version(graph, facts, List.of(blocks(graph)), sources);
  }

  /** The innermost block that each layer belongs to; empty for the network's own. */
  private static String[] blocks(Graph graph) {
    String[] names = new String[graph.nodes().size()];
    Arrays.fill(names, "");
    // calls are listed in the order in which they end: an inner one comes before its outer one
    for (BlockCall call : graph.blocks().reversed()) {
      for (int i = call.first(); i < call.end(); i++) {
        names[i] = call.block();
      }
    }
    return names;
  }

  Node node(int index) {
    return graph.nodes().get(index);
  }

  /**
   * Where a value is made.
   *
   * @param node the layer, or {@link #INPUTS}
   * @param output which of its outputs, or of the network's inputs
   */
  record Source(int node, int output) {
    static final int INPUTS = -1;
  }

  Source source(Value value) {
    return sources.get(value.id());
  }

  int size() {
    return graph.nodes().size();
  }

  /** How many times a block is called. */
  long calls(String block) {
    return graph.blocks().stream().filter(call -> call.block().equals(block)).count();
  }
}
