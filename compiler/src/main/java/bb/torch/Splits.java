package bb.torch;

import bb.python.Py;
import bb.torch.Draft.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/** Finds slices that are together all of a tensor: {@code q, k, v = x.chunk(3, -1)}. */
final class Splits {
  private final Map<Py, List<Part>> parts = new LinkedHashMap<>();

  private Splits() {}

  /**
   * A slice.
   *
   * @param axis that PyTorch counts
   * @param end empty at the end of the axis
   */
  private record Part(Step step, long axis, long start, Optional<Long> end) {}

  /**
   * @param sizes how many numbers a tensor has
   */
  static List<Step> fold(List<Step> steps, ToLongFunction<Integer> sizes) {
    Splits splits = new Splits();
    steps.forEach(splits::add);
    Map<Step, Optional<Step>> replaced = new LinkedHashMap<>();
    splits
        .parts
        .values()
        .forEach(all -> {
          all.sort(Comparator.comparingLong(Part::start));
          split(all, sizes)
              .ifPresent(split -> {
                Optional<Step> first =
                    steps.stream()
                        .filter(s -> all.stream().anyMatch(p -> p.step() == s))
                        .findFirst();
                all.forEach(part -> replaced.put(part.step(), Optional.empty()));
                first.ifPresent(step -> replaced.put(step, Optional.of(split)));
              });
        });
    return steps.stream()
        .flatMap(step -> replaced.getOrDefault(step, Optional.of(step)).stream())
        .toList();
  }

  private void add(Step step) {
    if (!(step.value() instanceof Py.Index(Py.Name of, var at))
        || Skeleton.flow(of).isEmpty()
        || !(at.getLast() instanceof Py.Range(var from, var to, var by))
        || by.isPresent()) {
      return;
    }
    Optional<Long> start = from.isEmpty() ? Optional.of(0L) : from.flatMap(Splits::number);
    Optional<Long> end = to.flatMap(Splits::number);
    if (start.isEmpty() || to.isPresent() != end.isPresent()) {
      return;
    }
    long axis = at.getFirst().equals(Py.name("...")) ? -1 : at.size() - 1;
    List<Py> key = new ArrayList<>(at.subList(0, at.size() - 1));
    parts
        .computeIfAbsent(new Py.Index(of, key), _ -> new ArrayList<>())
        .add(new Part(step, axis, start.get(), end));
  }

  private static Optional<Long> number(Py py) {
    return py instanceof Py.Const(Long value, _) ? Optional.of(value) : Optional.empty();
  }

  /** The step that makes all parts, if they follow each other from the beginning to the end. */
  private static Optional<Step> split(List<Part> all, ToLongFunction<Integer> sizes) {
    if (all.size() < 2 || all.getFirst().start() != 0 || all.getLast().end().isPresent()) {
      return Optional.empty();
    }
    for (int i = 1; i < all.size(); i++) {
      if (!all.get(i - 1).end().equals(Optional.of(all.get(i).start()))) {
        return Optional.empty();
      }
    }
    Part first = all.getFirst();
    List<Long> counts =
        all.stream().map(part -> sizes.applyAsLong(part.step().outputs().getFirst())).toList();
    List<Integer> outputs = all.stream().map(part -> part.step().outputs().getFirst()).toList();
    Py tensor = ((Py.Index) first.step().value()).of();
    Py axis = Py.of(first.axis(), "axis");
    boolean equal = counts.stream().distinct().count() == 1;
    List<Py> lengths =
        counts.stream()
            .<Py>map(count -> Py.of(first.end().orElseThrow() * count / counts.getFirst(), "size"))
            .toList();
    Py value =
        equal
            ? tensor.method("chunk", Py.of((long) all.size(), "parts"), axis)
            : tensor.method("split", new Py.Tuple(lengths), axis);
    return Optional.of(Step.of(outputs, value, false, Optional.empty()));
  }
}
