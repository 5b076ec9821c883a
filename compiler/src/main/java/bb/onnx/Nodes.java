package bb.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import bb.program.Program;
import bb.types.Shape;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Collects the nodes of a model. Tensors are known by their names; axis 0 of every value is the
 * batch, which a {@code Reshape} keeps by a 0 in its place.
 */
final class Nodes {
  private final Names names = new Names();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Object, String> literalNames = new HashMap<>();
  private final List<TensorProto> literals = new ArrayList<>();
  private final Map<String, Initializer> tensors = new LinkedHashMap<>();
  private final Map<Integer, String> values = new HashMap<>();
  private final String firstInput;
  private String batch = "";
  private String path = "";

  /** A tensor of the checkpoint, and what the model calls it. */
  record Initializer(String name, String tensor, Shape shape) {}

  Nodes(Program program) {
    program.inputs().forEach(i -> values.put(i.value().id(), names.fresh(i.name())));
    firstInput = values.get(program.inputs().getFirst().value().id());
    program.outputs().stream()
        .map(Program.Output::name)
        .filter(name -> program.inputs().stream().noneMatch(i -> i.name().equals(name)))
        .forEach(names::fresh);
  }

  /** Says which layer the next nodes belong to. */
  void at(String newPath) {
    path = newPath;
  }

  /** The name of a value that has been computed. */
  String name(Value value) {
    return values.get(value.id());
  }

  void bind(Value value, String name) {
    values.put(value.id(), name);
  }

  /** Appends a node and returns what its output is called. */
  String add(String operator, List<String> inputs, AttributeProto... attributes) {
    String output =
        names.fresh(path.isEmpty() ? operator.toLowerCase(java.util.Locale.ROOT) : path);
    nodes.add(new Node(operator, inputs, output, List.of(attributes)));
    return output;
  }

  /** The same elements under another shape of an example. */
  String reshape(String x, Shape shape) {
    return reshape(x, shape.dims());
  }

  String reshape(String x, List<Long> dims) {
    List<Long> batched = new ArrayList<>(dims);
    batched.addFirst(0L);
    return add("Reshape", List.of(x, ints(batched)));
  }

  String transpose(String x, Long... order) {
    return add("Transpose", List.of(x), Attributes.of("perm", List.of(order)));
  }

  /** A tensor without a batch, repeated for every example. */
  String repeat(String x, Shape shape) {
    if (batch.isEmpty()) {
      String before = path;
      path = "batch";
      batch = add("Shape", List.of(firstInput), Attributes.of("start", 0), Attributes.of("end", 1));
      path = before;
    }
    String dims = add("Concat", List.of(batch, ints(shape.dims())), Attributes.of("axis", 0));
    return add("Expand", List.of(x, dims));
  }

  /** A tensor of the checkpoint, by its name there. */
  String tensor(String tensor, Shape shape) {
    return tensors.computeIfAbsent(tensor, t -> new Initializer(names.fresh(t), t, shape)).name();
  }

  String ints(List<Long> numbers) {
    return literal(
        numbers,
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addDims(numbers.size())
            .addAllInt64Data(numbers));
  }

  String ints(long... numbers) {
    return ints(LongStream.of(numbers).boxed().toList());
  }

  String scalar(double number) {
    return literal(
        (float) number,
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addFloatData((float) number));
  }

  String floats(Shape shape, List<Float> numbers) {
    return literal(
        List.of(shape, numbers),
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addAllDims(shape.dims())
            .addAllFloatData(numbers));
  }

  private String literal(Object key, TensorProto.Builder tensor) {
    return literalNames.computeIfAbsent(
        key,
        _ -> {
          String name = names.fresh("literal");
          literals.add(tensor.setName(name).build());
          return name;
        });
  }

  /**
   * Gives outputs their names, by renaming the nodes that compute them. What is no node's output,
   * or has another name already, is copied.
   */
  Map<String, String> nameOutputs(List<Program.Output> outputs) {
    Map<String, String> renamed = new HashMap<>();
    for (Program.Output output : outputs) {
      String name = name(output.value());
      boolean isNode = nodes.stream().anyMatch(node -> node.output().equals(name));
      if (isNode && !renamed.containsKey(name)) {
        renamed.put(name, output.name());
      } else if (!name.equals(output.name())) {
        nodes.add(new Node("Identity", List.of(name), output.name(), List.of()));
      }
    }
    return renamed;
  }

  List<Node> nodes() {
    return List.copyOf(nodes);
  }

  List<TensorProto> literals() {
    return List.copyOf(literals);
  }

  List<Initializer> tensors() {
    return List.copyOf(tensors.values());
  }
}
