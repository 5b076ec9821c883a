package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import bb.torch.Draft.Member;
import bb.torch.Draft.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Finds calls of numbered modules of which each takes what the one before it made. What they make
 * may be joined in the end, behind other tensors.
 */
final class Loops {
  private static final int LEAST = 2;

  /** What a list of tensors is called. */
  private static final String GATHERED = "outputs";

  private final List<Step> steps;
  private final List<Py> results;
  private final Members members;

  private Loops(List<Step> steps, List<Py> results, List<Member> members) {
    this.steps = new ArrayList<>(steps);
    this.results = results;
    this.members = new Members(members);
  }

  /** {@code layers.3}, called with arguments. */
  private record Numbered(String list, int number, List<Py> arguments) {}

  /** A list that a step reads: all that the modules make, with other tensors before it. */
  private record Joined(int step, Py.ListOf list, List<Py> before) {}

  /**
   * Steps with loops.
   *
   * @param members become fewer: a list of equal modules, all in a loop, is one member
   * @param whole all that an expression makes, as text
   */
  static List<Step> fold(
      List<Step> steps, List<Py> results, Map<String, Member> members, Function<Py, String> whole) {
    List<Step> folded = new Loops(steps, results, List.copyOf(members.values())).folded();
    List<Py> read = new ArrayList<>(results);
    folded.forEach(step -> read.addAll(step.expressions()));
    folded.stream()
        .flatMap(step -> step.over().stream())
        .filter(loop -> loop.part().isEmpty())
        .forEach(loop -> shorten(loop.list(), members, read, whole));
    return folded;
  }

  /** The draft with loops over one module in place of sequences of one, where others loop. */
  static Draft overOne(Draft draft) {
    Draft looped = draft;
    for (Member member : draft.members()) {
      if (member.make() instanceof Py.Call(Py.Name(var function), var layers)
          && function.equals("nn.Sequential")
          && layers.size() == 1
          && Skeleton.instance(layers.getFirst().value()).isPresent()) {
        looped = overOne(looped, member, layers.getFirst().value());
      }
    }
    return looped;
  }

  private static Draft overOne(Draft draft, Member sequence, Py only) {
    String path = sequence.path() + ".0";
    Map<String, Member> members = new LinkedHashMap<>();
    draft
        .members()
        .forEach(member ->
            members.put(
                member == sequence ? path : member.path(),
                member == sequence ? new Member(path, member.kind(), only) : member));
    Py before = Draft.member(sequence.path());
    UnaryOperator<Py> move =
        value ->
            value.replace(
                py -> py.equals(before) ? Optional.of(Draft.member(path)) : Optional.empty());
    List<Step> steps = draft.steps().stream().map(step -> step.map(move)).toList();
    List<Step> folded = fold(steps, draft.results(), members, PyText::of);
    return folded.equals(steps)
        ? draft
        : draft.with(List.copyOf(members.values()), folded, draft.inputs(), draft.results());
  }

  /** Makes equal modules one that is repeated, if nothing but a loop has them. */
  private static void shorten(
      String list, Map<String, Member> members, List<Py> read, Function<Py, String> whole) {
    List<Member> all =
        members.values().stream().filter(m -> m.path().startsWith(list + ".")).toList();
    if (all.isEmpty()) {
      return;
    }
    Py first = all.getFirst().make();
    String form = whole.apply(first);
    if (all.stream().anyMatch(m -> !whole.apply(m.make()).equals(form))
        || read.stream().anyMatch(value -> mentions(value, list))) {
      return;
    }
    Py repeated = new Py.Repeated(first, Py.of((long) all.size(), "depth"));
    Py made = Py.call("nn.ModuleList", new Py.ListOf(List.of(repeated)));
    Member one = new Member(list, PyModule.Kind.MODULE, made);
    List<Member> others = List.copyOf(members.values());
    members.clear();
    for (Member member : others) {
      Member kept = all.contains(member) ? one : member;
      members.putIfAbsent(kept.path(), kept);
    }
  }

  /** Whether an expression has one of a list's modules, or a tensor of one. */
  private static boolean mentions(Py value, String list) {
    List<String> names = new ArrayList<>();
    value.replace(py -> {
      if (py instanceof Py.Name(var name)) {
        names.add(name);
      }
      return Optional.empty();
    });
    return names.stream()
        .anyMatch(n -> n.startsWith("@" + list + ".") || n.startsWith("&" + list + "."));
  }

  private List<Step> folded() {
    List<Step> folded = new ArrayList<>();
    int from = 0;
    while (from < steps.size()) {
      int chain = chain(from);
      Optional<Joined> joined = joined(from, chain);
      int to = joined.isPresent() ? chain : alone(from, chain);
      if (joined.isPresent() || to - from >= LEAST) {
        folded.addAll(loop(from, to, joined));
      } else {
        folded.addAll(steps.subList(from, to));
      }
      from = to;
    }
    return folded;
  }

  private Optional<Numbered> numbered(int step) {
    if (steps.get(step).outputs().size() == 1
        && steps.get(step).value() instanceof Py.Call(Py.Name(var name), var arguments)
        && name.startsWith("@")
        && name.contains(".")) {
      String list = name.substring(1, name.lastIndexOf('.'));
      String last = name.substring(name.lastIndexOf('.') + 1);
      if (Drafting.isNumber(last) && last.length() < 6 && members.isList(list)) {
        return Optional.of(
            new Numbered(
                list, Integer.parseInt(last), arguments.stream().map(Py.Arg::value).toList()));
      }
    }
    return Optional.empty();
  }

  private Py made(int step) {
    return Draft.flow(steps.get(step).outputs().getFirst());
  }

  // ---- one after the other

