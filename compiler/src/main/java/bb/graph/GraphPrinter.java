package bb.graph;

import bb.graph.Graph.Node;
import bb.graph.Graph.Parameter;
import bb.ops.ParameterSpec.Role;
import bb.types.Value;
import java.util.stream.Collectors;

/**
 * A graph as text, one node a line, for tests and for looking at: {@code %3 = conv(%2) as conv1 :
 * [64, 56, 56], from conv1.weight}.
 */
public final class GraphPrinter {
  private GraphPrinter() {}

  public static String print(Graph graph) {
    StringBuilder text = new StringBuilder("network " + graph.name() + "\n");
    for (Graph.Input input : graph.inputs()) {
      line(text, "%" + input.value().id() + " = input " + input.name(), input.value());
    }
    for (Node node : graph.nodes()) {
      line(text, node(graph, node), node.output());
      node.outputs().stream()
          .skip(1)
          .forEach(value -> line(text, "%" + value.id() + " = also " + node.path(), value));
    }
    for (Graph.Output output : graph.outputs()) {
      line(text, "output " + output.name() + " = %" + output.value().id(), output.value());
    }
    for (Parameter parameter : graph.parameters()) {
      String role = parameter.role() == Role.TRAINABLE ? "param " : "buffer ";
      text.append("  ").append(role).append(parameter.name()).append(" : ");
      text.append(parameter.type()).append('\n');
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String what, Value value) {
    text.append("  ").append(what).append(" : ").append(value.type()).append('\n');
  }

  private static String node(Graph graph, Node node) {
    String inputs = node.inputs().stream().map(v -> "%" + v.id()).collect(Collectors.joining(", "));
    String parameters =
        node.parameters().stream()
            .map(i -> graph.parameters().get(i).name())
            .collect(Collectors.joining(", "));
    return "%%%d = %s(%s) as %s%s"
        .formatted(
            node.output().id(),
            node.op().spec().name(),
            inputs,
            node.path(),
            parameters.isEmpty() ? "" : " from " + parameters);
  }
}
