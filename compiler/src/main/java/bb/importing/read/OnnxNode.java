package bb.importing.read;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node, in plain values.
 *
 * @param domain empty for ONNX's own operators
 * @param inputs names of tensors; an input that is left out is an empty text
 * @param outputs likewise; one that nothing reads is an empty text
 * @param attributes Long, Double, String, {@code List<Long>}, {@code List<Double>}, {@code
 *     List<String>}, a {@link Const}, or the {@link Body} of a scan; of what else a node may hold,
 *     an {@link Other}
 */
public record OnnxNode(
    String operator,
    String domain,
    String name,
    List<String> inputs,
    List<String> outputs,
    Map<String, Object> attributes) {
  /** A graph, a sequence, a sparse tensor: something that no operator here takes. */
  public record Other(String what) {}

  /**
   * What a node does again and again.
   *
   * @param captured names of tensors around it, which its node has as further inputs
   */
  public record Body(
      List<String> inputs, List<String> captured, List<OnnxNode> nodes, List<String> outputs) {
    public Body {
      inputs = List.copyOf(inputs);
      captured = List.copyOf(captured);
      nodes = List.copyOf(nodes);
      outputs = List.copyOf(outputs);
    }
  }

  public OnnxNode {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }

  /** What a message calls it. */
  public String shown() {
    String called = name.isEmpty() ? makes() : name;
    return "`%s` (%s)".formatted(called, operator);
  }

  /** The first of its outputs that is read. */
  public String makes() {
    return outputs.stream().filter(output -> !output.isEmpty()).findFirst().orElse("?");
  }

  /** The same with an empty text for each output that is none of these. */
  OnnxNode reading(Set<String> read) {
    List<String> left =
        outputs.stream().map(output -> read.contains(output) ? output : "").toList();
    return new OnnxNode(operator, domain, name, inputs, left, attributes);
  }

  /** The name of an input, if it is given. */
  public Optional<String> input(int index) {
    return index < inputs.size() && !inputs.get(index).isEmpty()
        ? Optional.of(inputs.get(index))
        : Optional.empty();
  }

  public boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  public long integer(String attribute, long otherwise) {
    return attributes.get(attribute) instanceof Long number ? number : otherwise;
  }

  public double number(String attribute, double otherwise) {
    return attributes.get(attribute) instanceof Double number ? number : otherwise;
  }

  public String text(String attribute, String otherwise) {
    return attributes.get(attribute) instanceof String text ? text : otherwise;
  }

  @SuppressWarnings("unchecked") // what a list holds was checked when the node was read
  public Optional<List<Long>> ints(String attribute) {
    return attributes.get(attribute) instanceof List<?> list
            && (list.isEmpty() || list.getFirst() instanceof Long)
        ? Optional.of((List<Long>) list)
        : Optional.empty();
  }

  @SuppressWarnings("unchecked")
  public Optional<List<Double>> numbers(String attribute) {
    return attributes.get(attribute) instanceof List<?> list
            && (list.isEmpty() || list.getFirst() instanceof Double)
        ? Optional.of((List<Double>) list)
        : Optional.empty();
  }

  @SuppressWarnings("unchecked")
  public Optional<List<String>> texts(String attribute) {
    return attributes.get(attribute) instanceof List<?> list
            && !list.isEmpty()
            && list.getFirst() instanceof String
        ? Optional.of((List<String>) list)
        : Optional.empty();
  }

  public Optional<Body> body() {
    return attributes.get("body") instanceof Body body ? Optional.of(body) : Optional.empty();
  }

  public Optional<Const> tensor(String attribute) {
    return attributes.get(attribute) instanceof Const tensor
        ? Optional.of(tensor)
        : Optional.empty();
  }
}
