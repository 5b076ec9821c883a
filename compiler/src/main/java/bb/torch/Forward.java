package bb.torch;

import bb.python.Py;
import bb.python.PyText;
import bb.torch.Draft.Step;
import bb.torch.PyModule.Child;
import bb.torch.PyModule.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes what a module does as statements with variables, and names what it has. */
final class Forward {
  /** How long an expression with others in it may be. */
  private static final int LONGEST = 72;

  private static final List<String> LETTERS =
      List.of("x", "y", "z", "u", "v", "w", "p", "q", "r", "s", "t", "a", "b", "c", "d", "e");

  private static final List<String> QUERY_KEY_VALUE = List.of("q", "k", "v");

  private final Draft draft;
  private final Members members;
  private final Map<Integer, Integer> reads = new HashMap<>();
  private final Map<Integer, String> variables = new HashMap<>();

  /** How often a name is one for what a step makes. */
  private final Map<String, Integer> labels = new HashMap<>();

  /** Variables that are no tensors. */
  private final Set<String> lists = new HashSet<>();

  /** What tensors are called that a function takes. */
  private final Map<Integer, String> roles = new HashMap<>();

  private Forward(Draft draft) {
    this.draft = draft;
    this.members = new Members(draft.members());
  }

  static PyModule module(String name, Draft draft, Parameters parameters) {
    Forward forward = new Forward(draft);
    draft.steps().forEach(forward::read);
    draft
        .steps()
        .forEach(step -> step.name().ifPresent(n -> forward.labels.merge(n, 1, Integer::sum)));
    draft
        .results()
        .forEach(r -> Draft.flows(r).forEach(id -> forward.reads.merge(id, 2, Integer::sum)));
    List<Step> steps = forward.nested(draft.steps());
    List<String> inputs = forward.inputs();
    Set<Integer> results = new HashSet<>();
    draft.results().forEach(result -> results.addAll(Draft.flows(result)));
    List<Statement> statements = forward.statements(steps, results);
    return new PyModule(
        name,
        draft.doc(),
        parameters.names().stream()
            .map(parameter ->
                new PyModule.Parameter(
                    parameter, parameters.omitted(parameter).map(PyText::literal)))
            .toList(),
        parameters.kept(),
        forward.members.children().stream()
            .map(child -> new Child(child.name(), child.kind(), Series.within(child.make())))
            .toList(),
        inputs,
        statements,
        draft.results().stream().map(forward::written).toList(),
        draft.sequential());
  }

  // ---- nesting

  private void read(Step step) {
    step.expressions()
        .forEach(value -> Draft.flows(value).forEach(id -> reads.merge(id, 1, Integer::sum)));
    // the last value of a branch has the variable of the whole
    step.branch().ifPresent(branch -> reads.merge(branch.result(), 2, Integer::sum));
    step.expressions().forEach(this::roles);
  }

  private void roles(Py value) {
    value.replace(py -> {
      if (py instanceof Py.Call(Py.Name(var function), var arguments)
          && function.equals("attention")) {
        for (int i = 0; i < QUERY_KEY_VALUE.size(); i++) {
          String role = QUERY_KEY_VALUE.get(i);
          Skeleton.flow(arguments.get(i).value()).ifPresent(id -> roles.putIfAbsent(id, role));
        }
      }
      return Optional.empty();
    });
  }

  /** Steps that are read once, by one that follows, become part of it. */
  private List<Step> nested(List<Step> steps) {
    Map<Integer, Step> waiting = new LinkedHashMap<>();
    List<Step> all = new ArrayList<>();
    for (Step step : steps) {
      Step whole =
          step.branch().isEmpty() ? step : Step.branch(step, nested(step.branch().get().steps()));
      for (int id : flows(step)) {
        Step inner = waiting.get(id);
        if (inner == null
            || step.over().isPresent()
            || step.branch().isPresent()
            || inner.heavy() && step.heavy()) {
          continue;
        }
        Py joined =
            turnedTwice(
                whole
                    .value()
                    .replace(py ->
                        Skeleton.flow(py).filter(flow -> flow == id).map(_ -> inner.value())));
        if (length(joined) <= LONGEST) {
          whole =
              new Step(
                  whole.outputs(),
                  joined,
                  whole.heavy() || inner.heavy(),
                  whole.name().or(inner::name),
                  whole.over(),
                  whole.branch());
          all.remove(inner);
          waiting.remove(id);
        }
      }
      all.add(whole);
      if (whole.outputs().size() == 1
          && whole.over().isEmpty()
          && whole.branch().isEmpty()
          && reads.getOrDefault(whole.outputs().getFirst(), 0) == 1) {
        waiting.put(whole.outputs().getFirst(), whole);
      }
    }
    return all;
  }

  /** Without transposes that undo each other. */
  private static Py turnedTwice(Py value) {
    return value.replace(py ->
        py instanceof Py.Attr(Py.Attr(var of, var inner), var outer)
                && inner.equals("mT")
                && outer.equals("mT")
            ? Optional.of(turnedTwice(of))
            : Optional.empty());
  }

  private int length(Py py) {
    return PyText.of(
            py.replace(each ->
                Skeleton.flow(each).isPresent()
                    ? Optional.of(Py.name("x"))
                    : members.written(each)))
        .length();
  }

  /** What a step reads. */
  private static List<Integer> flows(Step step) {
    List<Integer> flows = new ArrayList<>();
    step.expressions().forEach(value -> flows.addAll(Draft.flows(value)));
    step.branch().ifPresent(b -> b.steps().forEach(inner -> flows.removeAll(inner.outputs())));
    return flows;
  }

