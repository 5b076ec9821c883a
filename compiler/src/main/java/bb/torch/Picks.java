package bb.torch;

import bb.python.Py;
import bb.torch.Draft.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** Finds one element of an axis, {@code x[:, 0]}, where a slice of one is flattened. */
final class Picks {
  private Picks() {}

  /**
   * @param ranks how many axes a tensor has, that of the batch aside
   */
  static List<Step> fold(List<Step> steps, List<Py> results, IntUnaryOperator ranks) {
    Map<Integer, Integer> reads = new HashMap<>();
    steps.forEach(step ->
        step.expressions()
            .forEach(value -> Draft.flows(value).forEach(id -> reads.merge(id, 1, Integer::sum))));
    results.forEach(value -> Draft.flows(value).forEach(id -> reads.merge(id, 1, Integer::sum)));
    Map<Integer, Step> slices = new HashMap<>();
    List<Step> folded = new ArrayList<>();
    for (Step step : steps) {
      Optional<Step> slice =
          flattened(step)
              .filter(id -> reads.get(id) == 1)
              .map(slices::get)
              .filter(s ->
                  ranks.applyAsInt(s.outputs().getFirst()) == 2
                      && ranks.applyAsInt(step.outputs().getFirst()) == 1);
      if (slice.isPresent()) {
        folded.remove(slice.get());
        Py value = picked(slice.get().value()).orElseThrow();
        folded.add(Step.of(step.outputs(), value, false, step.name()));
        continue;
      }
      if (picked(step.value()).isPresent()) {
        slices.put(step.outputs().getFirst(), step);
      }
      folded.add(step);
    }
    return folded;
  }

  private static Optional<Integer> flattened(Step step) {
    return step.value() instanceof Py.Call(Py.Attr(var of, var method), _)
            && method.equals("flatten")
        ? Skeleton.flow(of)
        : Optional.empty();
  }

  /** The element in place of the slice that has only it. */
  private static Optional<Py> picked(Py value) {
    if (value instanceof Py.Index(var of, var at)
        && at.getLast() instanceof Py.Range(var from, var to, var step)
        && step.isEmpty()
        && to.isPresent()
        && to.get() instanceof Py.Const(Long end, _)) {
      Py first = from.orElse(Py.of(0L, "start"));
      if (first instanceof Py.Const(Long start, _) && start + 1 == end && end > 0) {
        List<Py> indices = new ArrayList<>(at.subList(0, at.size() - 1));
        indices.add(first);
        return Optional.of(new Py.Index(of, indices));
      }
    }
    return Optional.empty();
  }
}
