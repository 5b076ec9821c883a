package bb.importing.read;

import bb.diagnostics.Code;
import java.util.ArrayList;
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
 *     List<String>}, a {@link Const}, or the {@link Body} of a scan or of a branch; of what else a
 *     node may hold, an {@link Other}
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
   * What a node does again and again, or perhaps.
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

  /** An operator with the domain that it is of. */
  static String qualified(String domain, String operator) {
    return domain.isEmpty() ? operator : domain + "." + operator;
  }

  /** Its operator, with the domain that it is of. */
  public String qualified() {
    return qualified(domain, operator);
  }

  /** What a message calls it. */
  public String shown() {
    String called = name.isEmpty() ? makes() : name;
    return "`%s` (%s)".formatted(Refusal.shortened(called), operator);
  }

  /** What a list calls it, in which its operator is said. */
  public String listed() {
    return name.isEmpty()
        ? "what makes `" + Refusal.shortened(makes()) + "`"
        : "`" + Refusal.shortened(name) + "`";
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
    return value(attribute, Long.class).orElse(otherwise);
  }

  public double number(String attribute, double otherwise) {
    return value(attribute, Double.class).orElse(otherwise);
  }

  public String text(String attribute, String otherwise) {
    return value(attribute, String.class).orElse(otherwise);
  }

  public Optional<List<Long>> ints(String attribute) {
    return list(attribute, Long.class);
  }

  public Optional<List<Double>> numbers(String attribute) {
    return list(attribute, Double.class);
  }

  public Optional<List<String>> texts(String attribute) {
    return list(attribute, String.class);
  }

  private <T> Optional<T> value(String attribute, Class<T> type) {
    Object value = attributes.get(attribute);
    if (value != null && !type.isInstance(value)) {
      throw ofAnotherType(attribute);
    }
    return Optional.ofNullable(value).map(type::cast);
  }

  private <T> Optional<List<T>> list(String attribute, Class<T> type) {
    return value(attribute, List.class)
        .map(list -> {
          List<T> typed = new ArrayList<>();
          for (Object each : list) {
            if (!type.isInstance(each)) {
              throw ofAnotherType(attribute);
            }
            typed.add(type.cast(each));
          }
          return typed;
        });
  }

  private Refusal ofAnotherType(String attribute) {
    return Refusal.of(
        Code.BB0904, "node %s has an attribute `%s` of another type", shown(), attribute);
  }

  public Optional<Body> body(String attribute) {
    return attributes.get(attribute) instanceof Body body ? Optional.of(body) : Optional.empty();
  }

  public Optional<Const> tensor(String attribute) {
    return attributes.get(attribute) instanceof Const tensor
        ? Optional.of(tensor)
        : Optional.empty();
  }
}
