package bb.passes;

import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

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

  /** A number that no value has, nor do those above it. */
  static int firstFree(Program program) {
    IntStream inputs = program.inputs().stream().mapToInt(input -> input.value().id());
    IntStream outputs = program.steps().stream().mapToInt(step -> step.output().id());
    return 1 + IntStream.concat(inputs, outputs).max().orElse(-1);
  }

  /** {@code program} with other steps. */
  static Program withSteps(Program program, List<Step> steps) {
    return new Program(program.name(), program.inputs(), steps, program.outputs());
  }
}
