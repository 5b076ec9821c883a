package bb.torch;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How each layer of a network is written, and which tensors have the axis of the batch. */
final class Spellings {
  private final Map<Node, Spelling> spellings = new IdentityHashMap<>();
  private final Set<Integer> batched = new HashSet<>();

  /** A layer that PyTorch has nothing for. */
  record Gap(Node node, String why) {}

  private final List<Gap> gaps = new ArrayList<>();

  Spellings(Graph graph) {
    Map<Integer, Boolean> known = new HashMap<>();
    graph.inputs().forEach(input -> batched.add(input.value().id()));
    for (Node node : graph.nodes()) {
      List<Boolean> in = node.inputs().stream().map(v -> batched.contains(v.id())).toList();
      Spelling spelling =
          node.op()
              .torch(
                  new TorchInputs(
                      node.inputs().stream().map(Value::type).toList(),
                      in,
                      node.outputs().stream().map(Value::type).toList()));
      spellings.put(node, spelling);
      boolean each =
          switch (spelling) {
            case Spelling.Module(_, _, var function) -> {
              if (function.isEmpty() && isTied(graph, node)) {
                gaps.add(
                    new Gap(
                        node,
                        "one of its tensors is another layer's, and PyTorch has this layer only as a"
                            + " module, which makes its own"));
              }
              yield in.contains(true);
            }
            case Spelling.Function(_, _, var b) -> b && in.contains(true);
            case Spelling.Held _ -> false;
            case Spelling.Missing(var why) -> {
              gaps.add(new Gap(node, why));
              yield false;
            }
          };
      if (each) {
        node.outputs().forEach(output -> batched.add(output.id()));
      }
    }
  }

  /** Whether some of a layer's tensors are those of another one. */
  static boolean isTied(Graph graph, Node node) {
    return node.parameters().stream()
        .anyMatch(p -> !graph.parameters().get(p).name().startsWith(node.path() + "."));
  }

  List<Gap> gaps() {
    return gaps;
  }

  Spelling of(Node node) {
    return spellings.get(node);
  }

  boolean isBatched(Value value) {
    return batched.contains(value.id());
  }
}
