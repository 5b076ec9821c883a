package bb.importing.write;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.structure.Item;
import bb.importing.structure.Slot;
import bb.importing.structure.Units;
import bb.syntax.Ast;
import bb.types.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Items as statements. What is read where it does not flow has a name; to know which that are,
 * everything is written twice.
 */
final class TreeWriter {
  /** Steps of branches are counted from where these begin; here they have labels. */
  private static final int UNCOUNTED = -1;

  private final LayerGraph graph;
  private final Names names;
  private final Units units;
  private final int first;
  private final Map<Integer, List<Layer>> readers;
  private final Chains chains;
  private final Map<Ref, String> outputs = new LinkedHashMap<>();
  private final Set<Ref> asked = new HashSet<>();

  /** Tensors that are read in a scope under which their names are not. */
  private final Set<Integer> outside = new HashSet<>();

  /** Layers that are written where they are read. */
  private final Set<Integer> nested = new HashSet<>();

  /** Layers of which the tensors are read by their numbers. */
  private final Set<Integer> tables = new HashSet<>();

  private Map<Ref, String> called = new HashMap<>();
  private Words words = Words.all();
  private Map<Slot, Ast.Expr> changed = Map.of();
  private int unnamed;

  /**
   * @param numbered whether a step whose name is its number goes without
   */
  TreeWriter(LayerGraph graph, Names names, Units units, boolean numbered) {
    this.graph = graph;
    this.names = names;
    this.units = units;
    this.first = numbered ? 0 : UNCOUNTED;
    this.readers = graph.readers();
    this.chains = new Chains(graph);
    graph.outputs().forEach(output -> outputs.putIfAbsent(output.ref(), output.name()));
  }

  /** The network's statements. */
  List<Ast.Statement> network(List<Item> items) {
    body(items);
    asked.addAll(Answers.named(graph, items));
    called = new HashMap<>();
    unnamed = 0;
    return body(items);
  }

  /** The statements of a block, in which some numbers are parameters. */
  List<Ast.Statement> block(Units.Block block, Map<Slot, Ast.Expr> parameters) {
    Set<Ref> askedOutside = Set.copyOf(asked);
    Words wordsOutside = words;
    Map<Ref, String> calledOutside = called;
    changed = parameters;
    asked.clear();
    inBlock(block);
    List<Ast.Statement> statements = inBlock(block);
    changed = Map.of();
    asked.clear();
    asked.addAll(askedOutside);
    words = wordsOutside;
    called = calledOutside;
    return statements;
  }

  private List<Ast.Statement> inBlock(Units.Block block) {
    List<String> parameters = new ArrayList<>();
    block.parameters().forEach(p -> parameters.add(p.name()));
    parameters.addAll(block.beside().keySet());
    words = Words.without(parameters);
    called = new HashMap<>();
    block.beside().forEach((name, tensor) -> called.put(tensor, name));
    unnamed = 0;
    List<Ast.Statement> statements = new ArrayList<>();
    Ref entry = block.entry();
    if (asked.contains(entry)) {
      Ast.Step all = Make.bound(Make.apply(Make.reference("it")), List.of(bind(entry)));
      statements.add(Make.pipeline(Optional.empty(), List.of(all)));
    }
    Item.Scope scope = block.scope();
    write(scope.items(), Optional.of(Flow.of(entry)), units.prefix(scope), first, statements);
    return statements;
  }

  private List<Ast.Statement> body(List<Item> items) {
    List<Ast.Statement> statements = new ArrayList<>();
    words =
        Words.without(
            graph.layers().stream().filter(l -> l.is(Layer.USE)).map(Calls::instance).toList());
    List<Layer> inputs = graph.layers().stream().filter(l -> l.is(Layer.INPUT)).toList();
    for (Layer input : inputs) {
      String name = words.fresh(Names.identifier(input.node(), "input"));
      called.put(input.out(), name);
      DType type = input.type().dtype();
      statements.add(
          Make.input(
              name,
              type == DType.FLOAT32 ? Optional.empty() : Optional.of(type.toString()),
              input.type().shape().dims()));
    }
    for (Layer layer : graph.layers()) {
      boolean often =
          readers.getOrDefault(layer.id(), List.of()).size() > 1
              && !(layer.is(Layer.CONST) && units.isOfBlocks(layer));
      if (layer.isTensor() && (often || outside.contains(layer.id()))) {
        declare(layer, "", statements);
      }
    }
    Optional<Flow> flow =
        inputs.size() == 1 ? Optional.of(Flow.of(inputs.getFirst().out())) : Optional.empty();
    write(items, flow, "", first, statements);
    List<String> answers = new ArrayList<>();
    for (LayerGraph.Output output : graph.outputs()) {
      if (graph.layer(output.ref()).isTensor()) {
        declare(graph.layer(output.ref()), "", statements);
      }
      if (called.containsKey(output.ref()) && !answers.contains(called.get(output.ref()))) {
        answers.add(called.get(output.ref()));
      }
    }
    boolean last =
        graph.outputs().size() == 1
            && !asked.contains(graph.outputs().getFirst().ref())
            && !items.isEmpty()
            && items.getLast().out().equals(graph.outputs().getFirst().ref());
    if (!last && !answers.isEmpty()) {
      statements.add(Make.output(answers));
    }
    return statements;
  }

