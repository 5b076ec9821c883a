package bb.backend.source;

import bb.graph.Graph;
import bb.ops.Embedding;
import bb.types.DType;
import bb.types.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * How many token ids an input may hold: as many as the smallest table in which they are looked up.
 */
final class Vocabulary {
  private Vocabulary() {}

  /** 0 if the input is looked up nowhere. */
  static long of(Graph graph, Graph.Input input) {
    Set<Value> ids = new HashSet<>(Set.of(input.value()));
    long vocabulary = Long.MAX_VALUE;
    for (Graph.Node node : graph.nodes()) {
      if (node.inputs().stream().noneMatch(ids::contains)) {
        continue;
      }
      if (node.op() instanceof Embedding embedding) {
        vocabulary = Math.min(vocabulary, embedding.vocabulary());
      } else if (node.output().type().dtype() == DType.INT32) {
        ids.add(node.output());
      }
    }
    return vocabulary == Long.MAX_VALUE ? 0 : vocabulary;
  }
}
