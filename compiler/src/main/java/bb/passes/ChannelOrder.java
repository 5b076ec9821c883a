package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.Value;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What steps have to do with the order of the channels of an image: whether it matters to those
 * that read a value.
 */
final class ChannelOrder {
  private final Set<Integer> bound = new HashSet<>();

  ChannelOrder(Program program) {
    program.outputs().forEach(output -> bound.add(output.value().id()));
    for (Step step : program.steps().reversed()) {
      for (int i = 0; i < step.inputs().size(); i++) {
        if (!takesAnyOrder(step, i)) {
          bound.add(step.inputs().get(i).id());
        }
      }
    }
  }

  /** Whether all that becomes of the value is the same for every order of its channels. */
  boolean isFree(Value value) {
    return isImage(value) && !bound.contains(value.id());
  }

  private boolean takesAnyOrder(Step step, int input) {
    if (isDense(step)) {
      return input == 0 && !step.inputs().subList(1, step.inputs().size()).contains(first(step));
    }
    return (isRoute(step) || isByChannel(step)) && isFree(step.output());
  }

  /** A convolution whose sums take in all channels. */
  static boolean isDense(Step step) {
    return step.kernel() instanceof Kernel.Convolution(_, long groups, _, _)
        && groups == 1
        && isImage(first(step));
  }

  /** Whether the step says only which channels stand where. */
  static boolean isRoute(Step step) {
    return isImage(step.output())
        && switch (step.kernel()) {
          case Kernel.Concat(int axis) -> axis == 0;
          case Kernel.Slice(int axis, _, long by) -> axis == 0 && by == 1;
          case Kernel.ChannelShuffle _ -> true;
          default -> false;
        };
  }

  /** Whether each channel of the output is made of the same channel of the only input. */
  static boolean isByChannel(Step step) {
    if (step.inputs().size() != 1 || !isImage(step.output()) || !isImage(first(step))) {
      return false;
    }
    long channels = step.output().type().shape().dim(0);
    return switch (step.kernel()) {
      case Kernel.Convolution(_, long groups, _, _) ->
          groups == channels && groups == first(step).type().shape().dim(0);
      case Kernel.Pointwise _ ->
          step.inputs().getFirst().type().equals(step.output().type())
              && step.weights().stream()
                  .map(WeightExpr::shape)
                  .allMatch(Shape.of(channels)::equals);
      case Kernel.Pool _, Kernel.AdaptiveAveragePool _, Kernel.Resize _ -> true;
      default -> false;
    };
  }

  private static boolean isImage(Value value) {
    return value.type().shape().rank() == 3;
  }

  private static Value first(Step step) {
    return step.inputs().getFirst();
  }

  /** The step's weights in another order of the channels, each of which has a slice of axis 0. */
  static List<WeightExpr> picked(List<WeightExpr> weights, List<WeightExpr.Run> runs) {
    return weights.stream().<WeightExpr>map(w -> new WeightExpr.Picked(w, 0, runs)).toList();
  }
}
