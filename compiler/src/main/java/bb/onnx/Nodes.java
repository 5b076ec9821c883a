package bb.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import bb.kernel.Numbers;
import bb.program.Program;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

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
  private final List<Value> inputs;
  private final String firstInput;
  private String batch = "";
  private String path = "";

  /** A tensor of the checkpoint, and what the model calls it. */
  record Initializer(String name, String tensor, Shape shape) {}

  /**
   * What is done to each slice.
   *
   * @param nodes adds nodes from the names of operands to those of results
   */
  record Body(
      List<TensorType> operands, List<TensorType> results, UnaryOperator<List<String>> nodes) {
    Body {
      operands = List.copyOf(operands);
      results = List.copyOf(results);
    }
  }

  Nodes(Program program) {
    program.inputs().forEach(i -> values.put(i.value().id(), names.fresh(i.name())));
    inputs = program.inputs().stream().map(Program.Input::value).toList();
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

  /** Whether a value is given by the caller. */
  boolean isInput(Value value) {
    return inputs.contains(value);
  }

  /** The name of a value that has been computed, as floats. */
  String floats(Value value) {
    return value.type().dtype() == DType.FLOAT32 ? name(value) : cast(name(value), DType.FLOAT32);
  }

  /** A result in floats as its value's type. */
  String typed(String floats, Value value) {
    DType type = value.type().dtype();
    return type == DType.FLOAT32 ? floats : cast(floats, type);
  }

  String cast(String name, DType type) {
    return add("Cast", List.of(name), Attributes.of("to", OnnxModel.code(type)));
  }

  void bind(Value value, String name) {
    values.put(value.id(), name);
  }

  /** Appends a node and returns what its output is called. */
  String add(String operator, List<String> inputs, AttributeProto... attributes) {
    String output = fresh(operator);
    nodes.add(new Node(operator, inputs, List.of(output), List.of(attributes)));
    return output;
  }

  /** Appends a node of several outputs, the last of which is read, as are others. */
  List<String> several(
      String operator, List<String> inputs, int count, AttributeProto... attributes) {
    List<String> outputs = IntStream.range(0, count).mapToObj(_ -> fresh(operator)).toList();
    nodes.add(new Node(operator, inputs, outputs, List.of(attributes)));
    return outputs;
  }

  private String fresh(String operator) {
    return names.fresh(path.isEmpty() ? operator.toLowerCase(Locale.ROOT) : path);
  }

  /**
   * Applies a body to each slice along axis 1, from the last one if {@code backwards}.
   *
   * @param states what the body's first operands are at first, and its results make them then
   * @param slices what the body's other operands are slices of
   * @return what the states are at last, and the body's last results, joined along axis 1
   */
  List<String> scan(List<String> states, List<String> slices, Body body, boolean backwards) {
    List<Long> axes = Collections.nCopies(slices.size(), 1L);
    List<Long> directions = Collections.nCopies(slices.size(), backwards ? 1L : 0L);
    AttributeProto graph = Attributes.of("body", graph(body));
    List<String> outputs = body.results().stream().map(_ -> fresh("scan")).toList();
    nodes.add(
        new Node(
            "Scan",
            Stream.concat(states.stream(), slices.stream()).toList(),
            outputs,
            List.of(
                graph,
                Attributes.of("num_scan_inputs", slices.size()),
                Attributes.of("scan_input_axes", axes),
                Attributes.of("scan_output_axes", List.of(1L)),
                Attributes.of("scan_input_directions", directions),
                Attributes.of("scan_output_directions", List.of(backwards ? 1L : 0L)))));
    return outputs;
  }

  /**
   * The body's nodes, which read its operands, literals and weights, and nothing else from outside.
   */
  private GraphProto graph(Body body) {
    int outside = nodes.size();
    List<String> operands = body.operands().stream().map(_ -> fresh("operand")).toList();
    List<String> results = body.nodes().apply(operands);
    List<Node> inside = nodes.subList(outside, nodes.size());
    GraphProto.Builder graph = GraphProto.newBuilder().setName(fresh("body"));
    for (int i = 0; i < operands.size(); i++) {
      graph.addInput(OnnxModel.info(operands.get(i), body.operands().get(i)));
    }
    for (int i = 0; i < results.size(); i++) {
      graph.addOutput(OnnxModel.info(results.get(i), body.results().get(i)));
    }
    inside.forEach(node -> graph.addNode(node.proto(UnaryOperator.identity())));
    inside.clear();
    return graph.build();
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

  String wholeNumber(long number) {
    return literal(
        "whole " + number,
        TensorProto.newBuilder()
            .setDataType(TensorProto.DataType.INT64_VALUE)
            .addInt64Data(number));
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

  /** Numbers that the compiler knows. */
  String literal(TensorType type, Numbers numbers) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setDataType(OnnxModel.code(type.dtype()))
            .addAllDims(type.shape().dims());
    for (int i = 0; i < numbers.size(); i++) {
      switch (type.dtype()) {
        case FLOAT32 -> tensor.addFloatData(numbers.get(i));
        case INT32, BOOL -> tensor.addInt32Data((int) numbers.get(i));
        case INT64 -> tensor.addInt64Data((long) numbers.get(i));
      }
    }
    return literal(List.of(type, numbers), tensor);
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
        nodes.add(new Node("Identity", List.of(name), List.of(output.name()), List.of()));
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