  // ---- items

  /**
   * @param first the number of the first of the steps, of which one so named needs no label
   */
  private Optional<Flow> write(
      List<Item> items,
      Optional<Flow> entry,
      String prefix,
      int first,
      List<Ast.Statement> statements) {
    Optional<Flow> flow = entry;
    int counter = first;
    int i = 0;
    nested.addAll(Nested.among(items, graph, readers, names));
    while (i < items.size()) {
      Item item = items.get(i);
      if (isInstance(item)) {
        statements.add(instance(item, prefix));
        counter = UNCOUNTED;
        i++;
        continue;
      }
      int run = item instanceof Item.Scope scope ? units.run(items, i, scope, this::written) : 1;
      switch (item) {
        case Item.Call(var layer) when nested.contains(layer.id()) ->
            declare(graph.layer(layer.input()), prefix, statements);
        case Item.Call call -> flow = call(call, flow, prefix, counter, statements);
        case Item.Join join -> flow = join(join, flow, prefix, statements);
        case Item.Scope scope -> {
          flow = scope(items.subList(i, i + run), scope, flow, prefix, counter, statements);
        }
      }
      counter = counter >= 0 && !(item instanceof Item.Join) ? counter + run : UNCOUNTED;
      i += run;
    }
    return flow;
  }

  /** Whether it is a module that the network applies several times, and not one of these times. */
  private boolean isInstance(Item item) {
    return switch (item) {
      case Item.Call(var layer) ->
          layer.inputs().size() == 1
              && graph.layer(layer.input()).is(Layer.ENTRY)
              && graph.layer(layer.input()).node().equals(names.paths().get(layer.id()));
      case Item.Join _ -> false;
      case Item.Scope scope -> units.isInstance(scope);
    };
  }

  private Ast.Statement instance(Item item, String prefix) {
    return switch (item) {
      case Item.Call(var layer) -> {
        String name = names.paths().get(layer.id()).substring(prefix.length());
        yield Make.share(name, Calls.call(layer, arguments(layer), List.of(), ties(layer)));
      }
      case Item.Scope scope -> Make.share(scope.label(), written(units.use(scope).orElseThrow()));
      case Item.Join _ -> throw new IllegalStateException(prefix);
    };
  }

  private Optional<Flow> scope(
      List<Item> run,
      Item.Scope scope,
      Optional<Flow> flow,
      String prefix,
      int counter,
      List<Ast.Statement> statements) {
    Optional<Units.Use> use = units.use(scope);
    String below = prefix + scope.label() + ".";
    if (use.isEmpty()) {
      List<Ast.Statement> inside = new ArrayList<>();
      Optional<Flow> after = write(scope.items(), flow, below, first, inside);
      statements.add(
          Make.pipeline(
              Optional.of(Make.label(scope.label())), List.of(Make.step(Make.sequence(inside)))));
      return after;
    }
    use.get().beside().values().stream()
        .map(graph::layer)
        .filter(Layer::isTensor)
        .forEach(tensor -> declare(tensor, prefix, statements));
    Ast.Expr call = written(use.get());
    boolean counts = counter >= 0 && scope.label().equals(String.valueOf(counter));
    Ref entry = use.get().entry();
    List<Ast.Step> steps = new ArrayList<>();
    if (flow.isEmpty() || !flow.get().is(entry)) {
      steps.add(Make.apply(reference(entry)));
    }
    Ref out = run.getLast().out();
    if (run.size() > 1) {
      Ast.Statement one = Make.pipeline(Optional.empty(), List.of(Make.apply(call)));
      steps.add(
          Make.step(Make.repeat(false, Optional.empty(), Make.integer(run.size()), List.of(one))));
    } else {
      steps.add(Make.apply(call));
    }
    steps.set(steps.size() - 1, Make.bound(steps.getLast(), bound(out)));
    Optional<Ast.Label> label =
        counts || run.size() > 1 ? Optional.empty() : Optional.of(Make.label(scope.label()));
    statements.add(Make.labelled(label, steps));
    return Optional.of(Flow.of(out));
  }

