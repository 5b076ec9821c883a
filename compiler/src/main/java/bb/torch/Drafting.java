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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a draft of each module of a network, those inside of others first. */
final class Drafting {
  private final Graph graph;
  private final Scopes scopes;
  private final Spellings spellings;
  private final Uses uses;
  private final List<Draft> drafts = new ArrayList<>();
  private final List<String> whole = new ArrayList<>();
  private final Map<Run, Made> made = new HashMap<>();
  private final Map<String, Boolean> callable = new HashMap<>();

  /**
   * A module, ready to be made and called.
   *
   * @param plain whether it is a {@code Sequential}, not a class of its own
   */
  record Made(Py make, List<Integer> inputs, List<Integer> outputs, boolean plain) {}

  /** What a scope holds: a layer, or another scope. */
  private sealed interface Item {
    record Leaf(Node node) implements Item {}

    record Inner(Run run, Made made) implements Item {}
  }

  private Drafting(Graph graph, Spellings spellings) {
    this.graph = graph;
    this.scopes = new Scopes(graph);
    this.spellings = spellings;
    this.uses = new Uses(graph);
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
    Optional<List<Member>> chain =
        inputs.size() == 1 && graph.outputs().size() == 1
            ? chain(all, items).filter(Drafting::isNumbered)
            : Optional.empty();
    if (chain.isPresent()) {
      drafts.add(
          new Draft(
              graph.name(), "", Map.of(), chain.get(), inputs, names, List.of(), List.of(), true));
      return;
    }
    Body body = new Body(all, items);
    Py first = Draft.flow(inputs.getFirst());
    List<Py> results = new ArrayList<>();
    for (Graph.Output output : graph.outputs()) {
      results.add(body.batched(output.value(), first));
    }
    List<Step> steps = body.folded(results);
    drafts.add(
        new Draft(
            graph.name(),
            graph.doc().orElse(""),
            Map.of(),
            List.copyOf(body.members.values()),
            inputs,
            names,
            steps,
            results,
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
    Optional<List<Member>> chain = chain(run, items);
    if (chain.isPresent() && run.call().isEmpty()) {
      return new Made(new Sequences(this::whole).of(chain.get()), inputs, outputs, true);
    }
    Map<String, Object> numbers =
        run.call().<Map<String, Object>>map(Graph.BlockCall::numbers).orElse(Map.of());
    String kind = run.call().map(Graph.BlockCall::block).orElseGet(() -> Names.camel(run.path()));
    if (chain.isPresent() && isNumbered(chain.get())) {
      return add(
          new Draft(kind, "", numbers, chain.get(), inputs, List.of(), List.of(), List.of(), true),
          outputs);
    }
    Body body = new Body(run, items);
    List<Py> results = new ArrayList<>();
    outputs.forEach(id -> results.add(body.flow(id)));
    List<Step> steps = body.folded(results);
    return add(
        new Draft(
            kind,
            "",
            numbers,
            List.copyOf(body.members.values()),
            inputs,
            List.of(),
            steps,
            results,
            false),
        outputs);
  }

  private Made add(Draft draft, List<Integer> outputs) {
    drafts.add(draft);
    List<Object> words =
        Words.of(draft).stream().<Object>map(word -> draft.numbers().get(word)).toList();
    whole.add(words + Skeleton.whole(draft, this::whole));
    return new Made(Draft.instance(drafts.size() - 1), draft.inputs(), outputs, false);
  }

  /** All that an expression makes, as text. */
  private String whole(Py make) {
    return PyText.of(
        make.replace(py -> Skeleton.instance(py).map(id -> Py.name("{" + whole.get(id) + "}"))));
  }

  /** Members that are called one after the other, and nothing else happens. */
  private Optional<List<Member>> chain(Run run, List<Item> items) {
    Map<String, Member> members = new LinkedHashMap<>();
    int flow = -1;
    for (int i = 0; i < items.size(); i++) {
      Optional<Link> link = link(items.get(i));
      if (link.isEmpty()
          || flow >= 0 && link.get().in() != flow
          || i < items.size() - 1 && !feeds(link.get().out(), items.get(i + 1))) {
        return Optional.empty();
      }
      String name = name(run, path(items.get(i)));
      boolean learns = !(items.get(i) instanceof Item.Leaf(var n)) || !n.parameters().isEmpty();
      if (name.contains(".") && learns) {
        return Optional.empty();
      }
      Member member = new Member(name.replace('.', '_'), PyModule.Kind.MODULE, link.get().make());
      if (members.put(member.path(), member) != null) {
        return Optional.empty();
      }
      flow = link.get().out();
    }
    return Optional.of(List.copyOf(members.values()));
  }

  /** Whether nothing else reads a tensor. */
  private boolean feeds(int value, Item item) {
    return switch (item) {
      case Item.Inner(var run, _) -> uses.isReadWithin(value, run.first(), run.end());
      case Item.Leaf(var node) -> {
        int at = uses.index(node);
        yield uses.isReadWithin(value, at, at + 1);
      }
    };
  }

  /** One module of a chain. */
  private record Link(Py make, int in, int out) {}

  private Optional<Link> link(Item item) {
    if (item instanceof Item.Inner(_, var inner)) {
      return inner.inputs().size() == 1 && inner.outputs().size() == 1
          ? Optional.of(
              new Link(inner.make(), inner.inputs().getFirst(), inner.outputs().getFirst()))
          : Optional.empty();
    }
    Node node = ((Item.Leaf) item).node();
    if (node.inputs().size() != 1 || node.outputs().size() != 1) {
      return Optional.empty();
    }
    Optional<Py> module =
        switch (spellings.of(node)) {
          case Spelling.Module m when m.isPlain() && !isTied(node) -> Optional.of(m.make());
          case Spelling.Function f -> f.module();
          default -> Optional.empty();
        };
    return module.map(m -> new Link(m, node.inputs().getFirst().id(), node.output().id()));
  }

  private boolean isTied(Node node) {
    return Spellings.isTied(graph, node);
  }

  static boolean isNumbered(List<Member> members) {
    for (int i = 0; i < members.size(); i++) {
      if (!members.get(i).path().equals(String.valueOf(i))) {
        return false;
      }
    }
    return true;
  }

  // ---- forward

  /** What a module has and does. */
  private final class Body {
    private final Run run;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private final Set<String> free = new LinkedHashSet<>();
    private final List<Step> steps = new ArrayList<>();

    /** Tensors that a layer leaves as they are. */
    private final Map<Integer, Py> same = new HashMap<>();

    Body(Run run, List<Item> items) {
      this.run = run;
      items.forEach(this::add);
    }

    /** The steps, those that call one module of a list after the other as loops. */
    List<Step> folded(List<Py> results) {
      List<Step> named = Tables.fold(Sinking.of(steps), results, members);
      List<Step> picked = Picks.fold(named, results, id -> shape(id).rank());
      List<Step> split = Splits.fold(picked, id -> shape(id).elements());
      return Loops.fold(split, results, members, Drafting.this::whole);
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
      List<Py> arguments = made.inputs().stream().map(this::flow).toList();
      Py value = Draft.member(member).apply(arguments.toArray(Py[]::new));
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
      switch (spellings.of(node)) {
        case Spelling.Held held -> members.putIfAbsent(member(node), held(node, held));
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

    private Member held(Node node, Spelling.Held held) {
      PyModule.Kind kind =
          held.trained()
              ? PyModule.Kind.PARAMETER
              : held.saved() ? PyModule.Kind.BUFFER : PyModule.Kind.CONSTANT;
      return new Member(member(node), kind, held.make());
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
