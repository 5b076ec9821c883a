package bb.graph;

import bb.ops.PassThrough;
import bb.types.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What makes a network the network it is, as a checksum: its name, its inputs and how pictures
 * become them, its layers with their arguments, its outputs, and the tensors that it learns with
 * their names, types and shapes. Comments, the layout of the source, the file's name and the labels
 * of layers that learn nothing do not enter.
 */
public final class Architecture {
  private static final int BYTES = 16;

  private Architecture() {}

  /** The checksum, 32 hexadecimal digits. */
  public static String of(Graph graph) {
    return checksum(text(graph));
  }

  /**
   * The checksum of what the network computes of given inputs and weights, whatever its tensors are
   * called and however large its input is: the layers with their arguments, how they are connected,
   * and the shapes of their parameters. Layers that do nothing at inference do not enter.
   */
  public static String structure(Graph graph) {
    StringBuilder text = flow(graph, graph.nodes(), node -> node.op() instanceof PassThrough);
    graph.parameters().forEach(p -> line(text, p.role(), type(p.type())));
    return checksum(text.toString());
  }

  /**
   * What a network means to those who use it, as text: what goes in, what comes out, what is
   * learned under which name, the rules for published checkpoints, and every layer that leads to an
   * answer; not what layers without tensors are called, nor what nothing reads.
   */
  public static String meaning(Graph graph) {
    StringBuilder text = flow(graph, living(graph), _ -> false);
    line(text, "network", graph.name());
    for (Graph.Input input : graph.inputs()) {
      line(text, input.name(), type(input.value().type()), input.preprocess());
    }
    graph.outputs().forEach(output -> line(text, output.name(), output.labels()));
    graph.parameters().forEach(p -> line(text, p.role(), p.name(), type(p.type())));
    line(text, graph.checkpoint());
    return text.toString();
  }

  /**
   * Layers with their arguments, and how they are connected.
   *
   * @param idle whether a layer passes on what it reads, and is none of them
   */
  private static StringBuilder flow(
      Graph graph, List<Graph.Node> nodes, Predicate<Graph.Node> idle) {
    Map<Integer, Integer> numbers = new HashMap<>();
    StringBuilder text = new StringBuilder();
    int count = 0;
    for (Graph.Input input : graph.inputs()) {
      numbers.put(input.value().id(), count++);
      line(text, "input", input.value().type().dtype());
    }
    for (Graph.Node node : nodes) {
      List<Integer> inputs = node.inputs().stream().map(v -> numbers.get(v.id())).toList();
      if (idle.test(node)) {
        numbers.put(node.output().id(), inputs.getFirst());
        continue;
      }
      for (Value output : node.outputs()) {
        numbers.put(output.id(), count++);
      }
      line(text, node.call(), inputs, node.parameters());
    }
    graph.outputs().forEach(output -> line(text, "output", numbers.get(output.value().id())));
    return text;
  }

  /** The layers from which something flows to an output. */
  private static List<Graph.Node> living(Graph graph) {
    Set<Integer> read = new HashSet<>();
    graph.outputs().forEach(output -> read.add(output.value().id()));
    List<Graph.Node> found = new ArrayList<>();
    for (Graph.Node node : graph.nodes().reversed()) {
      if (node.outputs().stream().map(Value::id).anyMatch(read::contains)) {
        node.inputs().forEach(value -> read.add(value.id()));
        found.add(node);
      }
    }
    return found.reversed();
  }

  /** A checksum of what the numbers of an output are called. */
  public static String checksum(List<String> labels) {
    return checksum(String.join("\n", labels));
  }

  private static String checksum(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] whole = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(whole, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static String text(Graph graph) {
    StringBuilder text = new StringBuilder("network " + graph.name() + "\n");
    for (Graph.Input input : graph.inputs()) {
      line(text, value(input.value()), "input", input.name(), input.preprocess());
    }
    for (Graph.Node node : graph.nodes()) {
      line(text, value(node.output()), node.op().spec().name(), node.op());
      line(text, node.inputs().stream().map(Value::id).toList(), node.parameters());
    }
    for (Graph.Output output : graph.outputs()) {
      line(text, "output", output.name(), value(output.value()));
    }
    for (Graph.Parameter parameter : graph.parameters()) {
      line(text, parameter.role(), parameter.name(), type(parameter.type()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, Object... parts) {
    for (Object part : parts) {
      text.append(part).append(' ');
    }
    text.append('\n');
  }

  private static String value(Value value) {
    return value.id() + " " + type(value.type());
  }

  private static String type(bb.types.TensorType type) {
    return type.dtype() + " " + type.shape();
  }
}