  // ---- variables

  private List<String> inputs() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < draft.inputs().size(); i++) {
      String name =
          i < draft.inputNames().size()
              ? Names.variable(draft.inputNames().get(i))
              : i < LETTERS.size() ? LETTERS.get(i) : "x" + i;
      if (draft.inputNames().size() == 1) {
        name = "x";
      }
      names.add(name);
      variables.put(draft.inputs().get(i), name);
    }
    return names;
  }

  private List<Statement> statements(List<Step> steps, Set<Integer> behind) {
    List<Set<Integer>> later = new ArrayList<>();
    Set<Integer> live = new HashSet<>(behind);
    for (int i = steps.size() - 1; i >= 0; i--) {
      later.addFirst(Set.copyOf(live));
      live.addAll(flows(steps.get(i)));
      steps.get(i).over().ifPresent(loop -> live.add(loop.in()));
      steps.get(i).over().flatMap(Draft.Loop::gathered).ifPresent(live::add);
    }
    List<Statement> statements = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Set<String> used = new HashSet<>();
      later.get(i).stream().map(variables::get).filter(n -> n != null).forEach(used::add);
      if (step.over().isPresent()) {
        loop(step, step.over().get(), used, statements);
      } else if (step.branch().isPresent()) {
        branch(step, step.branch().get(), used, later.get(i), statements);
      } else {
        assign(step, used, statements);
      }
    }
    return statements;
  }

  private void assign(Step step, Set<String> used, List<Statement> statements) {
    Py value = written(step.value());
    List<String> targets = new ArrayList<>();
    for (int output : step.outputs()) {
      String target = target(step, output, used);
      if (step.value() instanceof Py.ListOf) {
        lists.add(target);
      }
      used.add(target);
      targets.add(target);
      variables.put(output, target);
    }
    statements.add(new Statement.Assign(targets, value));
  }

  /** What is done under a condition, to the variable of what it is done to. */
  private void branch(
      Step step,
      Draft.Branch branch,
      Set<String> used,
      Set<Integer> later,
      List<Statement> statements) {
    Set<Integer> behind = new HashSet<>(later);
    String in = variables.get(Draft.flows(step.value()).getFirst());
    String target = in;
    if (used.contains(in)) {
      target = fresh(used);
      statements.add(new Statement.Assign(List.of(target), Py.name(in)));
    }
    behind.addAll(Draft.flows(step.value()));
    List<Step> steps = branch.steps();
    List<Statement> then =
        new ArrayList<>(statements(steps.subList(0, steps.size() - 1), last(steps, behind)));
    then.add(new Statement.Assign(List.of(target), written(steps.getLast().value())));
    variables.put(step.outputs().getFirst(), target);
    statements.add(new Statement.If(written(branch.condition()), then));
  }

  private static Set<Integer> last(List<Step> steps, Set<Integer> behind) {
    Set<Integer> live = new HashSet<>(behind);
    live.addAll(flows(steps.getLast()));
    return live;
  }

  /** What its role is called, or the variable of what is no longer read, else a new one. */
  private String target(Step step, int output, Set<String> used) {
    Optional<String> role = Optional.ofNullable(roles.get(output)).filter(n -> !used.contains(n));
    if (role.isPresent()) {
      return role.get();
    }
    Optional<String> own =
        step.name()
            .filter(_ -> step.outputs().size() == 1)
            .filter(name -> labels.getOrDefault(name, 0) == 1)
            .filter(Names::isVariable)
            .filter(n -> !used.contains(n));
    if (step.value() instanceof Py.ListOf && own.isPresent()) {
      return own.get();
    }
    List<Integer> flows = flows(step);
    // what is made of several tensors is none of them
    if (flows.stream().distinct().count() > 1 && !used.contains("x")) {
      return "x";
    }
    for (int id : flows) {
      String name = variables.get(id);
      if (name != null && !used.contains(name) && !lists.contains(name)) {
        return name;
      }
    }
    return own.orElseGet(() -> fresh(used));
  }

  private static String fresh(Set<String> used) {
    for (String letter : LETTERS) {
      if (!used.contains(letter)) {
        return letter;
      }
    }
    int number = 2;
    while (used.contains("x" + number)) {
      number++;
    }
    return "x" + number;
  }

  private void loop(Step step, Draft.Loop loop, Set<String> used, List<Statement> statements) {
    String in = variables.get(loop.in());
    String carried = in;
    if (used.contains(in)) {
      carried = fresh(used);
      statements.add(new Statement.Assign(List.of(carried), Py.name(in)));
    }
    Map<Integer, String> before = new HashMap<>(variables);
    variables.put(loop.in(), carried);
    String variable = used.contains("layer") || carried.equals("layer") ? "each" : "layer";
    Py value =
        written(
            step.value()
                .replace(py ->
                    py.equals(Py.name("layer"))
                        ? Optional.of(Py.name(variable))
                        : Optional.empty()));
    variables.putAll(before);
    variables.put(step.outputs().getFirst(), carried);
    List<Statement> each = new ArrayList<>();
    each.add(new Statement.Assign(List.of(carried), value));
    if (loop.gathered().isPresent()) {
      String gathered = variables.get(loop.gathered().get());
      variables.put(step.outputs().getLast(), gathered);
      each.add(new Statement.Do(Py.name(gathered).method("append", Py.name(carried))));
    }
    statements.add(new Statement.Loop(variable, members.list(loop.list(), loop.part()), each));
  }

  private Py written(Py value) {
    return value.replace(py ->
        Skeleton.flow(py).<Py>map(id -> Py.name(variables.get(id))).or(() -> members.written(py)));
  }
}
