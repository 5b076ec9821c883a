package bb.torch;

import bb.graph.Graph;
import bb.graph.Graph.BlockCall;
import bb.graph.Graph.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The scopes of a network's names, which are the modules that PyTorch would have, and where in the
 * order of the layers each is.
 */
final class Scopes {
  private final Graph graph;
  private final Map<String, List<Run>> runs = new HashMap<>();
  private final Map<String, Map<Integer, BlockCall>> calls = new HashMap<>();
  private final Map<String, List<Node>> aside = new HashMap<>();
  private final Set<String> leaves = new HashSet<>();
  private final Set<String> learning = new HashSet<>();
  private final Set<String> open = new HashSet<>();

  /**
   * The layers of a scope that follow each other.
   *
   * @param call the block that is called, if it is one
   */
  record Run(String path, int first, int end, Optional<BlockCall> call) {}

  Scopes(Graph graph) {
    this.graph = graph;
    for (BlockCall call : graph.blocks()) {
      call.path()
          .ifPresent(path ->
              // an outer call is listed behind those inside it, and is the one that is meant
              calls.computeIfAbsent(path, _ -> new HashMap<>()).put(call.first(), call));
    }
    for (Node node : graph.nodes()) {
      if (!node.parameters().isEmpty()) {
        leaves.add(node.path());
      }
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String prefix : prefixes(graph.nodes().get(i).path())) {
        extend(prefix, i);
      }
    }
    graph.nodes().forEach(this::parameters);
    runs.forEach(this::setAside);
  }

  /** A table that is read before the scope that has it is no run of the scope. */
  private void setAside(String prefix, List<Run> known) {
    while (known.size() > 1 && isTables(known.getFirst())) {
      Run run = known.removeFirst();
      aside
          .computeIfAbsent(prefix, _ -> new ArrayList<>())
          .addAll(graph.nodes().subList(run.first(), run.end()));
    }
  }

  private boolean isTables(Run run) {
    return run.call().isEmpty()
        && graph.nodes().subList(run.first(), run.end()).stream()
            .allMatch(node -> node.inputs().isEmpty() && !node.parameters().isEmpty());
  }

  /** The tables of a scope that are read before it begins. */
  List<Node> aside(String prefix) {
    return aside.getOrDefault(prefix, List.of());
  }

  private void parameters(Node node) {
    for (String prefix : prefixes(node.path())) {
      for (int parameter : node.parameters()) {
        learning.add(prefix);
        if (!graph.parameters().get(parameter).name().startsWith(prefix + ".")) {
          open.add(prefix);
        }
      }
    }
  }

  private void extend(String prefix, int node) {
    List<Run> known = runs.computeIfAbsent(prefix, _ -> new ArrayList<>());
    Optional<BlockCall> call = Optional.ofNullable(calls.getOrDefault(prefix, Map.of()).get(node));
    if (!known.isEmpty() && known.getLast().end() == node && call.isEmpty()) {
      Run last = known.removeLast();
      known.add(new Run(prefix, last.first(), node + 1, last.call()));
    } else {
      known.add(new Run(prefix, node, node + 1, call));
    }
  }

  /** The scopes that a layer is in, the outermost first. */
  List<String> prefixes(String path) {
    List<String> prefixes = new ArrayList<>();
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      String prefix = path.substring(0, dot);
      if (leaves.contains(prefix)) {
        break;
      }
      prefixes.add(prefix);
    }
    return prefixes;
  }

  List<Run> runs(String prefix) {
    return runs.get(prefix);
  }

  /** The run of a scope that begins there. */
  Optional<Run> startingAt(String prefix, int node) {
    return runs.get(prefix).stream().filter(run -> run.first() == node).findFirst();
  }

  /** Whether a layer in a scope has tensors of one outside of it. */
  boolean isOpen(String prefix) {
    return open.contains(prefix);
  }

  /** Whether there are tensors of the weights in a scope. */
  boolean learns(String prefix) {
    return learning.contains(prefix);
  }
}
