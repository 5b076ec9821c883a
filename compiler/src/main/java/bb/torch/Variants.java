package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import bb.torch.Draft.Branch;
import bb.torch.Draft.Member;
import bb.torch.Draft.Step;
import bb.torch.Likeness.Both;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brings two drafts of a block into one form, if they are alike: a module, or steps, that only one
 * has are done under a condition. Only the form decides, so that drafts of one form stay so.
 */
final class Variants {
  private static final Py IDENTITY = Py.call("nn.Identity", new Py[0]);

  /** How many ways to go on are tried before two drafts are not alike. */
  private static final int MOST = 4000;

  /** How many steps only one may have. */
  private static final int MOST_SPARE = 16;

  private final Likeness likeness;
  private final Draft one;
  private final Draft other;
  private final Map<String, Member> ones = new LinkedHashMap<>();
  private final Map<String, Member> others = new LinkedHashMap<>();

  /** Whether each step is one in both, so that what is left tells how many only one has. */
  private final boolean plain;

  private int tried;

  /** Two drafts in one form. */
  record Pair(Draft one, Draft other) {}

  private Variants(Likeness likeness, Draft one, Draft other) {
    this.likeness = likeness;
    this.one = one;
    this.other = other;
    one.members().forEach(member -> ones.put(member.path(), member));
    other.members().forEach(member -> others.put(member.path(), member));
    plain =
        Stream.of(one, other)
            .flatMap(draft -> draft.steps().stream())
            .allMatch(step -> step.branch().isEmpty());
  }

  static Optional<Pair> of(Likeness likeness, Draft one, Draft other) {
    if (one.sequential() != other.sequential()
        || one.inputs().size() != other.inputs().size()
        || one.results().size() != other.results().size()) {
      return Optional.empty();
    }
    Variants variants = new Variants(likeness, one, other);
    return one.sequential() ? variants.sequences() : variants.modules();
  }

  // ---- modules that follow each other

  private Optional<Pair> sequences() {
    return likeness
        .lists(
            one.members().stream().map(Member::make).toList(),
            other.members().stream().map(Member::make).toList())
        .filter(lists -> isMost(lists.matched(), one.members().size(), other.members().size()))
        .map(lists ->
            new Pair(
                one.with(numbered(lists.one()), List.of(), one.inputs(), List.of()),
                other.with(numbered(lists.other()), List.of(), one.inputs(), List.of())));
  }

  private static boolean isMost(int matched, int first, int second) {
    return 2 * matched >= Math.max(first, second);
  }

  private static List<Member> numbered(List<Py> makes) {
    List<Member> members = new ArrayList<>();
    makes.forEach(make ->
        members.add(new Member(String.valueOf(members.size()), PyModule.Kind.MODULE, make)));
    return members;
  }

  // ---- modules with steps

  private Optional<Pair> modules() {
    State start = new State(likeness);
    List<Integer> inputs = new ArrayList<>();
    for (int i = 0; i < one.inputs().size(); i++) {
      inputs.add(start.meet(one.inputs().get(i), other.inputs().get(i)));
    }
    // the fewer steps only one has, the better
    Optional<State> found = Optional.empty();
    for (int spare = 0; found.isEmpty() && spare <= MOST_SPARE; spare++) {
      found = walk(start, 0, 0, spare);
    }
    int common = (int) ones.keySet().stream().filter(others::containsKey).count();
    int least = Math.min(one.steps().size(), other.steps().size());
    // what one does besides all that the other does may be more, with few modules
    return found
        .filter(end ->
            isMost(end.matched(), one.steps().size(), other.steps().size())
                || end.matched() == least && isMost(common, ones.size(), others.size()))
        .flatMap(end -> ended(end, inputs));
  }

