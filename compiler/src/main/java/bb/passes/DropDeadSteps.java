package bb.passes;

import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Removes steps that no output depends on.
 *
 * <pre>
 * %1 = softmax(%0)
 * %2 = pointwise(%0) max(x, 0)     -->  %2 = pointwise(%0) max(x, 0)
 * output y: %2                          output y: %2
 * </pre>
 */
final class DropDeadSteps {
  private DropDeadSteps() {}

  static Program rewrite(Program program) {
    Set<Integer> needed = new HashSet<>();
    program.outputs().forEach(output -> needed.add(output.value().id()));
    List<Step> kept = new ArrayList<>();
    for (Step step : program.steps().reversed()) {
      if (needed.contains(step.output().id())) {
        step.inputs().stream().map(Value::id).forEach(needed::add);
        kept.add(step);
      }
    }
    return Uses.withSteps(program, kept.reversed());
  }
}
