package bb.ops;

import bb.graph.Graph;
import bb.graph.TestGraph;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Distance;
import bb.types.Value;
import com.grack.nanojson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A golden of one layer as a network, in the numbers that engines take. */
record GoldenNetwork(
    Graph graph, WeightSource weights, Map<String, Tensor> inputs, float[] expected) {

  static GoldenNetwork of(JsonObject golden) {
    return of("Test", golden);
  }

  static GoldenNetwork of(String name, JsonObject golden) {
    TestGraph builder = new TestGraph();
    Value[] values =
        OperatorGoldenTest.types(golden).stream().map(builder::input).toArray(Value[]::new);
    List<Value> outputs = builder.addAll("layer", OperatorGoldenTest.operator(golden), values);
    Graph graph = builder.build(name, outputs);
    Map<String, Tensor> inputs = new HashMap<>();
    for (Graph.Input input : graph.inputs()) {
      double[] numbers = OperatorGoldenTest.inputs(graph, golden).get(input.name());
      List<Long> dims = input.value().type().shape().dims();
      int[] shape = new int[dims.size() + 1];
      shape[0] = golden.getInt("batch");
      for (int i = 0; i < dims.size(); i++) {
        shape[i + 1] = dims.get(i).intValue();
      }
      inputs.put(input.name(), new Tensor(shape, floats(numbers)));
    }
    double[] expected =
        golden.getArray("output").stream().mapToDouble(n -> ((Number) n).doubleValue()).toArray();
    return new GoldenNetwork(
        graph, new Tensors(TestGraph.tensors(graph)), inputs, floats(expected));
  }

  /** How far an engine's outputs, one after the other, are from PyTorch's. */
  double distance(Map<String, Tensor> outputs) {
    double[] found =
        graph.outputs().stream()
            .map(output -> outputs.get(output.name()).data())
            .flatMapToDouble(data -> IntStream.range(0, data.length).mapToDouble(i -> data[i]))
            .toArray();
    return Distance.relative(expected, floats(found));
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
