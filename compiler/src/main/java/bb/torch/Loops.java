package bb.torch;

import bb.python.Py;
import bb.torch.Draft.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds calls of numbered modules of which each takes what the one before it made. */
final class Loops {
  private static final int LEAST = 2;

  private Loops() {}

  /** {@code layers.3}, called with arguments. */
  private record Numbered(String list, int number, List<Py> arguments) {}

  static List<Step> fold(List<Step> steps, List<Py> results, Members members) {
    List<Step> folded = new ArrayList<>();
    int from = 0;
    while (from < steps.size()) {
      int to = from + 1;
      while (to < steps.size() && follows(steps.get(to - 1), steps.get(to), steps, results)) {
        to++;
      }
      if (to - from >= LEAST
          && members.isList(numbered(steps.get(from)).orElseThrow().list())
          && incoming(steps, from).isPresent()) {
        folded.add(loop(steps, from, to));
      } else {
        folded.addAll(steps.subList(from, to));
      }
      from = to;
    }
    return folded;
  }

  private static Optional<Numbered> numbered(Step step) {
    if (step.outputs().size() == 1
        && step.value() instanceof Py.Call(Py.Name(var name), var arguments)
        && name.startsWith("@")
        && name.contains(".")) {
      String last = name.substring(name.lastIndexOf('.') + 1);
      if (Drafting.isNumber(last) && last.length() < 6) {
        return Optional.of(
            new Numbered(
                name.substring(1, name.lastIndexOf('.')),
                Integer.parseInt(last),
                arguments.stream().map(Py.Arg::value).toList()));
      }
    }
    return Optional.empty();
  }

  private static boolean follows(Step before, Step after, List<Step> steps, List<Py> results) {
    Optional<Numbered> first = numbered(before);
    Optional<Numbered> second = numbered(after);
    if (first.isEmpty()
        || second.isEmpty()
        || !first.get().list().equals(second.get().list())
        || first.get().number() + 1 != second.get().number()
        || first.get().arguments().size() != second.get().arguments().size()) {
      return false;
    }
    Py made = Draft.flow(before.outputs().getFirst());
    boolean chained = false;
    for (int i = 0; i < first.get().arguments().size(); i++) {
      Py one = first.get().arguments().get(i);
      Py other = second.get().arguments().get(i);
      if (other.equals(made)) {
        chained |= Skeleton.flow(one).isPresent();
      } else if (!one.equals(other)) {
        return false;
      }
    }
    return chained
        && results.stream().noneMatch(result -> reads(result, before))
        && steps.stream().noneMatch(step -> step != after && reads(step.value(), before));
  }

  private static boolean reads(Py value, Step made) {
    return Draft.flows(value).contains(made.outputs().getFirst());
  }

  /** The argument that the second call of a run has in place of what flows into the first. */
  private static Optional<Integer> incoming(List<Step> steps, int from) {
    List<Py> first = numbered(steps.get(from)).orElseThrow().arguments();
    List<Py> second = numbered(steps.get(from + 1)).orElseThrow().arguments();
    Py made = Draft.flow(steps.get(from).outputs().getFirst());
    for (int i = 0; i < first.size(); i++) {
      if (second.get(i).equals(made)) {
        return Skeleton.flow(first.get(i));
      }
    }
    return Optional.empty();
  }

  private static Step loop(List<Step> steps, int from, int to) {
    Numbered first = numbered(steps.get(from)).orElseThrow();
    int in = incoming(steps, from).orElseThrow();
    int size =
        (int)
            steps.stream()
                .filter(s -> numbered(s).map(n -> n.list().equals(first.list())).orElse(false))
                .count();
    return new Step(
        steps.get(to - 1).outputs(),
        new Py.Call(Py.name("layer"), ((Py.Call) steps.get(from).value()).arguments()),
        true,
        Optional.empty(),
        Optional.of(
            new Draft.Loop(first.list(), first.number(), first.number() + to - from, size, in)),
        Optional.empty());
  }
}
