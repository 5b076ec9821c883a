package bb.passes;

import bb.program.Program.Step;
import bb.types.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The steps of the program that a pass builds, found by the value that they write. */
final class StepList {
  private final TreeMap<Integer, Step> steps = new TreeMap<>();
  private final Map<Integer, Integer> positions = new HashMap<>();

  void add(Step step) {
    int position = steps.isEmpty() ? 0 : steps.lastKey() + 1;
    steps.put(position, step);
    positions.put(step.output().id(), position);
  }

  void remove(Step step) {
    steps.remove(positions.remove(step.output().id()));
  }

  /** The step that writes the value, unless it is an input of the program. */
  Optional<Step> producer(Value value) {
    return Optional.ofNullable(positions.get(value.id())).map(steps::get);
  }

  /** The last of the steps that write an input of {@code consumer} and satisfy a condition. */
  Optional<Step> lastProducer(Step consumer, Predicate<Step> condition) {
    return consumer.inputs().stream()
        .map(value -> positions.getOrDefault(value.id(), -1))
        .filter(position -> position >= 0 && condition.test(steps.get(position)))
        .max(Integer::compare)
        .map(steps::get);
  }

  List<Step> toList() {
    return List.copyOf(steps.values());
  }
}
