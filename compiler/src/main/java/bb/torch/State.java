package bb.torch;

import bb.python.Py;
import bb.torch.Draft.Branch;
import bb.torch.Draft.Step;
import bb.torch.Likeness.Both;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How far two drafts are brought into one form: the tensors of each have common numbers. */
final class State {
  private final Likeness likeness;
  private final Map<Integer, Set<Integer>> ones = new HashMap<>();
  private final Map<Integer, Set<Integer>> others = new HashMap<>();
  final List<Step> left = new ArrayList<>();
  final List<Step> right = new ArrayList<>();
  final List<Py> leftResults = new ArrayList<>();
  final List<Py> rightResults = new ArrayList<>();
  final Set<String> identities = new HashSet<>();
  private int next;

  /** How many steps both have. */
  private int matched;

  State(Likeness likeness) {
    this.likeness = likeness;
  }

  int matched() {
    return matched;
  }

  State copy() {
    State copy = new State(likeness);
    ones.forEach((key, ids) -> copy.ones.put(key, new LinkedHashSet<>(ids)));
    others.forEach((key, ids) -> copy.others.put(key, new LinkedHashSet<>(ids)));
    copy.left.addAll(left);
    copy.right.addAll(right);
    copy.leftResults.addAll(leftResults);
    copy.rightResults.addAll(rightResults);
    copy.identities.addAll(identities);
    copy.next = next;
    copy.matched = matched;
    return copy;
  }

  /** The state with the sides exchanged. */
  State swapped() {
    State copy = copy();
    State swapped = new State(likeness);
    swapped.ones.putAll(copy.others);
    swapped.others.putAll(copy.ones);
    swapped.left.addAll(right);
    swapped.right.addAll(left);
    swapped.leftResults.addAll(rightResults);
    swapped.rightResults.addAll(leftResults);
    swapped.identities.addAll(identities);
    swapped.next = next;
    swapped.matched = matched;
    return swapped;
  }

  /** One tensor of each is the same from here on. */
  int meet(int one, int other) {
    ones.put(one, new LinkedHashSet<>(Set.of(next)));
    others.put(other, new LinkedHashSet<>(Set.of(next)));
    return next++;
  }

  /** What the left makes of a tensor, the right leaves as it is. */
  int follow(int made, int before) {
    ones.put(made, new LinkedHashSet<>(Set.of(next)));
    others.values().stream().filter(ids -> ids.contains(before)).forEach(ids -> ids.add(next));
    return next++;
  }

  int latest(int flow) {
    return ones.getOrDefault(flow, Set.of()).stream().max(Integer::compare).orElse(-1);
  }

  boolean isOfOther(int id) {
    return others.values().stream().anyMatch(ids -> ids.contains(id));
  }

  Optional<Py> same(int one, int other) {
    return ones.getOrDefault(one, Set.of()).stream()
        .filter(others.getOrDefault(other, Set.of())::contains)
        .max(Integer::compare)
        .map(Draft::flow);
  }

  void add(Step one, Step other) {
    left.add(one);
    right.add(other);
  }

  /** Steps of the left with common numbers. */
  List<Step> inner(List<Step> steps) {
    List<Step> inner = new ArrayList<>();
    for (Step step : steps) {
      Step mapped = step.map(value -> remapped(value));
      List<Integer> outputs = new ArrayList<>();
      for (int output : step.outputs()) {
        ones.put(output, new LinkedHashSet<>(Set.of(next)));
        outputs.add(next++);
      }
      inner.add(outputs(mapped, outputs));
    }
    return inner;
  }

  private static Step outputs(Step step, List<Integer> outputs) {
    return new Step(outputs, step.value(), step.heavy(), step.name(), step.over(), step.branch());
  }

  /** The state behind a step that both have. */
  Optional<State> matched(Step a, Step b) {
    if (a.outputs().size() != b.outputs().size()
        || a.over().isPresent() != b.over().isPresent()
        || a.branch().isPresent() != b.branch().isPresent()) {
      return Optional.empty();
    }
    Optional<Both> value = likeness.of(a.value(), b.value(), this::same);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    State next = copy();
    Optional<Branch> left = Optional.empty();
    Optional<Branch> right = Optional.empty();
    if (a.branch().isPresent()) {
      List<Step> ones = a.branch().get().steps();
      List<Step> others = b.branch().get().steps();
      Optional<State> inner = Optional.of(copy());
      inner.get().left.clear();
      inner.get().right.clear();
      for (int k = 0; k < ones.size() && inner.isPresent(); k++) {
        int number = k;
        inner =
            ones.size() == others.size()
                ? inner.flatMap(s -> s.matched(ones.get(number), others.get(number)))
                : Optional.empty();
      }
      if (inner.isEmpty()) {
        return Optional.empty();
      }
      next = inner.get().copy();
      left = Optional.of(new Branch(a.branch().get().condition(), List.copyOf(next.left)));
      right = Optional.of(new Branch(b.branch().get().condition(), List.copyOf(next.right)));
      next.left.clear();
      next.left.addAll(this.left);
      next.right.clear();
      next.right.addAll(this.right);
    }
    Optional<Draft.Loop> over = Optional.empty();
    if (a.over().isPresent()) {
      over = loop(a.over().get(), b.over().get());
      if (over.isEmpty()) {
        return Optional.empty();
      }
    }
    List<Integer> outputs = new ArrayList<>();
    for (int k = 0; k < a.outputs().size(); k++) {
      outputs.add(next.meet(a.outputs().get(k), b.outputs().get(k)));
    }
    next.matched++;
    next.add(
        new Step(outputs, value.get().one(), a.heavy(), a.name(), over, left),
        new Step(outputs, value.get().other(), a.heavy(), a.name(), over, right));
    return Optional.of(next);
  }

  private Optional<Draft.Loop> loop(Draft.Loop a, Draft.Loop b) {
    if (!a.list().equals(b.list())
        || !a.part().equals(b.part())
        || a.gathered().isPresent() != b.gathered().isPresent()) {
      return Optional.empty();
    }
    Optional<Integer> in = same(a.in(), b.in()).flatMap(Skeleton::flow);
    Optional<Integer> gathered =
        a.gathered().flatMap(id -> same(id, b.gathered().get()).flatMap(Skeleton::flow));
    return in.filter(_ -> gathered.isPresent() == a.gathered().isPresent())
        .map(id -> new Draft.Loop(a.list(), a.part(), id, gathered));
  }

  /** An expression of the left with common numbers. */
  Py remapped(Py value) {
    return value.replace(py -> Skeleton.flow(py).map(id -> Draft.flow(latest(id))));
  }
}