  private Optional<Pair> ended(State end, List<Integer> inputs) {
    List<Member> left = new ArrayList<>();
    List<Member> right = new ArrayList<>();
    for (String path : paths()) {
      Optional<Member> a = Optional.ofNullable(ones.get(path));
      Optional<Member> b = Optional.ofNullable(others.get(path));
      PyModule.Kind kind = a.or(() -> b).orElseThrow().kind();
      Optional<Both> makes =
          a.isPresent() && b.isPresent()
              ? kind == b.get().kind() ? makes(a.get().make(), b.get().make()) : Optional.empty()
              : a.isPresent()
                  ? half(a.get(), end.identities)
                  : half(b.orElseThrow(), end.identities).map(Both::swapped);
      if (makes.isEmpty()) {
        return Optional.empty();
      }
      left.add(new Member(path, kind, makes.get().one()));
      right.add(new Member(path, kind, makes.get().other()));
    }
    return Optional.of(
        new Pair(
            one.with(left, end.left, inputs, end.leftResults),
            other.with(right, end.right, inputs, end.rightResults)));
  }

  /** The members of both, each behind what it stands behind. */
  private List<String> paths() {
    List<String> paths = new ArrayList<>(ones.keySet());
    int at = 0;
    for (String path : others.keySet()) {
      if (ones.containsKey(path)) {
        at = paths.indexOf(path) + 1;
      } else {
        paths.add(at++, path);
      }
    }
    return paths;
  }

  private Optional<Both> makes(Py a, Py b) {
    if (a instanceof Py.If(var flag, var make, var otherwise)) {
      Py rest = b instanceof Py.If(_, var then, _) ? then : b;
      Py condition = b instanceof Py.If(var own, _, _) ? own : Likeness.set(flag, true);
      return likeness
          .of(make, rest)
          .map(both ->
              new Both(
                  new Py.If(flag, both.one(), otherwise),
                  new Py.If(condition, both.other(), otherwise)));
    }
    if (a instanceof Py.When(var flag, var make)) {
      Py rest = b instanceof Py.When(_, var element) ? element : b;
      Py condition = b instanceof Py.When(var own, _) ? own : Likeness.set(flag, true);
      return likeness
          .of(make, rest)
          .map(both ->
              new Both(new Py.When(flag, both.one()), new Py.When(condition, both.other())));
    }
    return b instanceof Py.If || b instanceof Py.When
        ? makes(b, a).map(Both::swapped)
        : likeness.of(a, b);
  }

  /** A member that only one has. */
  private static Optional<Both> half(Member member, Set<String> identities) {
    Py make = member.make();
    // of a list's modules, all are there or none
    String name = Names.variable(member.path().replaceFirst("\\.[0-9]+$", ""));
    boolean module = member.kind() == PyModule.Kind.MODULE;
    // a parameter would hide a class of its name
    Py flag = Likeness.flag(module ? Names.snake(name) : "has_" + name);
    return switch (make) {
      case Py.If(var own, var then, var otherwise) ->
          Optional.of(
              new Both(make, new Py.If(Likeness.set(own, false), Absent.part(then), otherwise)));
      case Py.When(var own, var then) ->
          Optional.of(new Both(make, new Py.When(Likeness.set(own, false), Absent.part(then))));
      case Py _ when identities.contains(member.path()) ->
          Optional.of(
              new Both(
                  new Py.If(flag, make, IDENTITY),
                  new Py.If(Likeness.set(flag, false), Absent.part(make), IDENTITY)));
      case Py _ when member.path().contains(".") -> Optional.empty();
      case Py _ ->
          Optional.of(
              new Both(
                  new Py.When(flag, make),
                  new Py.When(Likeness.set(flag, false), Absent.part(make))));
    };
  }

  // ---- steps

