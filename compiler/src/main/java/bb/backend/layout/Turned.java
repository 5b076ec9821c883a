package bb.backend.layout;

import bb.kernel.Kernel.Permute;
import bb.kernel.Kernel.Reshape;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the matrices between an image and its pixels as tokens, which say no more than how to see
 * the image:
 *
 * <pre>
 * %1 [64, 49] = reshape(%0)           where %0 is [64, 7, 7]
 * %2 [49, 64] = permute [1, 0](%1)
 * </pre>
 *
 * and the other way round.
 */
final class Turned {
  private static final List<Integer> EXCHANGED = List.of(1, 0);

  private Turned() {}

  /** The values that lie with their columns as pixels; whatever reads one makes a view of it. */
  static Set<Value> values(Program program) {
    Map<Value, Boolean> reads = new HashMap<>();
    for (Step step : program.steps()) {
      step.inputs().forEach(input -> reads.merge(input, isView(step), Boolean::logicalAnd));
    }
    program.outputs().forEach(output -> reads.put(output.value(), false));
    Set<Value> turned = new HashSet<>();
    for (Step step : program.steps()) {
      boolean isRead = reads.getOrDefault(step.output(), false);
      if (isRead && makes(step) && !turned.contains(step.inputs().getFirst())) {
        turned.add(step.output());
      }
    }
    return turned;
  }

  /** Whether the step makes a matrix of columns that lie together. */
  private static boolean makes(Step step) {
    return isExchange(step)
        || step.kernel() instanceof Reshape && flattens(input(step), output(step));
  }

  /** Whether the step, given a matrix of columns that lie together, makes an image or tokens. */
  private static boolean isView(Step step) {
    return isExchange(step)
        || step.kernel() instanceof Reshape && flattens(output(step), input(step));
  }

  private static boolean isExchange(Step step) {
    return step.kernel() instanceof Permute(var order) && order.equals(EXCHANGED);
  }

  private static boolean flattens(Shape image, Shape matrix) {
    return image.rank() == 3 && matrix.rank() == 2 && image.dim(0) == matrix.dim(0);
  }

  private static Shape input(Step step) {
    return step.inputs().getFirst().type().shape();
  }

  private static Shape output(Step step) {
    return step.output().type().shape();
  }
}
