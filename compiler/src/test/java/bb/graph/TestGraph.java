package bb.graph;

import bb.ops.Inference;
import bb.ops.Operator;
import bb.ops.ParameterSpec;
import bb.source.SourceFile;
import bb.source.Span;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Builds graphs for tests, layer by layer, and fills their tensors with fixed numbers. */
public final class TestGraph {
  public static final Span SPAN = new Span(new SourceFile("test.bb", ""), 0, 0);

  private final List<Graph.Input> inputs = new ArrayList<>();
  private final List<Graph.Node> nodes = new ArrayList<>();
  private final List<Graph.Parameter> parameters = new ArrayList<>();
  private int values;

  public Value input(long... dims) {
    return input(TensorType.float32(Shape.of(dims)));
  }

  public Value input(TensorType type) {
    Value value = new Value(values++, type);
    inputs.add(new Graph.Input("x" + inputs.size(), value, Preprocess.NONE, SPAN));
    return value;
  }

  /** Appends a layer; its shape rule must allow the inputs. */
  public Value add(String path, Operator op, Value... operands) {
    return tryAdd(path, op, List.of(operands))
        .orElseThrow(() -> new AssertionError(path + " does not fit"));
  }

  /** Appends a layer if its shape rule allows the inputs. */
  public Optional<Value> tryAdd(String path, Operator op, List<Value> operands) {
    List<TensorType> types = operands.stream().map(Value::type).toList();
    if (!(op.infer(types) instanceof Inference.Of(var type))) {
      return Optional.empty();
    }
    List<Integer> indices = new ArrayList<>();
    for (ParameterSpec spec : op.parameters(types)) {
      indices.add(parameters.size());
      parameters.add(new Graph.Parameter(path + "." + spec.name(), spec.type(), spec.role(), SPAN));
    }
    List<Value> outputs = new ArrayList<>(List.of(new Value(values++, type)));
    op.further(types).forEach(further -> outputs.add(new Value(values++, further)));
    nodes.add(new Graph.Node(path, op, op.toString(), operands, indices, outputs, SPAN));
    return Optional.of(outputs.getFirst());
  }

  /** Appends a layer of any number of outputs. */
  public List<Value> addAll(String path, Operator op, Value... operands) {
    add(path, op, operands);
    return nodes.getLast().outputs();
  }

  public Graph build(Value... outputs) {
    return build("Test", List.of(outputs));
  }

  public Graph build(String name, List<Value> outputs) {
    List<Graph.Output> named = new ArrayList<>();
    for (Value output : outputs) {
      named.add(new Graph.Output("y" + named.size(), output));
    }
    return new Graph(name, Optional.empty(), SPAN, inputs, nodes, named, parameters);
  }

  /** The tensors of the graph's checkpoint, by name: the n-th is {@code fill} with seed n + 1. */
  public static Function<String, double[]> tensors(Graph graph) {
    List<String> names = graph.parameters().stream().map(Graph.Parameter::name).toList();
    return name -> {
      int index = names.indexOf(name);
      double[] numbers = fill(graph.parameters().get(index).type().shape().elements(), index + 1);
      if (name.endsWith("running_var")) {
        for (int i = 0; i < numbers.length; i++) {
          numbers[i] = Math.abs(numbers[i]) + 0.5;
        }
      }
      return numbers;
    };
  }

  /** Numbers in [-1, 1); {@code fill} of op_goldens.py. */
  public static double[] fill(long count, long seed) {
    double[] numbers = new double[(int) count];
    for (int i = 0; i < count; i++) {
      long mixed = ((i + 1) * 2654435761L + seed * 40503 * 65537) & 0xffffffffL;
      numbers[i] = mixed / (double) (1L << 31) - 1;
    }
    return numbers;
  }
}
