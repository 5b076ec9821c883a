package bb.model;

import bb.graph.Checkpoint;
import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.graph.Graph.Parameter;
import bb.graph.Lowering;
import bb.graph.Preprocess;
import bb.ops.Operator;
import bb.ops.ParameterSpec;
import bb.ops.ParameterSpec.Role;
import bb.source.Span;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A graph under construction, and what it costs so far. */
final class Assembly {
  /** Layers of one network, at the most. */
  static final int MAX_NODES = 120_000;

  private final Context context;
  private final List<Graph.Input> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Value, Node> producers = new HashMap<>();
  private final List<Graph.Output> outputs = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private final NavigableMap<String, Integer> parameterIndex = new TreeMap<>();
  private final Set<String> furtherDown = new HashSet<>();
  private final List<Graph.BlockCall> calls = new ArrayList<>();
  private Cost cost = new Cost(0, 0, 0, 0, 0, 0);
  private int values;
  private int learnings;

  Assembly(Context context) {
    this.context = context;
  }

  /**
   * What has been built up to some moment.
   *
   * @param tensors of the checkpoint
   * @param parameters trainable numbers
   * @param weightBytes those of the tensors, as they are trained
   * @param activationBytes the outputs of all layers, one example
   */
  record Cost(
      int layers, int tensors, long parameters, long weightBytes, long macs, long activationBytes) {
    Cost since(Cost earlier) {
      return new Cost(
          layers - earlier.layers,
          tensors - earlier.tensors,
          parameters - earlier.parameters,
          weightBytes - earlier.weightBytes,
          macs - earlier.macs,
          activationBytes - earlier.activationBytes);
    }
  }

  Cost cost() {
    return cost;
  }

  Value input(String name, TensorType type, Preprocess preprocess, Span span) {
    Value value = new Value(values++, type);
    inputs.add(new Graph.Input(name, value, preprocess, span));
    return value;
  }

  List<Graph.Input> inputs() {
    return List.copyOf(inputs);
  }

  void output(String name, Value value, List<String> labels) {
    outputs.add(new Graph.Output(name, value, labels));
  }

  boolean hasOutputs() {
    return !outputs.isEmpty();
  }

  /** Says that the layers of a range are those of a block call, if there are any. */
  void called(Graph.BlockCall call) {
    if (call.end() > call.first()) {
      calls.add(call);
    }
  }

  int size() {
    return nodes.size();
  }

  /** Says that a tensor of that full name belongs to no step that keeps its names from others. */
  void furtherDown(String name) {
    furtherDown.add(name);
  }

  /** How many times a layer took parameters of its own. */
  int learnings() {
    return learnings;
  }

  Graph build(Heading heading, Checkpoint checkpoint) {
    Graph graph =
        new Graph(
            heading.name(),
            heading.doc(),
            heading.span(),
            inputs,
            named(),
            outputs,
            parameters,
            checkpoint,
            calls);
    new Unread(graph).problems().forEach(context::report);
    ChannelsLast.find(graph).forEach(context::report);
    return graph;
  }

  /**
   * What has been built since some moment, as a network by itself: what it reads from before are
   * its inputs, and what flows at its end, or is an output of the network, its outputs.
   */
  Graph part(Cost begin, List<Value> ends, Span span) {
    List<Node> own = nodes.subList(begin.layers(), nodes.size());
    Set<Value> made = new HashSet<>();
    own.forEach(node -> made.addAll(node.outputs()));
    SequencedSet<Value> sources = new LinkedHashSet<>();
    SequencedSet<Value> results = new LinkedHashSet<>(ends);
    if (begin.layers() == 0) {
      inputs.forEach(input -> sources.add(input.value()));
      outputs.forEach(output -> results.add(output.value()));
    }
    Stream.concat(own.stream().flatMap(node -> node.inputs().stream()), results.stream())
        .filter(value -> !made.contains(value))
        .forEach(sources::add);
    return new Graph(
        "part",
        Optional.empty(),
        span,
        sources.stream()
            .map(value -> new Graph.Input(origin(value), value, Preprocess.NONE, span))
            .toList(),
        own,
        results.stream().map(value -> new Graph.Output("out" + value.id(), value)).toList(),
        parameters);
  }

  /** What a value is made by, or the input that it is. */
  private String origin(Value value) {
    return inputs.stream()
        .filter(input -> input.value().equals(value))
        .map(Graph.Input::name)
        .findFirst()
        .or(() -> producer(value).map(Node::path))
        .orElseThrow();
  }

  /** The nodes; one without parameters stands below another of its name that has some. */
  private List<Node> named() {
    Set<String> learning =
        nodes.stream()
            .filter(node -> !node.parameters().isEmpty())
            .map(Node::path)
            .collect(Collectors.toSet());
    return nodes.stream()
        .map(node ->
            node.parameters().isEmpty() && learning.contains(node.path())
                ? node.at(Scope.join(node.path(), node.op().spec().name()))
                : node)
        .toList();
  }

  /** What the graph takes from the declaration. */
  record Heading(String name, Optional<String> doc, Span span) {}