  /** The call of a block; of what is a number a block around may have made a parameter. */
  private Ast.Expr written(Units.Use use) {
    List<Ast.Argument> arguments = new ArrayList<>();
    use.arguments().forEach((name, is) -> arguments.add(Make.argument(name, argument(is))));
    use.beside().forEach((name, is) -> arguments.add(Make.argument(name, reference(is))));
    if (!arguments.isEmpty()) {
      arguments.set(0, Make.argument(arguments.getFirst().value()));
    }
    return Make.call(use.block(), arguments);
  }

  private Ast.Expr argument(Units.Argument argument) {
    return switch (argument) {
      case Units.Quantity(var number, var slot) -> changed.getOrDefault(slot, Make.value(number));
      case Units.Word(var layer) -> Make.reference(layer);
    };
  }

  private Optional<Flow> call(
      Item.Call item,
      Optional<Flow> flow,
      String prefix,
      int counter,
      List<Ast.Statement> statements) {
    Layer layer = item.layer();
    List<Ref> inputs = layer.inputs();
    boolean goesOn = flow.filter(f -> chains.goesOn(f, layer)).isPresent();
    int before = goesOn ? statements.size() - 1 : Chains.NEW;
    inputs.forEach(ref -> {
      if (graph.layer(ref).isTensor()) {
        declare(graph.layer(ref), prefix, statements);
      }
    });
    boolean all = flow.filter(f -> f.isAll(graph, inputs)).isPresent();
    boolean flows =
        all || inputs.size() == 1 && flow.filter(f -> f.is(inputs.getFirst())).isPresent();
    List<Ast.Expr> tensors =
        inputs.size() == 1 || all
            ? List.of()
            : inputs.stream()
                .map(ref ->
                    flow.filter(f -> f.is(ref)).isPresent() ? Make.reference("it") : reference(ref))
                .toList();
    if (Nested.comesFirst(layer, nested)) {
      tensors = tensors.reversed();
    }
    Ast.Step call =
        Make.bound(
            Make.apply(Calls.call(layer, arguments(layer), tensors, ties(layer))), bound(layer));
    List<Ast.Step> steps =
        flows || inputs.size() != 1
            ? List.of(call)
            : List.of(Make.apply(reference(inputs.getFirst())), call);
    Optional<Ast.Label> label =
        Optional.ofNullable(names.paths().get(layer.id()))
            .map(path -> path.substring(prefix.length()))
            .filter(l -> counter < 0 || !l.equals(String.valueOf(counter)))
            .map(Make::label);
    Chains.add(statements, before, Make.labelled(label, steps));
    return Optional.of(new Flow(layer.id(), layer.types().size() > 1 ? -1 : 0));
  }

  /** The tensors of others that a layer has for its own. */
  private List<Ast.Argument> ties(Layer layer) {
    return layer.weights().keySet().stream()
        .flatMap(local ->
            names.tie(layer, local).stream().map(path -> Make.argument(local, Make.path(path))))
        .toList();
  }

  private Map<String, Object> arguments(Layer layer) {
    Map<String, Object> args = Calls.fromTheEnd(layer, graph.type(layer.input()));
    Defaults.add(layer, args);
    changed.forEach((place, value) -> {
      if (place.layer() == layer.id()) {
        Map.Entry<String, Object> filled = place.filled(args, value);
        args.put(filled.getKey(), filled.getValue());
      }
    });
    return args;
  }

  private Optional<Flow> join(
      Item.Join item, Optional<Flow> flow, String prefix, List<Ast.Statement> statements) {
    Layer from = item.from();
    Flow entry = new Flow(from.id(), from.types().size() > 1 ? -1 : 0);
    List<Ast.Step> steps = new ArrayList<>();
    Optional<List<Item>> gate = item.gate();
    List<List<Item>> chain = Paths.chained(item);
    if (first != UNCOUNTED && chain.size() > item.branches().size() && entry.output() == 0) {
      List<Ast.Pipeline> links = branches(chain, entry, prefix);
      if (Paths.areAlike(links)) {
        Layer join = item.layer();
        statements.addAll(
            Paths.chain(
                Calls.kind(join),
                Calls.options(join, graph),
                reference(from.out()),
                links,
                bound(join)));
        return Optional.of(Flow.of(item.out()));
      }
    }
    List<Ast.Pipeline> branches =
        gate.isPresent() ? List.of() : branches(item.branches(), entry, prefix);
    boolean many = first != UNCOUNTED && Paths.areAlike(branches);
    if (many) {
      String table = words.fresh(Paths.name(branches).orElse("branch"));
      statements.addAll(Paths.filling(table, branches, i -> element(from, i)));
      steps.add(Make.apply(Make.reference(table)));
      Ast.Expr join = Make.call(item.layer().op(), Calls.options(item.layer(), graph));
      steps.add(Make.bound(Make.apply(join), bound(item.layer())));
      statements.add(Make.pipeline(Optional.empty(), steps));
      return Optional.of(Flow.of(item.out()));
    }
    if (!flow.equals(Optional.of(entry))) {
      steps.add(
          Make.apply(
              from.types().size() == 1
                  ? reference(from.out())
                  : Make.tuple(
                      IntStream.range(0, from.types().size())
                          .mapToObj(i -> reference(new Ref(from.id(), i)))
                          .toList())));
    }
    if (gate.isPresent()) {
      List<Ast.Statement> inside = new ArrayList<>();
      write(gate.get(), Optional.of(entry), prefix, UNCOUNTED, inside);
      steps.add(Make.bound(Make.step(Make.scale(inside)), bound(item.layer())));
    } else {
      Ast.Action join =
          Make.join(Calls.kind(item.layer()), Calls.options(item.layer(), graph), branches);
      steps.add(Make.bound(Make.step(join), bound(item.layer())));
    }
    statements.add(Make.pipeline(Optional.empty(), steps));
    return Optional.of(Flow.of(item.out()));
  }

