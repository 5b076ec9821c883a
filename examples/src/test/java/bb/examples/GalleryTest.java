package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.graph.Graph;
import bb.graph.Lowering;
import bb.interpreter.Interpreter;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.io.Synthetic;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Networks without a reference: what is compiled agrees with what the kernels mean. */
final class GalleryTest {
  private static final Path FILE = Path.of("src/test/resources/at64/gallery.bb");
  private static final int BATCH = 2;
  private static final double TOLERANCE = 1e-4;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AutoencoderAt32",
        "DetectorAt64",
        "SentimentAt12",
        "VoiceActivityOf512",
        "AlibiNarrow"
      })
  void agreesWithTheInterpreter(String network) {
    Model model = Examples.model(FILE, network, Synthetic.weights());
    Map<String, Tensor> inputs = Synthetic.inputs(model.info(), BATCH);
    Map<String, Tensor> outputs = model.predict(inputs);
    Map<String, double[]> meant = interpret(Examples.graph(FILE, network), inputs);
    assertEquals(List.copyOf(meant.keySet()), List.copyOf(outputs.keySet()));
    meant.forEach((name, expected) -> {
      double error = relativeError(expected, outputs.get(name).data());
      assertTrue(error <= TOLERANCE, () -> name + ": relative error " + error);
    });
  }

  private static Map<String, double[]> interpret(Graph graph, Map<String, Tensor> inputs) {
    Map<String, List<Integer>> shapes = new HashMap<>();
    graph
        .parameters()
        .forEach(p ->
            shapes.put(p.name(), p.type().shape().dims().stream().map(Math::toIntExact).toList()));
    Map<String, double[]> examples = new HashMap<>();
    inputs.forEach((name, tensor) -> examples.put(name, doubles(tensor.data())));
    return Interpreter.run(
        Lowering.lower(graph),
        examples,
        name -> doubles(Synthetic.weights().read(name, shapes.get(name))));
  }

  private static double relativeError(double[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double error = 0;
    double total = 0;
    for (int i = 0; i < expected.length; i++) {
      error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      total += expected[i] * expected[i];
    }
    return Math.sqrt(error / total);
  }

  private static double[] doubles(float[] floats) {
    return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
  }
}
