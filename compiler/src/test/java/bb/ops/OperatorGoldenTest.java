package bb.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.graph.Graph;
import bb.graph.Lowering;
import bb.graph.TestGraph;
import bb.interpreter.Interpreter;
import bb.program.Program;
import bb.program.ProgramVerifier;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every layer against PyTorch: shapes, parameters, multiply-adds and numbers. */
class OperatorGoldenTest {
  private static final double TOLERANCE = 1e-8;

  @TestFactory
  Stream<DynamicTest> agreesWithPyTorch() throws IOException, JsonParserException {
    return goldens().stream()
        .map(golden -> DynamicTest.dynamicTest(title(golden), () -> check(golden)));
  }

  /** How the test of a golden is called. */
  static String title(JsonObject golden) {
    return golden.getString("op")
        + " "
        + golden.getObject("args").keySet()
        + " on "
        + golden.getArray("inputs");
  }

  @Test
  void everyLayerHasAGolden() throws IOException, JsonParserException {
    Set<String> covered =
        goldens().stream().map(golden -> golden.getString("op")).collect(Collectors.toSet());
    assertEquals(Operators.ALL.stream().map(OpSpec::name).collect(Collectors.toSet()), covered);
  }

  static List<JsonObject> goldens() throws IOException, JsonParserException {
    try (InputStream file = OperatorGoldenTest.class.getResourceAsStream("/op-goldens.json")) {
      return JsonParser.array().from(file).stream().map(JsonObject.class::cast).toList();
    }
  }

  private static void check(JsonObject golden) {
    Operator op = operator(golden);
    TestGraph builder = new TestGraph();
    Value[] inputs = types(golden).stream().map(builder::input).toArray(Value[]::new);
    Graph graph = builder.build("Test", builder.addAll("layer", op, inputs));

    Graph.Node node = graph.nodes().getFirst();
    assertEquals(Shape.of(longs(golden.getArray("shape"))), node.output().type().shape());
    assertEquals(parameters(golden), parameters(graph));
    assertEquals(golden.getLong("macs"), Lowering.macs(node, graph), "multiply-adds");

    Program program = Lowering.lower(graph);
    assertEquals(List.of(), ProgramVerifier.verify(program));
    double[] expected =
        golden.getArray("output").stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    double[] found =
        Interpreter.run(program, inputs(graph, golden), TestGraph.tensors(graph)).values().stream()
            .flatMapToDouble(Arrays::stream)
            .toArray();
    assertEquals(expected.length, found.length);
    // what a layer keeps in a table is rounded to a float
    double tolerance = golden.getDouble("tolerance", TOLERANCE);
    for (int i = 0; i < found.length; i++) {
      double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
      assertTrue(
          Math.abs(expected[i] - found[i]) <= allowed,
          "element " + i + ": expected " + expected[i] + ", found " + found[i]);
    }
  }

  /** What flows in: floats, ids if the golden says how many there are, or truth values. */
  static List<TensorType> types(JsonObject golden) {
    JsonArray inputs = golden.getArray("inputs");
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      int ids = ids(golden, i);
      boolean whole = ids > 0 && !golden.has("plus");
      DType dtype = whole ? DType.INT32 : ids < 0 ? DType.BOOL : DType.FLOAT32;
      types.add(new TensorType(dtype, Shape.of(longs(inputs.getArray(i)))));
    }
    return types;
  }

  /** How many ids there are in an input, 0 for floats, -1 for truth values. */
  private static int ids(JsonObject golden, int input) {
    return golden.get("ids") instanceof JsonArray each
        ? each.getInt(input)
        : golden.getInt("ids", 0);
  }

  static Map<String, double[]> inputs(Graph graph, JsonObject golden) {
    Map<String, double[]> inputs = new HashMap<>();
    for (Graph.Input input : graph.inputs()) {
      int ids = ids(golden, inputs.size());
      long count = golden.getInt("batch") * input.value().type().shape().elements();
      double[] numbers = TestGraph.fill(count, 100 + inputs.size());
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] =
            ids > 0
                ? Math.floor((numbers[i] + 1) / 2 * ids) + golden.getDouble("plus", 0)
                : ids < 0 ? (numbers[i] > 0 ? 1 : 0) : 8 * numbers[i];
      }
      inputs.put(input.name(), numbers);
    }
    return inputs;
  }

  static Operator operator(JsonObject golden) {
    OpSpec spec = Operators.find(golden.getString("op")).orElseThrow();
    Map<String, Object> arguments = new HashMap<>();
    golden
        .getObject("args")
        .forEach((name, value) ->
            arguments.put(name, argument(spec.attribute(name).orElseThrow().type(), value)));
    return spec.operator(arguments);
  }

  private static Object argument(Attribute.Type type, Object json) {
    return switch (type) {
      case Attribute.Type.Int _ -> ((Number) json).longValue();
      case Attribute.Type.Number _ -> ((Number) json).doubleValue();
      case Attribute.Type.Flag _, Attribute.Type.Choice _, Attribute.Type.Tensor _ -> json;
      case Attribute.Type.Pair _ -> sizes(2, json);
      case Attribute.Type.Triple _ -> sizes(3, json);
      case Attribute.Type.Padding(int count) -> sizes(count, json);
      case Attribute.Type.Ints _ ->
          json instanceof Number n ? List.of(n.longValue()) : listOrWord(json);
      case Attribute.Type.Numbers _ ->
          json instanceof JsonArray list
              ? list.stream().map(n -> ((Number) n).doubleValue()).toList()
              : List.of(((Number) json).doubleValue());
    };
  }

  private static Object sizes(int count, Object json) {
    return json instanceof Number n ? Collections.nCopies(count, n.longValue()) : listOrWord(json);
  }

  private static Object listOrWord(Object json) {
    return json instanceof JsonArray list ? LongStream.of(longs(list)).boxed().toList() : json;
  }

  static long[] longs(JsonArray array) {
    return array.stream().mapToLong(n -> ((Number) n).longValue()).toArray();
  }

  private static List<String> parameters(JsonObject golden) {
    List<String> names = new ArrayList<>();
    for (Object parameter : golden.getArray("parameters")) {
      JsonArray pair = (JsonArray) parameter;
      names.add("layer." + pair.getString(0) + Shape.of(longs(pair.getArray(1))));
    }
    return names;
  }

  private static List<String> parameters(Graph graph) {
    return graph.parameters().stream().map(p -> p.name() + p.type().shape()).toList();
  }
}
