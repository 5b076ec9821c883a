package bb.graph;

import bb.kernel.WeightExpr;
import bb.ops.Operator;
import bb.ops.ParameterSpec;
import bb.source.Span;
import bb.types.TensorType;
import bb.types.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One network, elaborated: every repeat unrolled, every name resolved, every shape known. Nodes are
 * in topological order, which is the order of the source; parameters are in definition order.
 */
public record Graph(
    String name,
    Optional<String> doc,
    Span span,
    List<Input> inputs,
    List<Node> nodes,
    List<Output> outputs,
    List<Parameter> parameters,
    Checkpoint checkpoint,
    List<BlockCall> blocks) {
  public Graph {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
    parameters = List.copyOf(parameters);
    blocks = List.copyOf(blocks);
  }

  /** One whose files have its own names. */
  public Graph(
      String name,
      Optional<String> doc,
      Span span,
      List<Input> inputs,
      List<Node> nodes,
      List<Output> outputs,
      List<Parameter> parameters) {
    this(name, doc, span, inputs, nodes, outputs, parameters, Checkpoint.NONE, List.of());
  }

  /** Tensors that the network computes with and training does not change, by their names. */
  public Set<String> buffers() {
    return parameters.stream()
        .filter(parameter -> parameter.role() == ParameterSpec.Role.BUFFER)
        .map(Parameter::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The parameters that weights are made from. */
  public Set<Parameter> parametersOf(Collection<WeightExpr> weights) {
    Set<String> tensors =
        weights.stream()
            .flatMap(WeightExpr::tensors)
            .map(WeightExpr.Tensor::name)
            .collect(Collectors.toUnmodifiableSet());
    return parameters.stream()
        .filter(parameter -> tensors.contains(parameter.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The call of a block: its layers are those from {@code first} to before {@code end}. Calls nest,
   * and stand in the order in which they end.
   *
   * @param path of the scope that the call opens; an inline block opens none
   * @param numbers the block's parameters and dimensions that are numbers, truth values and words
   */
  public record BlockCall(
      String block,
      Optional<String> path,
      SequencedMap<String, Object> numbers,
      Span span,
      int first,
      int end) {}

  /** A named input of the network. */
  public record Input(String name, Value value, Preprocess preprocess, Span span) {}

  /**
   * A layer at its place.
   *
   * @param call the layer with its arguments, without those that have their defaults: {@code
   *     conv(64, 3, padding: 1)}
   * @param path the hierarchical name: {@code layer1.0.conv2}; unique but for shared layers
   * @param parameters indices into the graph's parameters, in the order of {@link
   *     Operator#parameters}; shared and tied layers name the same ones
   * @param outputs one, but of a layer that yields a tuple
   */
  public record Node(
      String path,
      Operator op,
      String call,
      List<Value> inputs,
      List<Integer> parameters,
      List<Value> outputs,
      Span span) {
    public Node {
      inputs = List.copyOf(inputs);
      parameters = List.copyOf(parameters);
      outputs = List.copyOf(outputs);
    }

    /** The first output. */
    public Value output() {
      return outputs.getFirst();
    }

    /** This layer under another name. */
    public Node at(String other) {
      return new Node(other, op, call, inputs, parameters, outputs, span);
    }
  }

  /**
   * What flows out of the network.
   *
   * @param labels what its numbers are called; empty if that is not said
   */
  public record Output(String name, Value value, List<String> labels) {
    public Output {
      labels = List.copyOf(labels);
    }

    /** One whose numbers have no names. */
    public Output(String name, Value value) {
      this(name, value, List.of());
    }
  }

  /**
   * A tensor of the checkpoint.
   *
   * @param name the full hierarchical name: {@code layer1.0.conv2.weight}
   */
  public record Parameter(String name, TensorType type, ParameterSpec.Role role, Span span) {}
}
