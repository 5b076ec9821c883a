package bb.passes;

import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Puts first what depends on no input, so that a backend can compute it once for all inferences:
 * tables of positions, masks, and biases that are gathered from a parameter.
 *
 * <pre>
 * %1 [49, 96] = convolution point(%0; qkv.weight)
 * %2 [49, 49] = constant(; mask)                        %2 [49, 49] = constant(; mask)
 * %3 [49, 49] = pointwise(%2) (x * -100)           -->  %3 [49, 49] = pointwise(%2) (x * -100)
 *                                                       %1 [49, 96] = convolution point(%0; qkv.weight)
 * </pre>
 */
final class PrepareFirst {
  private PrepareFirst() {}

  static Program rewrite(Program program) {
    Set<Value> prepared = new HashSet<>();
    List<Step> first = new ArrayList<>();
    List<Step> rest = new ArrayList<>();
    for (Step step : program.steps()) {
      if (prepared.containsAll(step.inputs())) {
        prepared.add(step.output());
        first.add(step);
      } else {
        rest.add(step);
      }
    }
    first.addAll(rest);
    return Uses.withSteps(program, first);
  }
}
