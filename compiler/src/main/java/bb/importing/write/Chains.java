package bb.importing.write;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.syntax.Ast;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Steps over nothing but tensors, which are beside what flows, on one line, and the constants that
 * they read before it: {@code gather(table, places) -> permute([2, 0, 1]) -> sigmoid}.
 */
final class Chains {
  /** Where a statement goes on with no other. */
  static final int NEW = -1;

  /** More on a line are hard to read. */
  private static final int MOST_STEPS = 6;

  private final LayerGraph graph;
  private final Set<Integer> still;

  Chains(LayerGraph graph) {
    this.graph = graph;
    this.still = graph.still();
  }

  /** Whether a layer goes on with what another made, neither of which is called by a name. */
  boolean goesOn(Flow flow, Layer layer) {
    return still.contains(flow.layer())
        && still.contains(layer.id())
        && layer.weights().isEmpty()
        && graph.layer(flow.layer()).weights().isEmpty()
        && layer.inputs().stream().anyMatch(flow::is);
  }

  /**
   * @param before the statement that it may go on with, or {@link #NEW}
   */
  static void add(List<Ast.Statement> statements, int before, Ast.Pipeline next) {
    if (before != NEW
        && statements.get(before) instanceof Ast.Pipeline begun
        && begun.steps().size() < MOST_STEPS
        && Stream.of(begun, next).allMatch(Chains::isPlain)
        && begun.steps().getLast().binding().isEmpty()) {
      statements.remove(before);
      statements.add(
          Make.pipeline(
              Optional.empty(),
              Stream.concat(begun.steps().stream(), next.steps().stream()).toList()));
    } else {
      statements.add(next);
    }
  }

  private static boolean isPlain(Ast.Pipeline pipeline) {
    return pipeline.label().isEmpty()
        && pipeline.steps().stream()
            .allMatch(step -> step.label().isEmpty() && step.action() instanceof Ast.Apply);
  }
}
