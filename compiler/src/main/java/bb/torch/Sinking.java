package bb.torch;

import bb.torch.Draft.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts what is computed of a module's own tensors where it is needed. */
final class Sinking {
  private Sinking() {}

  /** The steps, those that read no tensor that flows in right before what reads them. */
  static List<Step> of(List<Step> steps) {
    Map<Integer, Step> free = new HashMap<>();
    List<Step> others = new ArrayList<>();
    for (Step step : steps) {
      if (free.keySet().containsAll(Draft.flows(step.value()))) {
        step.outputs().forEach(output -> free.put(output, step));
      } else {
        others.add(step);
      }
    }
    Set<Step> sunk = new LinkedHashSet<>();
    others.forEach(step -> sink(step, free, sunk));
    // what is left flows out
    steps.forEach(step -> sink(step, free, sunk));
    return List.copyOf(sunk);
  }

  private static void sink(Step step, Map<Integer, Step> free, Set<Step> sunk) {
    for (int flow : Draft.flows(step.value())) {
      if (free.containsKey(flow)) {
        sink(free.get(flow), free, sunk);
      }
    }
    sunk.add(step);
  }
}
