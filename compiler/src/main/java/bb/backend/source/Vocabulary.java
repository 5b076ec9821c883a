package bb.backend.source;

import bb.graph.Graph;
import bb.graph.Lowering;
import bb.kernel.Kernel;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.DType;
import bb.types.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How many token ids an input may hold: as many as the smallest table in which they are looked up,
 * as they are or moved. What is computed from them is no id.
 */
final class Vocabulary {
  private Vocabulary() {}

  /** Of each input by its name: 0 if it is looked up nowhere; of truth values there are two. */
  static Map<String, Long> of(Graph graph) {
    boolean ids = graph.inputs().stream().anyMatch(input -> dtype(input) == DType.INT32);
    Optional<Program> program = ids ? Optional.of(Lowering.lower(graph)) : Optional.empty();
    Map<String, Long> sizes = new HashMap<>();
    for (Graph.Input input : graph.inputs()) {
      sizes.put(
          input.name(),
          switch (dtype(input)) {
            case BOOL -> 2L;
            case INT32 -> of(program.orElseThrow(), input.name());
            case FLOAT32, INT64 -> 0L;
          });
    }
    return sizes;
  }

  private static DType dtype(Graph.Input input) {
    return input.value().type().dtype();
  }

  private static long of(Program program, String input) {
    Set<Value> ids = new HashSet<>();
    program.inputs().stream().filter(i -> i.name().equals(input)).forEach(i -> ids.add(i.value()));
    Set<Value> constants = new HashSet<>();
    long vocabulary = Long.MAX_VALUE;
    for (Step step : program.steps()) {
      if (step.kernel() instanceof Kernel.Constant) {
        constants.add(step.output());
      } else if (step.kernel() instanceof Kernel.Gather(int axis)
          && ids.contains(step.inputs().getLast())) {
        vocabulary = Math.min(vocabulary, rows(step, axis, constants));
      } else if (moves(step.kernel()) && step.inputs().stream().anyMatch(ids::contains)) {
        ids.add(step.output());
      }
    }
    return vocabulary == Long.MAX_VALUE ? 0 : vocabulary;
  }

  /** As many as a table has that is learned or constant; of others one past the end is the last. */
  private static long rows(Step step, int axis, Set<Value> constants) {
    if (!step.weights().isEmpty()) {
      return step.weights().getFirst().shape().dim(0);
    }
    Value table = step.inputs().getFirst();
    return constants.contains(table) ? table.type().shape().dim(axis) : Long.MAX_VALUE;
  }

  private static boolean moves(Kernel kernel) {
    return kernel instanceof Kernel.Reshape
        || kernel instanceof Kernel.Permute
        || kernel instanceof Kernel.Slice
        || kernel instanceof Kernel.Concat;
  }
}
