package bb.model;

import bb.diagnostics.Diagnostic;
import bb.graph.Graph;
import bb.graph.Graph.BlockCall;
import bb.graph.Graph.Node;
import bb.graph.Lowering;
import bb.ops.LearnedTensor;
import bb.ops.LiteralTensor;
import bb.ops.Slice;
import bb.source.Span;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The layers of a graph from which nothing flows to an output: they are counted, and have no part
 * in the answer. What is said is said once, of the last of a chain, and of the block call whose
 * layers all are such.
 */
final class Unread {
  /** More of them say nothing more. */
  private static final int LIMIT = 100;

  private final Graph graph;
  private final List<BlockCall> calls;
  private final BitSet dead;
  private final Map<Integer, Integer> makers = new HashMap<>();
  private final List<Diagnostic> problems = new ArrayList<>();
  private final Set<Span> spans = new HashSet<>();

  Unread(Graph graph) {
    this.graph = graph;
    this.calls = graph.blocks();
    List<Node> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (Value output : nodes.get(i).outputs()) {
        makers.put(output.id(), i);
      }
    }
    List<Value> ends = graph.outputs().stream().map(Graph.Output::value).toList();
    this.dead = new BitSet();
    dead.set(0, nodes.size());
    dead.andNot(upstream(ends));
  }

  List<Diagnostic> problems() {
    BlockCall[] deadCalls = deadCalls();
    Set<Integer> read = new HashSet<>();
    graph.outputs().forEach(output -> read.add(output.value().id()));
    Set<Integer> readByDead = new HashSet<>();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      node.inputs().forEach(value -> read.add(value.id()));
      if (dead.get(i) && !isPart(node)) {
        if (node.outputs().stream().noneMatch(output -> readByDead.contains(output.id()))) {
          report(node, Optional.ofNullable(deadCalls[i]));
        }
        node.inputs().forEach(value -> readByDead.add(value.id()));
      }
    }
    for (Graph.Input input : graph.inputs()) {
      if (!read.contains(input.value().id())) {
        problems.add(WarningProblems.unreadInput(input.span(), input.name()));
      }
    }
    return problems;
  }

  /** What costs nothing by itself: a part of a split, and a parameter, which is known by name. */
  private static boolean isPart(Node node) {
    return node.op() instanceof Slice
        || node.op() instanceof LearnedTensor
        || node.op() instanceof LiteralTensor;
  }

  /** The outermost call around each layer whose layers all are unread. */
  private BlockCall[] deadCalls() {
    BlockCall[] found = new BlockCall[graph.nodes().size()];
    calls.stream()
        .filter(call -> dead.nextClearBit(call.first()) >= call.end())
        .sorted(Comparator.comparingInt(call -> call.first() - call.end()))
        .filter(call -> found[call.first()] == null)
        .forEach(call -> Arrays.fill(found, call.first(), call.end(), call));
    return found;
  }

  private void report(Node node, Optional<BlockCall> call) {
    Span span = call.map(BlockCall::span).orElse(node.span());
    if (problems.size() < LIMIT && spans.add(span)) {
      String name = call.map(BlockCall::block).orElse(node.op().spec().name());
      problems.add(problem(span, name, node));
    }
  }

  /** Says it, with the cost of all that leads only there. */
  private Diagnostic problem(Span span, String name, Node end) {
    BitSet chain = upstream(List.of(end.output()));
    Set<Integer> parameters = new HashSet<>();
    long macs = 0;
    for (int i = chain.nextSetBit(0); i >= 0; i = chain.nextSetBit(i + 1)) {
      Node node = graph.nodes().get(i);
      List<TensorType> types = node.inputs().stream().map(Value::type).toList();
      List<Graph.Parameter> own = node.parameters().stream().map(graph.parameters()::get).toList();
      macs += Lowering.macs(node.op(), types, own, node.output().type());
      parameters.addAll(node.parameters());
    }
    long numbers =
        parameters.stream()
            .mapToLong(p -> graph.parameters().get(p).type().shape().elements())
            .sum();
    return WarningProblems.unreadLayer(span, name, chain.cardinality(), numbers, macs);
  }

  /** The unread layers from which something flows to these values. */
  private BitSet upstream(List<Value> values) {
    BitSet found = new BitSet();
    List<Value> open = new ArrayList<>(values);
    while (!open.isEmpty()) {
      Integer maker = makers.get(open.removeLast().id());
      if (maker != null && dead.get(maker) && !found.get(maker)) {
        found.set(maker);
        open.addAll(graph.nodes().get(maker).inputs());
      }
    }
    return found;
  }
}
