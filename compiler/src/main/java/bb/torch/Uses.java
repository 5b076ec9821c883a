package bb.torch;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.torch.Scopes.Run;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which layers make and read each tensor. */
final class Uses {
  private final Graph graph;
  private final Map<Integer, Integer> producers = new HashMap<>();
  private final Map<Integer, List<Integer>> readers = new HashMap<>();

  Uses(Graph graph) {
    this.graph = graph;
    List<Node> nodes = graph.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (Value output : nodes.get(i).outputs()) {
        producers.put(output.id(), i);
      }
      for (Value input : nodes.get(i).inputs()) {
        readers.computeIfAbsent(input.id(), _ -> new ArrayList<>()).add(i);
      }
    }
    for (Graph.Output output : graph.outputs()) {
      readers.computeIfAbsent(output.value().id(), _ -> new ArrayList<>()).add(nodes.size());
    }
  }

  /** Where a layer is. */
  int index(Node node) {
    return producers.get(node.output().id());
  }

  Optional<Node> producer(int value) {
    return Optional.ofNullable(producers.get(value)).map(graph.nodes()::get);
  }

  /** Whether only layers of a range read a tensor. */
  boolean isReadWithin(int value, int first, int end) {
    return readers.getOrDefault(value, List.of()).stream()
        .allMatch(reader -> reader >= first && reader < end);
  }

  /** What flows into a run, in the order in which it is read. */
  List<Integer> inputs(Run run) {
    Set<Integer> inputs = new LinkedHashSet<>();
    for (int i = run.first(); i < run.end(); i++) {
      for (Value input : graph.nodes().get(i).inputs()) {
        int producer = producers.getOrDefault(input.id(), -1);
        if (producer < run.first() || producer >= run.end()) {
          inputs.add(input.id());
        }
      }
    }
    return List.copyOf(inputs);
  }

  /** What flows out of a run: what is read behind it. */
  List<Integer> outputs(Run run) {
    List<Integer> outputs = new ArrayList<>();
    for (int i = run.first(); i < run.end(); i++) {
      for (Value output : graph.nodes().get(i).outputs()) {
        if (readers.getOrDefault(output.id(), List.of()).stream()
            .anyMatch(reader -> reader >= run.end() || reader < run.first())) {
          outputs.add(output.id());
        }
      }
    }
    return outputs;
  }
}
