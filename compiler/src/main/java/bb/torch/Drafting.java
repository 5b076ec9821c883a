package bb.torch;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.ops.ParameterSpec;
import bb.python.Py;
import bb.python.PyText;
import bb.python.Spelling;
import bb.torch.Draft.Member;
import bb.torch.Draft.Step;
import bb.torch.Scopes.Run;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Makes a draft of each module of a network, those inside of others first. */
final class Drafting {
  private final Graph graph;
  private final Scopes scopes;
  private final Spellings spellings;
  private final Uses uses;
  private final Chains chains;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<String> whole = new ArrayList<>();
  private final Map<Run, Made> made = new HashMap<>();
  private final Map<String, Boolean> callable = new HashMap<>();

  /**
   * A module, ready to be made and called.
   *
   * @param transposed whether all that flows in and out is the transpose of what it is in the
   *     source
   */
  record Made(Py make, List<Integer> inputs, List<Integer> outputs, boolean transposed) {}

  /** What a scope holds: a layer, or another scope. */
  sealed interface Item {
    record Leaf(Node node) implements Item {}

    record Inner(Run run, Made made) implements Item {}
  }

  private Drafting(Graph graph, Spellings spellings) {
    this.graph = graph;
    this.scopes = new Scopes(graph);
    this.spellings = spellings;
    this.uses = new Uses(graph);
    this.chains = new Chains(graph, spellings, uses);
  }

  /** The drafts; the last is that of the network. */
  static List<Draft> of(Graph graph, Spellings spellings) {
    Drafting drafting = new Drafting(graph, spellings);
    Run all = new Run("", 0, graph.nodes().size(), Optional.empty());
    drafting.network(all);
    return drafting.drafts;
  }

  private void network(Run all) {
    List<Item> items = items(all);
    List<Integer> inputs = graph.inputs().stream().map(input -> input.value().id()).toList();
    List<String> names = graph.inputs().stream().map(Graph.Input::name).toList();
    Optional<Chains.Chain> chain =
        inputs.size() == 1 && graph.outputs().size() == 1
            ? chain(all, items).filter(c -> Chains.isNumbered(c.members()) && !c.transposed())
            : Optional.empty();
    if (chain.isPresent()) {
      List<Member> members = chain.get().members();
      drafts.add(
          new Draft(
              graph.name(), "", Map.of(), members, inputs, names, List.of(), List.of(), true));
      return;
    }
    Body body = new Body(all, items);
    Py first = Draft.flow(inputs.getFirst());
    List<Py> results = new ArrayList<>();
    for (Graph.Output output : graph.outputs()) {
      results.add(body.batched(output.value(), first));
    }
    Transposes.Flow flow = body.folded(inputs, results, false);
    List<Py> out = new ArrayList<>(flow.results());
    List<Step> steps = body.looped(flow.steps(), out);
    drafts.add(
        new Draft(
            graph.name(),
            graph.doc().orElse(""),
            Map.of(),
            List.copyOf(body.members.values()),
            inputs,
            names,
            steps,
            out,
            false));
  }

  // ---- what is called

  /** Whether a scope is a module that is called as a whole. */
  private boolean isCallable(String prefix) {
    Boolean known = callable.get(prefix);
    if (known == null) {
      known = decide(prefix);
      callable.put(prefix, known);
    }
    return known;
  }

  private boolean decide(String prefix) {
    List<Run> runs = scopes.runs(prefix);
    Run first = runs.getFirst();
    if (scopes.isOpen(prefix) || first.call().isEmpty() && !scopes.learns(prefix)) {
      return false;
    }
    List<Item> items = items(first);
    if (first.call().isEmpty() && items.stream().allMatch(this::isHeld)) {
      return false;
    }
    if (first.call().isEmpty() && chain(first, items).isEmpty() && isList(first, items)) {
      return false;
    }
    Made one = made(first);
    return runs.stream()
        .skip(1)
        .allMatch(
            run -> run.call().isPresent() && whole(made(run).make()).equals(whole(one.make())));
  }

  private boolean isHeld(Item item) {
    return item instanceof Item.Leaf(var node) && spellings.of(node) instanceof Spelling.Held;
  }