  private List<Ast.Pipeline> branches(List<List<Item>> items, Flow entry, String prefix) {
    List<Ast.Pipeline> branches = new ArrayList<>();
    for (List<Item> branch : items) {
      Flow begin = entry.output() < 0 ? new Flow(entry.layer(), branches.size()) : entry;
      branches.add(branch(branch, begin, prefix));
    }
    return branches;
  }

  /** What flows into a branch: all that a layer makes, or one of several tensors. */
  private Ast.Expr element(Layer from, int index) {
    if (from.types().size() == 1) {
      return reference(from.out());
    }
    tables.add(from.id());
    return Make.element(called.getOrDefault(from.out(), "it"), index);
  }

  private Ast.Pipeline branch(List<Item> items, Flow begin, String prefix) {
    if (items.isEmpty()) {
      return Make.pipeline(Optional.empty(), List.of(Make.apply(Make.reference("identity"))));
    }
    List<Ast.Statement> inside = new ArrayList<>();
    write(items, Optional.of(begin), prefix, UNCOUNTED, inside);
    return inside.size() == 1 && inside.getFirst() instanceof Ast.Pipeline only
        ? only
        : Make.pipeline(Optional.empty(), List.of(Make.step(Make.sequence(inside))));
  }

  // ---- names

  private void declare(Layer layer, String prefix, List<Ast.Statement> statements) {
    if (called.containsKey(layer.out())) {
      return;
    }
    if (layer.is(Layer.CONST)) {
      String name = words.fresh("table");
      called.put(layer.out(), name);
      statements.add(Constants.statement(name, layer, changed));
      return;
    }
    String full = names.paths().get(layer.id());
    if (!full.startsWith(prefix)) {
      outside.add(layer.id());
    }
    String path = full.startsWith(prefix) ? full.substring(prefix.length()) : full;
    String last = path.substring(path.lastIndexOf('.') + 1);
    String name = words.fresh(Names.identifier(last, "tensor"));
    called.put(layer.out(), name);
    statements.add(Make.param(path, name, layer.is(Layer.PARAM), sizes(layer)));
  }

  private List<Ast.Expr> sizes(Layer tensor) {
    List<Long> dims = tensor.type().shape().dims();
    return IntStream.range(0, dims.size())
        .mapToObj(
            axis -> changed.getOrDefault(Slot.size(tensor, axis), Make.integer(dims.get(axis))))
        .toList();
  }

  private Ast.Expr reference(Ref ref) {
    Layer layer = graph.layer(ref);
    if (nested.contains(layer.id())) {
      return Calls.call(layer, arguments(layer), List.of(reference(layer.input())), List.of());
    }
    asked.add(ref);
    return Make.reference(called.getOrDefault(ref, "it"));
  }

  private List<String> bound(Layer layer) {
    if (layer.types().size() == 1) {
      return bound(layer.out());
    }
    if (tables.contains(layer.id())) {
      return List.of(bind(layer.out()));
    }
    List<Ref> all = new ArrayList<>();
    for (int i = 0; i < layer.types().size(); i++) {
      all.add(new Ref(layer.id(), i));
    }
    return all.stream().noneMatch(asked::contains)
        ? List.of()
        : all.stream().map(ref -> asked.contains(ref) ? bind(ref) : "_").toList();
  }

  private List<String> bound(Ref ref) {
    return asked.contains(ref) ? List.of(bind(ref)) : List.of();
  }

  private String bind(Ref ref) {
    String wanted =
        outputs.containsKey(ref) ? Names.identifier(outputs.get(ref), "output") : "x" + ++unnamed;
    String name = words.fresh(wanted.equals("output") ? "output1" : wanted);
    called.put(ref, name);
    return name;
  }
}
