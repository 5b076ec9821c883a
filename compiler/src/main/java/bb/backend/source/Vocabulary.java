package bb.backend.source;

import bb.graph.Graph;
import bb.graph.Lowering;
import bb.kernel.Kernel;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.HashSet;
import java.util.Set;

/**
 * How many token ids an input may hold: as many as the smallest table in which they are looked up,
 * as they are or moved. What is computed from them is no id.
 */
final class Vocabulary {
  private Vocabulary() {}

  /** 0 if the input is looked up nowhere. */
  static long of(Graph graph, Graph.Input input) {
    Program program = Lowering.lower(graph);
    Set<Value> ids = new HashSet<>();
    program.inputs().stream()
        .filter(i -> i.name().equals(input.name()))
        .forEach(i -> ids.add(i.value()));
    long vocabulary = Long.MAX_VALUE;
    for (Step step : program.steps()) {
      if (step.inputs().stream().noneMatch(ids::contains)) {
        continue;
      }
      if (step.kernel() instanceof Kernel.Gather && !step.weights().isEmpty()) {
        vocabulary = Math.min(vocabulary, step.weights().getFirst().shape().dim(0));
      } else if (moves(step.kernel())) {
        ids.add(step.output());
      }
    }
    return vocabulary == Long.MAX_VALUE ? 0 : vocabulary;
  }

  private static boolean moves(Kernel kernel) {
    return kernel instanceof Kernel.Reshape
        || kernel instanceof Kernel.Permute
        || kernel instanceof Kernel.Slice
        || kernel instanceof Kernel.Concat;
  }
}
