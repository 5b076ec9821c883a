package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.program.Program;
import bb.program.Program.Output;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Removes steps whose output is their input, such as the adaptive pool of VGG at the size it was
 * designed for.
 *
 * <pre>
 * %1 [512, 7, 7] = adaptive average pool(%0)       where %0 is [512, 7, 7]
 * %2 [25088] = reshape(%1)                    -->  %2 [25088] = reshape(%0)
 * </pre>
 */
final class DropIdentities {
  private DropIdentities() {}

  static Program rewrite(Program program) {
    Map<Integer, Value> replacements = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Step step : program.steps()) {
      List<Value> inputs =
          step.inputs().stream().map(v -> replacements.getOrDefault(v.id(), v)).toList();
      if (isIdentity(step)) {
        replacements.put(step.output().id(), inputs.getFirst());
      } else {
        steps.add(
            new Step(
                step.kernel(), inputs, step.weights(), step.output(), step.paths(), step.origin()));
      }
    }
    List<Output> outputs =
        program.outputs().stream()
            .map(o -> new Output(o.name(), replacements.getOrDefault(o.value().id(), o.value())))
            .toList();
    return new Program(program.name(), program.inputs(), steps, outputs);
  }

  private static boolean isIdentity(Step step) {
    return !step.inputs().isEmpty()
        && step.inputs().getFirst().type().equals(step.output().type())
        && keepsElements(step);
  }

  /** Whether the kernel changes nothing, given that it does not change the type. */
  private static boolean keepsElements(Step step) {
    return switch (step.kernel()) {
      case Kernel.Reshape _, Kernel.Slice _, Kernel.Pad _, Kernel.AdaptiveAveragePool _ -> true;
      case Kernel.Resize _ -> true;
      case Kernel.Concat _ -> step.inputs().size() == 1;
      case Kernel.Pool pool -> pool.window().isPoint();
      case Kernel.Pointwise(var expression) -> expression.equals(ScalarExpr.IDENTITY);
      case Kernel.Permute(var order) -> order.stream().sorted().toList().equals(order);
      case Kernel.ChannelShuffle(long groups) -> groups == 1;
      case Kernel.Convolution _,
          Kernel.TransposedConvolution _,
          Kernel.LocalResponseNorm _,
          Kernel.Softmax _,
          Kernel.MatMul _,
          Kernel.Attention _,
          Kernel.Norm _,
          Kernel.Gather _,
          Kernel.Reduce _,
          Kernel.SelectiveScan _,
          Kernel.Recurrence _,
          Kernel.Sinusoid _,
          Kernel.Range _,
          Kernel.Constant _ ->
          false;
    };
  }
}