  /**
   * Goes on from a step of each to the end.
   *
   * @param spare how many steps may be those of only one
   */
  private Optional<State> walk(State state, int i, int j, int spare) {
    List<Step> left = one.steps();
    List<Step> right = other.steps();
    boolean open = plain && Math.abs(left.size() - i - (right.size() - j)) > spare;
    if (open || ++tried > MOST) {
      return Optional.empty();
    }
    if (i == left.size() && j == right.size()) {
      return results(state);
    }
    Optional<State> found = Optional.empty();
    if (i < left.size() && j < right.size()) {
      found =
          state.matched(left.get(i), right.get(j)).flatMap(next -> walk(next, i + 1, j + 1, spare));
    }
    if (found.isEmpty() && i < left.size() && left.get(i).branch().isPresent()) {
      found = entered(state, left.get(i), right, j, (next, end) -> walk(next, i + 1, end, spare));
    }
    if (found.isEmpty() && j < right.size() && right.get(j).branch().isPresent()) {
      Rest rest = (next, end) -> walk(next.swapped(), end, j + 1, spare).map(State::swapped);
      found = entered(state.swapped(), right.get(j), left, i, rest).map(State::swapped);
    }
    for (int k = Math.min(spare, left.size() - i); found.isEmpty() && k > 0; k--) {
      int end = i + k;
      int fewer = spare - k;
      found = skipped(state, one, others, i, end, next -> walk(next, end, j, fewer));
    }
    // all that only one does in a row is one condition's
    for (int k = Math.min(spare, right.size() - j); found.isEmpty() && k > 0; k--) {
      int end = j + k;
      int fewer = spare - k;
      Next rest = next -> walk(next.swapped(), i, end, fewer).map(State::swapped);
      found = skipped(state.swapped(), other, ones, j, end, rest).map(State::swapped);
    }
    return found;
  }

  private Optional<State> results(State state) {
    State end = state.copy();
    for (int i = 0; i < one.results().size(); i++) {
      Optional<Both> both = likeness.of(one.results().get(i), other.results().get(i), state::same);
      if (both.isEmpty()) {
        return Optional.empty();
      }
      end.leftResults.add(both.get().one());
      end.rightResults.add(both.get().other());
    }
    return Optional.of(end);
  }

  /** Goes on behind some steps. */
  private interface Rest {
    Optional<State> from(State state, int at);
  }

  private interface Next {
    Optional<State> from(State state);
  }

  /** What one does under a condition, the other does always. */
  private Optional<State> entered(State state, Step step, List<Step> steps, int at, Rest rest) {
    Branch branch = step.branch().orElseThrow();
    int end = at + branch.steps().size();
    if (end > steps.size()) {
      return Optional.empty();
    }
    State inner = state.copy();
    inner.left.clear();
    inner.right.clear();
    Optional<State> state2 = Optional.of(inner);
    for (int k = 0; k < branch.steps().size() && state2.isPresent(); k++) {
      int number = k;
      state2 = state2.flatMap(s -> s.matched(branch.steps().get(number), steps.get(at + number)));
    }
    if (state2.isEmpty()) {
      return Optional.empty();
    }
    State next = state2.get().copy();
    List<Step> left = List.copyOf(next.left);
    List<Step> right = List.copyOf(next.right);
    next.left.clear();
    next.right.clear();
    next.left.addAll(state.left);
    next.right.addAll(state.right);
    int before = next.latest(Skeleton.flow(step.value()).orElseThrow());
    int made = next.meet(step.outputs().getFirst(), steps.get(end - 1).outputs().getFirst());
    next.add(
        conditional(made, before, branch.condition(), left),
        conditional(made, before, Likeness.set(branch.condition(), true), right));
    return rest.from(next, end);
  }

  private static Step conditional(int made, int before, Py condition, List<Step> steps) {
    return new Step(
        List.of(made),
        Draft.flow(before),
        steps.stream().anyMatch(Step::heavy),
        Optional.empty(),
        Optional.empty(),
        Optional.of(new Branch(condition, steps)));
  }