  /** Whether all that a scope has is numbered. */
  private boolean isList(Run run, List<Item> items) {
    return items.stream().allMatch(item -> isNumber(first(name(run, path(item)))));
  }

  private List<Item> items(Run run) {
    List<Item> items = new ArrayList<>();
    int at = run.first();
    while (at < run.end()) {
      Item item = item(run, at);
      items.add(item);
      at = item instanceof Item.Inner(var inner, _) ? inner.end() : at + 1;
    }
    return items;
  }

  private Item item(Run run, int at) {
    Node node = graph.nodes().get(at);
    for (String prefix : scopes.prefixes(node.path())) {
      if (prefix.length() > run.path().length() && isCallable(prefix)) {
        Optional<Run> inner = scopes.startingAt(prefix, at);
        if (inner.isPresent() && inner.get().end() <= run.end()) {
          return new Item.Inner(inner.get(), made(inner.get()));
        }
      }
    }
    return new Item.Leaf(node);
  }

  /** The tables that a module has and does not read, as others do before. */
  private List<Node> aside(Run run) {
    return scopes.aside(run.path()).stream().filter(node -> home(run, node).isEmpty()).toList();
  }

  /** The module within a run that has a table which is read before. */
  private Optional<String> home(Run run, Node table) {
    return scopes.prefixes(table.path()).stream()
        .filter(prefix -> prefix.length() > run.path().length())
        .filter(prefix -> scopes.aside(prefix).contains(table) && isCallable(prefix))
        .findFirst();
  }

  private static String path(Item item) {
    return switch (item) {
      case Item.Leaf(var node) -> node.path();
      case Item.Inner(var run, _) -> run.path();
    };
  }

  private static String name(Run run, String path) {
    String name = run.path().isEmpty() ? path : path.substring(run.path().length() + 1);
    return run.call().map(call -> Words.named(name, call.numbers())).orElse(name);
  }

