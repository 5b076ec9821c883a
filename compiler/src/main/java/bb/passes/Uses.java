package bb.passes;

import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each value of a program is read: once for each step, and once for each output. */
final class Uses {
  private final Map<Integer, Integer> counts = new HashMap<>();

  Uses(Program program) {
    for (Step step : program.steps()) {
      step.inputs().stream().distinct().forEach(this::count);
    }
    program.outputs().forEach(output -> count(output.value()));
  }

  private void count(Value value) {
    counts.merge(value.id(), 1, Integer::sum);
  }

  /** Whether a single step or output reads the value. */
  boolean isSingle(Value value) {
    return counts.getOrDefault(value.id(), 0) == 1;
  }

  /** {@code program} with other steps. */
  static Program withSteps(Program program, List<Step> steps) {
    return new Program(program.name(), program.inputs(), steps, program.outputs());
  }
}
