package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Output;
import bb.program.Program.Step;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Computes once what is said twice: a step that does with the same values and weights what one
 * before it does is that step.
 *
 * <pre>
 * %1 = convolution 3x3(%0; conv.weight)  # a
 * %2 = convolution 3x3(%0; conv.weight)  # b     -->  %1 = convolution 3x3(%0; conv.weight)  # a + b
 * %3 = pointwise(%1, %2) (x + x1)                     %3 = pointwise(%1, %1) (x + x1)
 * </pre>
 */
final class MergeEqualSteps {
  private MergeEqualSteps() {}

  /** What a step computes, wherever it stands. */
  private record Key(
      Kernel kernel, List<Value> inputs, List<WeightExpr> weights, TensorType output) {}

  static Program rewrite(Program program) {
    Map<Value, Value> replacements = new HashMap<>();
    Map<Key, Integer> known = new HashMap<>();
    List<Step> steps = new ArrayList<>();
    for (Step step : program.steps()) {
      List<Value> inputs =
          step.inputs().stream().map(v -> replacements.getOrDefault(v, v)).toList();
      Key key = new Key(step.kernel(), inputs, step.weights(), step.output().type());
      Integer first = known.putIfAbsent(key, steps.size());
      if (first == null) {
        steps.add(with(step, inputs, step.paths()));
      } else {
        Step kept = steps.get(first);
        replacements.put(step.output(), kept.output());
        steps.set(first, with(kept, kept.inputs(), joined(kept.paths(), step.paths())));
      }
    }
    List<Output> outputs =
        program.outputs().stream()
            .map(o -> new Output(o.name(), replacements.getOrDefault(o.value(), o.value())))
            .toList();
    return new Program(program.name(), program.inputs(), steps, outputs);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).distinct().toList();
  }

  private static Step with(Step step, List<Value> inputs, List<String> paths) {
    return new Step(step.kernel(), inputs, step.weights(), step.output(), paths, step.origin());
  }
}