  /** Steps that only one has, the left side of a state. */
  private static Optional<State> skipped(
      State state, Draft draft, Map<String, Member> others, int from, int end, Next rest) {
    List<Step> steps = draft.steps().subList(from, end);
    Step last = steps.getLast();
    boolean conditional = steps.size() > 1 && steps.stream().anyMatch(s -> isConditional(draft, s));
    if (last.outputs().size() != 1
        || conditional
        || steps.stream().anyMatch(s -> s.over().isPresent())) {
      return Optional.empty();
    }
    Set<Integer> made = new HashSet<>();
    steps.forEach(step -> made.addAll(step.outputs()));
    made.remove(last.outputs().getFirst());
    List<Py> behind = new ArrayList<>(draft.results());
    draft.steps().subList(end, draft.steps().size()).forEach(s -> behind.addAll(s.expressions()));
    if (behind.stream().anyMatch(py -> Draft.flows(py).stream().anyMatch(made::contains))) {
      return Optional.empty();
    }
    Set<Integer> read = new LinkedHashSet<>();
    steps.forEach(step -> step.expressions().forEach(py -> read.addAll(Draft.flows(py))));
    steps.forEach(
        step -> step.branch().ifPresent(b -> b.steps().forEach(s -> read.removeAll(s.outputs()))));
    read.removeAll(made);
    for (int flow : read) {
      int before = state.latest(flow);
      if (before < 0 || !state.isOfOther(before)) {
        continue;
      }
      Optional<State> found =
          without(state, draft, others, steps, before, last.outputs().getFirst())
              .flatMap(rest::from);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Whether a step calls a module that only some have, and that others have an identity for. */
  private static boolean isConditional(Draft draft, Step step) {
    return module(draft, step).stream()
        .flatMap(path -> draft.members().stream().filter(member -> member.path().equals(path)))
        .anyMatch(member -> member.make() instanceof Py.If);
  }

  /** The state behind such steps, one tensor of the other being what they make. */
  private static Optional<State> without(
      State state,
      Draft draft,
      Map<String, Member> others,
      List<Step> steps,
      int before,
      int made) {
    State next = state.copy();
    Step last = steps.getLast();
    Optional<String> module = module(draft, last).filter(path -> !others.containsKey(path));
    if (steps.size() == 1 && module.isPresent()) {
      int id = next.follow(made, before);
      Step step = Step.of(List.of(id), last.value(), last.heavy(), last.name());
      Step both = step.map(value -> state.remapped(value));
      next.identities.add(module.get());
      next.add(both, both);
      return Optional.of(next);
    }
    if (steps.size() == 1 && last.branch().isPresent()) {
      int id = next.follow(made, before);
      if (Skeleton.flow(last.value()).map(state::latest).filter(f -> f == before).isEmpty()) {
        return Optional.empty();
      }
      List<Step> inner = next.inner(last.branch().get().steps());
      Py condition = last.branch().get().condition();
      next.add(
          conditional(id, before, condition, inner),
          conditional(id, before, Likeness.set(condition, false), absent(inner)));
      return Optional.of(next);
    }
    if (steps.stream().anyMatch(step -> step.branch().isPresent())) {
      return Optional.empty();
    }
    List<Step> inner = next.inner(steps);
    Py flag = Likeness.flag(name(steps));
    int id = next.follow(made, before);
    next.add(
        conditional(id, before, flag, inner),
        conditional(id, before, Likeness.set(flag, false), absent(inner)));
    return Optional.of(next);
  }

  private static List<Step> absent(List<Step> steps) {
    return steps.stream().map(step -> step.map(Absent::part)).toList();
  }

  /** The module that a step calls with one tensor, and no other step. */
  private static Optional<String> module(Draft draft, Step step) {
    if (step.value() instanceof Py.Call(Py.Name(var name), var arguments)
        && name.startsWith("@")
        && arguments.size() == 1
        && Skeleton.flow(arguments.getFirst().value()).isPresent()) {
      long uses =
          draft.steps().stream()
              .flatMap(s -> s.expressions().stream())
              .filter(py -> PyText.of(py).matches("(?s).*" + Pattern.quote(name) + "\\b.*"))
              .count();
      return uses == 1 ? Optional.of(name.substring(1)) : Optional.empty();
    }
    return Optional.empty();
  }

  /** What steps could be called that are not always done. */
  private static String name(List<Step> steps) {
    return switch (steps.getLast().value()) {
      case Py.Binary(var operator, _, _) when operator.equals("+") -> "shortcut";
      case Py.Call(Py.Name(var function), _) when function.startsWith("@") ->
          Names.variable(function.substring(function.lastIndexOf('.') + 1).replace("@", ""));
      case Py.Call(Py.Name(var function), _) ->
          Names.variable(function.substring(function.lastIndexOf('.') + 1));
      case Py.Call(Py.Attr(_, var method), _) -> Names.variable(method);
      default -> "more";
    };
  }
}