  private static String first(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  static boolean isNumber(String name) {
    return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  // ---- modules

  private Made made(Run run) {
    Made known = made.get(run);
    if (known == null) {
      known = make(run);
      made.put(run, known);
    }
    return known;
  }

  private Made make(Run run) {
    List<Item> items = items(run);
    List<Integer> inputs = uses.inputs(run);
    List<Integer> outputs = uses.outputs(run);
    Optional<Chains.Chain> chain = chain(run, items);
    if (chain.isPresent() && run.call().isEmpty()) {
      Py make = new Sequences(this::whole).of(chain.get().members());
      return new Made(make, inputs, outputs, chain.get().transposed());
    }
    Map<String, Object> numbers =
        run.call().<Map<String, Object>>map(Graph.BlockCall::numbers).orElse(Map.of());
    String kind = run.call().map(Graph.BlockCall::block).orElseGet(() -> Names.camel(run.path()));
    if (chain.isPresent() && Chains.isNumbered(chain.get().members())) {
      List<Member> members = chain.get().members();
      Draft draft =
          new Draft(kind, "", numbers, members, inputs, List.of(), List.of(), List.of(), true);
      return new Made(add(draft), inputs, outputs, chain.get().transposed());
    }
    Body body = new Body(run, items);
    List<Py> results = new ArrayList<>();
    outputs.forEach(id -> results.add(body.flow(id)));
    Transposes.Flow flow = body.folded(inputs, results, true);
    List<Py> out = new ArrayList<>(flow.results());
    List<Step> steps = body.looped(flow.steps(), out);
    Draft draft =
        new Draft(
            kind,
            "",
            numbers,
            List.copyOf(body.members.values()),
            flow.inputs(),
            List.of(),
            steps,
            out,
            false);
    return new Made(add(draft), inputs, outputs, flow.transposed());
  }

  /** The call that makes a module of a draft. */
  private Py add(Draft draft) {
    drafts.add(draft);
    List<Object> words =
        Words.of(draft).stream().<Object>map(word -> draft.numbers().get(word)).toList();
    whole.add(words + Skeleton.whole(draft, this::whole));
    return Draft.instance(drafts.size() - 1);
  }

  /** All that an expression makes, as text. */
  private String whole(Py make) {
    return PyText.of(
        make.replace(py -> Skeleton.instance(py).map(id -> Py.name("{" + whole.get(id) + "}"))));
  }

  private Optional<Chains.Chain> chain(Run run, List<Item> items) {
    if (!aside(run).isEmpty()) {
      return Optional.empty();
    }
    return chains.of(items, item -> name(run, path(item)));
  }

  private boolean isTied(Node node) {
    return Spellings.isTied(graph, node);
  }

  // ---- forward

  /** What a module has and does. */
  private final class Body {
    private final Run run;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Set<String> free = new LinkedHashSet<>();
    private final List<Step> steps = new ArrayList<>();

    /** Tensors that are made element by element of tensors of their shape. */
    private final Set<Integer> elementwise = new HashSet<>();

    /** Tensors that a layer leaves as they are. */
    private final Map<Integer, Py> same = new HashMap<>();

    Body(Run run, List<Item> items) {
      this.run = run;
      items.forEach(this::add);
      aside(run).forEach(this::hold);
    }

    /** What is done, with what PyTorch has shorter words for. */
    Transposes.Flow folded(List<Integer> inputs, List<Py> results, boolean within) {
      List<Step> named = Tables.fold(Sinking.of(steps), results, members);
      List<Step> picked = Picks.fold(named, results, id -> shape(id).rank());
      List<Step> split = Splits.fold(picked, id -> shape(id).elements());
      return Transposes.of(
          new Transposes.Flow(inputs, split, results, false), elementwise::contains, within);
    }

    /** The steps, those that call one module of a list after the other as loops. */
    List<Step> looped(List<Step> flow, List<Py> results) {
      return Loops.fold(flow, results, members, Drafting.this::whole);
    }

    /** The shape of a tensor that a layer makes. */
    private Shape shape(int id) {
      return uses.producer(id).orElseThrow().outputs().stream()
          .filter(output -> output.id() == id)
          .findFirst()
          .orElseThrow()
          .type()
          .shape();
    }

    private void add(Item item) {
      switch (item) {
        case Item.Inner(var inner, var made) -> inner(inner, made);
        case Item.Leaf(var node) -> leaf(node);
      }
    }

    private void inner(Run inner, Made made) {
      boolean learns = scopes.learns(inner.path());
      String path = name(run, inner.path());
      String member = learns ? path : free(made, inner.call().orElseThrow().block());
      members.putIfAbsent(member, new Member(member, PyModule.Kind.MODULE, made.make()));
      Stream<Py> arguments = made.inputs().stream().map(this::flow);
      Py module = Draft.member(member);
      Py value =
          made.transposed()
              ? module.apply(arguments.map(Py::transposed).toArray(Py[]::new)).transposed()
              : module.apply(arguments.toArray(Py[]::new));
      steps.add(Step.of(made.outputs(), value, true, label(member)));
    }

    /** What a module without weights is called: equal ones are one. */
    private String free(Made made, String block) {
      String form = whole(made.make());
      String name = Names.snake(block);
      String unique = name;
      for (int i = 2; members.containsKey(unique); i++) {
        if (free.contains(unique) && whole(members.get(unique).make()).equals(form)) {
          return unique;
        }
        unique = name + i;
      }
      free.add(unique);
      return unique;
    }

    private void leaf(Node node) {
      String path = name(run, node.path());
      List<Integer> outputs = node.outputs().stream().map(Value::id).toList();
      if (Chains.isElementwise(node)) {
        elementwise.addAll(outputs);
      }
      switch (spellings.of(node)) {
        case Spelling.Held _ when home(run, node).isPresent() ->
            same.put(outputs.getFirst(), Py.name("&" + path));
        case Spelling.Held _ -> hold(node);
        case Spelling.Function(var value, _, _) -> function(outputs, filled(node, value, ""));
        case Spelling.Module module when isTied(node) -> tied(node, module, outputs);
        case Spelling.Module(var make, var use, _) -> {
          members.putIfAbsent(path, new Member(path, PyModule.Kind.MODULE, make));
          boolean heavy =
              node.parameters().stream()
                  .anyMatch(p -> graph.parameters().get(p).type().shape().rank() > 1);
          Optional<String> label = heavy ? label(path) : Optional.empty();
          steps.add(Step.of(outputs, filled(node, use, path), heavy, label));
        }
        case Spelling.Missing _ -> throw new AssertionError(node);
      }
    }

    private void function(List<Integer> outputs, Py value) {
      if (outputs.size() == 1 && Skeleton.flow(value).isPresent()) {
        same.put(outputs.getFirst(), value);
      } else {
        steps.add(Step.of(outputs, value, false, Optional.empty()));
      }
    }

    /** What a tensor could be called that a module makes: {@code conv1} says little. */
    private static Optional<String> label(String path) {
      return Optional.of(path.substring(path.lastIndexOf('.') + 1))
          .map(name -> name.replaceFirst("_proj$", ""))
          .filter(name -> name.chars().noneMatch(Character::isDigit));
    }

    private String member(Node node) {
      String path = name(run, node.path());
      return spellings.of(node) instanceof Spelling.Held(_, _, var saved) && !saved
          ? path.replace('.', '_')
          : path;
    }

    private void hold(Node node) {
      Spelling.Held held = (Spelling.Held) spellings.of(node);
      PyModule.Kind kind =
          held.trained()
              ? PyModule.Kind.PARAMETER
              : held.saved() ? PyModule.Kind.BUFFER : PyModule.Kind.CONSTANT;
      members.putIfAbsent(member(node), new Member(member(node), kind, held.make()));
    }

    /** A layer some of whose tensors are those of another one. */
    private void tied(Node node, Spelling.Module module, List<Integer> outputs) {
      List<ParameterSpec> specs =
          node.op().parameters(node.inputs().stream().map(Value::type).toList());
      Map<String, Py> tensors = new HashMap<>();
      for (int i = 0; i < specs.size(); i++) {
        Graph.Parameter parameter = graph.parameters().get(node.parameters().get(i));
        String path = name(run, parameter.name());
        if (parameter.name().startsWith(node.path() + ".")) {
          List<Py> dims =
              parameter.type().shape().dims().stream().map(dim -> Py.of(dim, "size")).toList();
          Py zeros = Py.call("torch.zeros", new Py.Tuple(dims));
          members.putIfAbsent(path, new Member(path, PyModule.Kind.PARAMETER, zeros));
          tensors.put(specs.get(i).name(), Draft.member(path));
        } else {
          tensors.put(specs.get(i).name(), Py.name("&" + path));
        }
      }
      Py applied =
          module
              .function()
              .orElseThrow()
              .replace(py ->
                  py instanceof Py.Own(var own) ? Optional.of(tensors.get(own)) : Optional.empty());
      steps.add(Step.of(outputs, filled(node, applied, ""), true, Optional.empty()));
    }

    private Py filled(Node node, Py value, String path) {
      return value.replace(py ->
          switch (py) {
            case Py.In(var index) -> Optional.of(flow(node.inputs().get(index).id()));
            case Py.Self _ -> Optional.of(Draft.member(path));
            default -> Optional.empty();
          });
    }

    /** A tensor: a member, if it is held here, else what flows. */
    Py flow(int id) {
      Optional<Node> producer = uses.producer(id);
      return producer
          .filter(node -> spellings.of(node) instanceof Spelling.Held)
          .filter(node -> uses.index(node) >= run.first() && uses.index(node) < run.end())
          .map(this::member)
          .filter(members::containsKey)
          .map(Draft::member)
          .orElseGet(() -> same.getOrDefault(id, Draft.flow(id)));
    }

    /** An output of the network, with the axis of the batch. */
    Py batched(Value value, Py first) {
      Py flow = flow(value.id());
      if (spellings.isBatched(value)) {
        return flow;
      }
      List<Py> sizes = new ArrayList<>(List.of(first.attr("shape").at(Py.of(0L))));
      sizes.addAll(Collections.nCopies(value.type().shape().rank(), Py.of(-1L)));
      return flow.method("expand", sizes.toArray(Py[]::new));
    }
  }
}
