package bb.report;

import bb.field.Fields;
import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.ops.ParameterSpec.Role;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a network before it runs: the record behind every format of {@code bbc report}.
 * Shapes are of one example.
 */
public record Report(
    String network,
    String file,
    List<Tensor> inputs,
    List<Tensor> outputs,
    Parameters params,
    long macs,
    int kernels,
    Memory memory,
    Field field,
    List<Parameter> parameters,
    List<Layer> layers) {
  public Report {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    parameters = List.copyOf(parameters);
    layers = List.copyOf(layers);
  }

  /**
   * What goes in or comes out.
   *
   * @param labels what an output's numbers are called; empty if that is not said
   */
  public record Tensor(String name, TensorType type, List<String> labels) {
    public Tensor {
      labels = List.copyOf(labels);
    }

    /** One without labels. */
    public Tensor(String name, TensorType type) {
      this(name, type, List.of());
    }
  }

  /**
   * Numbers that the network keeps.
   *
   * @param trainable shared ones once
   * @param buffers state such as running means
   * @param applied trainable ones, shared ones at each use
   * @param bytes of the tensors of the checkpoint, buffers too
   */
  public record Parameters(long trainable, long buffers, long applied, long bytes) {}

  /**
   * What the CPU engine keeps, in bytes.
   *
   * @param peakBytes the activations that are needed at the same time, at the worst moment
   * @param arenaBytes the memory in which all of them find a place, which is not smaller
   * @param packedBytes the weights as they are packed
   */
  public record Memory(long peakBytes, long arenaBytes, long packedBytes) {}

  /**
   * What the network's answers depend on.
   *
   * @param outputs for each output
   * @param turn the layer from which on it is all of an input, if there is one
   */
  public record Field(List<ReceptiveField> outputs, Optional<ReceptiveField.Turn> turn) {
    public Field {
      outputs = List.copyOf(outputs);
    }

    public static Field of(Graph graph) {
      return of(graph, Fields.of(graph));
    }

    private static Field of(Graph graph, Fields fields) {
      return new Field(
          graph.outputs().stream()
              .map(output -> ReceptiveField.of(graph, fields, output.value()))
              .toList(),
          ReceptiveField.turn(graph, fields));
    }
  }

  /** A tensor of the checkpoint. */
  public record Parameter(String name, Shape shape, boolean trainable) {}

  /**
   * A layer at its place.
   *
   * @param params trainable numbers that it uses, shared ones too
   * @param bytes of what it makes, for one example
   * @param field what an element of its output depends on
   */
  public record Layer(
      String path,
      String op,
      List<Shape> inputs,
      Shape output,
      long params,
      long macs,
      long bytes,
      ReceptiveField field,
      int line) {
    public Layer {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * @param kernels what the layers become once they are merged and fused
   */
  public static Report of(Graph graph, int kernels, Memory memory) {
    Counts counts = Counts.of(graph);
    Fields fields = Fields.of(graph);
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      layers.add(
          layer(
              graph.nodes().get(i),
              counts.layerParams().get(i),
              counts.layerMacs().get(i),
              ReceptiveField.of(graph, fields, graph.nodes().get(i).output())));
    }
    return new Report(
        graph.name(),
        graph.span().file().path(),
        graph.inputs().stream().map(i -> new Tensor(i.name(), i.value().type())).toList(),
        graph.outputs().stream()
            .map(o -> new Tensor(o.name(), o.value().type(), o.labels()))
            .toList(),
        counts.params(),
        counts.macs(),
        kernels,
        memory,
        Field.of(graph, fields),
        graph.parameters().stream()
            .map(p -> new Parameter(p.name(), p.type().shape(), p.role() == Role.TRAINABLE))
            .toList(),
        layers);
  }

  private static Layer layer(Node node, long params, long macs, ReceptiveField field) {
    return new Layer(
        node.path(),
        node.op().spec().name(),
        node.inputs().stream().map(Report::shape).toList(),
        shape(node.output()),
        params,
        macs,
        node.outputs().stream().mapToLong(value -> value.type().bytes()).sum(),
        field,
        node.span().line());
  }

  private static Shape shape(Value value) {
    return value.type().shape();
  }
}
