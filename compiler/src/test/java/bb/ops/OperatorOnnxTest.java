package bb.ops;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.graph.TestGraph;
import bb.onnx.OnnxModel;
import bb.onnx.OnnxRuntime;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.types.Shape;
import bb.types.Value;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every layer, exported and run by ONNX Runtime, says what PyTorch says. */
class OperatorOnnxTest {
  private static final double TOLERANCE = 1e-5;

  @TestFactory
  Stream<DynamicTest> agreesWithPyTorch() throws IOException, JsonParserException {
    return OperatorGoldenTest.goldens().stream()
        .map(golden ->
            DynamicTest.dynamicTest(
                golden.getString("op")
                    + " "
                    + golden.getObject("args").keySet()
                    + " on "
                    + golden.getArray("inputs"),
                () -> check(golden)));
  }

  private static void check(JsonObject golden) throws IOException, OrtException {
    TestGraph builder = new TestGraph();
    Value[] inputs =
        golden.getArray("inputs").stream()
            .map(dims -> Shape.of(OperatorGoldenTest.longs((JsonArray) dims)))
            .map(shape -> builder.input(OperatorGoldenTest.type(golden, shape)))
            .toArray(Value[]::new);
    Graph graph = builder.build(builder.add("layer", OperatorGoldenTest.operator(golden), inputs));
    Map<String, Tensor> tensors = new HashMap<>();
    for (Graph.Input input : graph.inputs()) {
      double[] numbers = OperatorGoldenTest.inputs(graph, golden).get(input.name());
      List<Long> dims = input.value().type().shape().dims();
      int[] shape = new int[dims.size() + 1];
      shape[0] = golden.getInt("batch");
      for (int i = 0; i < dims.size(); i++) {
        shape[i + 1] = dims.get(i).intValue();
      }
      tensors.put(input.name(), new Tensor(shape, floats(numbers)));
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    OnnxModel.of(Lowering.lower(graph), new Problems())
        .orElseThrow()
        .write(new Tensors(TestGraph.tensors(graph)), file);
    double[] expected =
        golden.getArray("output").stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    try (OnnxRuntime runtime = OnnxRuntime.load(file.toByteArray())) {
      Tensor found = runtime.run(tensors).get("y0");
      double distance = OnnxRuntime.distance(floats(expected), found.data());
      assertTrue(distance <= TOLERANCE, () -> golden + ": relative distance " + distance);
    }
  }

  private static float[] floats(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }

  /** The numbers of a checkpoint that a function makes. */
  private record Tensors(Function<String, double[]> tensors) implements WeightSource {
    @Override
    public String description() {
      return "a test's weights";
    }

    @Override
    public Optional<Map<String, List<Integer>>> contents() {
      return Optional.empty();
    }

    @Override
    public float[] read(String name, List<Integer> shape) {
      return floats(tensors.apply(name));
    }
  }
}