  /** Behind the last call that takes what the one before it made. */
  private int chain(int from) {
    int to = from + 1;
    while (to < steps.size() && follows(to - 1, to)) {
      to++;
    }
    return to;
  }

  private boolean follows(int before, int after) {
    Optional<Numbered> first = numbered(before);
    Optional<Numbered> second = numbered(after);
    if (first.isEmpty()
        || second.isEmpty()
        || !first.get().list().equals(second.get().list())
        || first.get().number() + 1 != second.get().number()
        || first.get().arguments().size() != second.get().arguments().size()) {
      return false;
    }
    boolean chained = false;
    for (int i = 0; i < first.get().arguments().size(); i++) {
      Py one = first.get().arguments().get(i);
      Py other = second.get().arguments().get(i);
      if (other.equals(made(before))) {
        chained |= Skeleton.flow(one).isPresent();
      } else if (!one.equals(other)) {
        return false;
      }
    }
    return chained;
  }

  /** Behind the last of a chain before which nothing else reads what is made. */
  private int alone(int from, int chain) {
    int to = from + 1;
    while (to < chain && readers(to - 1).equals(List.of(to))) {
      to++;
    }
    return to;
  }

  /** The steps that read what one makes; the last stands for the results. */
  private List<Integer> readers(int step) {
    return IntStream.rangeClosed(0, steps.size())
        .filter(k ->
            (k < steps.size() ? List.of(steps.get(k).value()) : results)
                .stream().anyMatch(value -> reads(value, step)))
        .boxed()
        .toList();
  }

  private boolean reads(Py value, int step) {
    return Draft.flows(value).contains(steps.get(step).outputs().getFirst());
  }

  // ---- joined in the end

  private Optional<Joined> joined(int from, int to) {
    boolean whole = numbered(from).filter(n -> to - from == members.size(n.list())).isPresent();
    if (!whole && to - from < LEAST || numbered(from).isEmpty()) {
      return Optional.empty();
    }
    List<Py> made = IntStream.range(from, to).mapToObj(this::made).toList();
    for (int reader : readers(from)) {
      if (reader < to || reader == steps.size()) {
        continue;
      }
      Optional<Joined> joined =
          list(steps.get(reader).value(), made)
              .map(list ->
                  new Joined(
                      reader,
                      list,
                      list.elements().subList(0, list.elements().size() - made.size())));
      if (joined.isPresent() && isAll(from, to, joined.get())) {
        return joined;
      }
    }
    return Optional.empty();
  }

  /** A list in an expression that ends with some tensors. */
  private static Optional<Py.ListOf> list(Py value, List<Py> made) {
    List<Py.ListOf> found = new ArrayList<>();
    value.replace(py -> {
      if (py instanceof Py.ListOf list
          && list.elements().size() >= made.size()
          && list.elements()
              .subList(list.elements().size() - made.size(), list.elements().size())
              .equals(made)) {
        found.add(list);
      }
      return Optional.empty();
    });
    return found.stream().findFirst();
  }

  /** Whether what the modules make is read nowhere else, and what stands before it is there. */
  private boolean isAll(int from, int to, Joined joined) {
    Py rest = replaced(steps.get(joined.step()).value(), joined.list(), Py.name("_"));
    for (int k = from; k < to - 1; k++) {
      if (!readers(k).equals(List.of(k + 1, joined.step())) || reads(rest, k)) {
        return false;
      }
    }
    return IntStream.range(from, steps.size())
        .noneMatch(k ->
            joined.before().stream()
                .flatMap(py -> Draft.flows(py).stream())
                .anyMatch(steps.get(k).outputs()::contains));
  }

  private static Py replaced(Py value, Py part, Py by) {
    return value.replace(py -> py == part ? Optional.of(by) : Optional.empty());
  }

  // ---- the loop

  private List<Step> loop(int from, int to, Optional<Joined> joined) {
    Numbered first = numbered(from).orElseThrow();
    int made = steps.get(to - 1).outputs().getFirst();
    Optional<Draft.Part> part = Optional.empty();
    int size = members.size(first.list());
    if (to - from < size) {
      int end = first.number() + to - from;
      part =
          Optional.of(
              new Draft.Part(first.number(), end < size ? Optional.of(end) : Optional.empty()));
    }
    List<Step> all = new ArrayList<>();
    List<Integer> outputs = new ArrayList<>(List.of(made));
    // the numbers of tensors are not negative
    Optional<Integer> list = joined.map(_ -> -1 - 2 * made);
    if (joined.isPresent()) {
      all.add(
          Step.of(
              List.of(list.get()),
              new Py.ListOf(joined.get().before()),
              false,
              Optional.of(GATHERED)));
      outputs.add(list.get() - 1);
      Step reader = steps.get(joined.get().step());
      Py.ListOf parts = joined.get().list();
      steps.set(
          joined.get().step(),
          reader.map(value -> replaced(value, parts, Draft.flow(outputs.getLast()))));
    }
    all.add(
        new Step(
            outputs,
            new Py.Call(Py.name("layer"), ((Py.Call) steps.get(from).value()).arguments()),
            true,
            Optional.empty(),
            Optional.of(new Draft.Loop(first.list(), part, incoming(from, to), list)),
            Optional.empty()));
    return all;
  }

  /** The tensor in the place of which later calls take what the one before them made. */
  private int incoming(int from, int to) {
    List<Py> first = numbered(from).orElseThrow().arguments();
    for (int i = 0; i < first.size(); i++) {
      Optional<Integer> flow = Skeleton.flow(first.get(i));
      boolean carried =
          to - from < 2 || numbered(from + 1).orElseThrow().arguments().get(i).equals(made(from));
      if (flow.isPresent() && carried) {
        return flow.get();
      }
    }
    throw new AssertionError(steps.get(from));
  }
}