  /** A layer to add; {@code ties} names the parameters it takes from elsewhere. */
  record Layer(
      String path,
      Operator op,
      String call,
      List<Value> inputs,
      TensorType output,
      Map<String, Integer> ties,
      boolean shared,
      Span span) {}

  /**
   * Adds a node and its parameters, and returns what flows out; empty after reporting why it cannot
   * be added.
   */
  Optional<List<Value>> add(Layer layer) {
    if (nodes.size() >= MAX_NODES) {
      context.stop(LimitProblems.tooManyNodes(layer.span(), MAX_NODES));
      return Optional.empty();
    }
    if (!context.charge(Context.LAYER + layer.inputs().size(), layer.span())) {
      return Optional.empty();
    }
    List<TensorType> types = layer.inputs().stream().map(Value::type).toList();
    List<Integer> indices = new ArrayList<>();
    for (ParameterSpec spec : layer.op().parameters(types)) {
      Optional<Integer> index = parameter(layer, spec);
      if (index.isEmpty()) {
        return Optional.empty();
      }
      indices.add(index.get());
    }
    List<Value> outputs = new ArrayList<>(List.of(new Value(values++, layer.output())));
    layer.op().further(types).forEach(type -> outputs.add(new Value(values++, type)));
    Node node =
        new Node(
            layer.path(), layer.op(), layer.call(), layer.inputs(), indices, outputs, layer.span());
    if (!count(node)) {
      return Optional.empty();
    }
    nodes.add(node);
    node.outputs().forEach(output -> producers.put(output, node));
    return Optional.of(node.outputs());
  }

  private Optional<Integer> parameter(Layer layer, ParameterSpec spec) {
    String name = Scope.join(layer.path(), spec.name());
    Integer known = layer.ties().get(spec.name());
    boolean tied = known != null;
    learnings += tied ? 0 : 1;
    if (known == null && layer.shared()) {
      known = parameterIndex.get(name);
    }
    if (known != null) {
      Parameter parameter = parameters.get(known);
      if (parameter.type().equals(spec.type())) {
        return Optional.of(known);
      }
      String has = "`%s` is %s".formatted(parameter.name(), parameter.type());
      String needs = "`%s` needs %s".formatted(spec.name(), spec.type());
      context.report(
          tied
              ? ValueProblems.badTie(layer.span(), layer.op().spec().name(), has + ", " + needs)
              : StructureProblems.sharedMismatch(layer.span(), has, needs));
      return Optional.empty();
    }
    int index = parameters.size();
    Integer first = parameterIndex.putIfAbsent(name, index);
    if (first != null) {
      // that two steps have one name was reported where the second one took it
      if (furtherDown.contains(name)) {
        context.report(NameProblems.tensorTwice(layer.span(), name, parameters.get(first).span()));
      }
      return Optional.empty();
    }
    parameters.add(new Parameter(name, spec.type(), spec.role(), layer.span()));
    long trained = spec.role() == Role.TRAINABLE ? spec.type().shape().elements() : 0;
    cost =
        new Cost(
            cost.layers(),
            parameters.size(),
            cost.parameters() + trained,
            cost.weightBytes() + spec.type().bytes(),
            cost.macs(),
            cost.activationBytes());
    return Optional.of(index);
  }

  /** Adds the node's cost; false after reporting that it does not fit. */
  private boolean count(Node node) {
    try {
      List<TensorType> types = node.inputs().stream().map(Value::type).toList();
      List<Parameter> own = node.parameters().stream().map(parameters::get).toList();
      long added = Lowering.macs(node.op(), types, own, node.output().type());
      long macs = Math.addExact(cost.macs(), added);
      long bytes = cost.activationBytes();
      for (Value output : node.outputs()) {
        bytes = Math.addExact(bytes, output.type().bytes());
      }
      cost =
          new Cost(
              nodes.size() + 1, cost.tensors(), cost.parameters(), cost.weightBytes(), macs, bytes);
      return true;
    } catch (ArithmeticException _) {
      context.stop(
          LimitProblems.countOverflow(
              node.span(), "multiply-adds", "`%s` makes it too large".formatted(node.path())));
      return false;
    }
  }

  /** The layer that a value flows out of; empty for an input. */
  Optional<Node> producer(Value value) {
    return Optional.ofNullable(producers.get(value));
  }

  /** The parameter of that full name, as something to tie to. */
  Optional<Term> parameter(String name) {
    return Optional.ofNullable(parameterIndex.get(name))
        .map(index -> new Term.ParameterTerm(index, name));
  }

  /** Whether the step of that full name has parameters. */
  boolean hasParametersBelow(String path) {
    String next = parameterIndex.ceilingKey(path + ".");
    return next != null && next.startsWith(path + ".");
  }

  /** The local names of the parameters directly in {@code path}, for suggestions. */
  List<String> parametersBelow(String path) {
    String prefix = path + ".";
    return parameterIndex.tailMap(prefix).keySet().stream()
        .takeWhile(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .filter(name -> !name.contains("."))
        .toList();
  }
}
