package bb.report.draw;

import bb.graph.Graph;
import bb.graph.Graph.BlockCall;
import bb.graph.Graph.Node;
import bb.ops.LiteralTensor;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A graph as it is drawn: without the layers that only pass a tensor on, as a skip is a wire in
 * papers, and with constants in each block that reads them, as what all know is no wire between
 * blocks.
 *
 * @param kept of each layer that is left, its number in the whole graph
 */
record Thinned(Graph graph, List<Integer> kept) {
  Thinned {
    kept = List.copyOf(kept);
  }

  static Thinned of(Graph whole) {
    return new Thinning(whole).thinned();
  }

  private static final class Thinning {
    private final Graph whole;
    private final int[] blocks;
    private final Map<Integer, Value> passed = new HashMap<>();
    private final Map<Integer, Integer> constants = new HashMap<>();
    private final Map<Copy, Value> copies = new HashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Integer> kept = new ArrayList<>();
    private int values;

    /** A constant as it is in a block that reads it. */
    private record Copy(int block, int value) {}

    Thinning(Graph whole) {
      this.whole = whole;
      this.blocks = innermost(whole);
      whole.inputs().forEach(input -> count(input.value()));
      whole.nodes().forEach(node -> node.outputs().forEach(this::count));
    }

    private void count(Value value) {
      values = Math.max(values, value.id() + 1);
    }

    /** The number of the innermost block around each layer; −1 if there is none. */
    private static int[] innermost(Graph graph) {
      int[] found = new int[graph.nodes().size()];
      Arrays.fill(found, -1);
      List<BlockCall> calls = graph.blocks();
      List<Integer> outerFirst =
          IntStream.range(0, calls.size())
              .boxed()
              .sorted(Comparator.comparing(i -> calls.get(i).first() - calls.get(i).end()))
              .toList();
      for (int i : outerFirst) {
        Arrays.fill(found, calls.get(i).first(), calls.get(i).end(), i);
      }
      return found;
    }

    Thinned thinned() {
      int[] before = new int[whole.nodes().size() + 1];
      for (int i = 0; i < whole.nodes().size(); i++) {
        before[i] = nodes.size();
        add(i);
      }
      before[whole.nodes().size()] = nodes.size();
      List<Graph.Output> outputs =
          whole.outputs().stream()
              .map(o -> new Graph.Output(o.name(), read(real(o.value()), -1, "")))
              .toList();
      return new Thinned(graph(outputs, before), kept);
    }

    private void add(int index) {
      Node node = whole.nodes().get(index);
      if (node.op() instanceof LiteralTensor) {
        constants.put(node.output().id(), index);
        return;
      }
      List<Value> inputs =
          node.inputs().stream().map(v -> read(real(v), blocks[index], node.path())).toList();
      if (isWire(node)) {
        passed.put(node.output().id(), inputs.getFirst());
      } else {
        add(index, node.path(), inputs, node.outputs());
      }
    }

    private void add(int index, String path, List<Value> inputs, List<Value> outputs) {
      Node node = whole.nodes().get(index);
      kept.add(index);
      nodes.add(
          new Node(path, node.op(), node.call(), inputs, node.parameters(), outputs, node.span()));
    }

    /**
     * The value, or of a constant what it is in this block.
     *
     * @param path of what reads it
     */
    private Value read(Value value, int block, String path) {
      if (!constants.containsKey(value.id())) {
        return value;
      }
      Copy copy = new Copy(block, value.id());
      if (!copies.containsKey(copy)) {
        Value made = new Value(values++, value.type());
        int constant = constants.get(value.id());
        String name = whole.nodes().get(constant).path();
        String own = scope(path) + name.substring(scope(name).length());
        add(constant, own, List.of(), List.of(made));
        copies.put(copy, made);
      }
      return copies.get(copy);
    }

    /** A name up to its last dot. */
    private static String scope(String path) {
      return path.substring(0, path.lastIndexOf('.') + 1);
    }

    private Graph graph(List<Graph.Output> outputs, int[] before) {
      return new Graph(
          whole.name(),
          whole.doc(),
          whole.span(),
          whole.inputs(),
          nodes,
          outputs,
          whole.parameters(),
          whole.checkpoint(),
          whole.blocks().stream()
              .map(b ->
                  new BlockCall(
                      b.block(),
                      b.path(),
                      b.numbers(),
                      b.span(),
                      before[b.first()],
                      before[b.end()]))
              .filter(b -> b.end() > b.first())
              .toList());
    }

    private static boolean isWire(Node node) {
      return node.call().equals("identity")
          && node.inputs().size() == 1
          && node.inputs().getFirst().type().equals(node.output().type());
    }

    private Value real(Value value) {
      return passed.getOrDefault(value.id(), value);
    }
  }
}
