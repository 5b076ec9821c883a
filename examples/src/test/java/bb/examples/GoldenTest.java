package bb.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.io.Synthetic;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled networks say what PyTorch says, given the same synthetic weights and input. */
final class GoldenTest {
  private static final double TOLERANCE = 1e-3;

  /** Those that run with every build: small images, and a large one of each kind of network. */
  private static final Set<String> ALWAYS =
      Set.of(
          "AlexNet-64x64",
          "AlexNetOriginal-227x227",
          "AlexNetSmall-224x224",
          "VGG11-64x64",
          "VGG16-64x64",
          "VGG19BN-64x64",
          "GoogLeNet-64x64",
          "GoogLeNet-224x224",
          "ResNet18-64x64",
          "ResNet34-64x64",
          "ResNet50-64x64",
          "ResNet50-224x224",
          "ResNet101-64x64",
          "ResNet152-64x64",
          "DenseNet121-64x64",
          "DenseNet121-224x224",
          "DenseNet169-64x64",
          "DenseNet201-64x64",
          "DenseNet161-64x64",
          "MobileNetV2-64x64",
          "MobileNetV2-224x224",
          "UNet-100x76",
          "UNetBilinear-100x76");

  static Stream<Arguments> always() {
    return goldens(true);
  }

  static Stream<Arguments> rest() {
    return goldens(false);
  }

  private static Stream<Arguments> goldens(boolean always) {
    return Examples.table(Examples.reference("goldens.tsv"))
        .map(row -> Arguments.of(name(row.get(0)), Path.of(row.get(1)), row.get(2)))
        .filter(arguments -> ALWAYS.contains(arguments.get()[0]) == always);
  }

  private static String name(String file) {
    return file.substring(0, file.length() - ".json".length());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("always")
  void agreesWithPytorch(String golden, Path file, String network) throws JsonParserException {
    compare(golden, file, network);
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}")
  @MethodSource("rest")
  void agreesWithPytorchAtFullSize(String golden, Path file, String network)
      throws JsonParserException {
    compare(golden, file, network);
  }

  private static void compare(String name, Path file, String network) throws JsonParserException {
    String text =
        String.join("\n", Examples.lines(Examples.reference("goldens/" + name + ".json")));
    JsonObject golden = JsonParser.object().from(text);
    Tensor output = run(file, network, golden.getArray("input").getInt(0));
    assertArrayEquals(ints(golden.getArray("output")), output.shape(), "shape");
    int size = output.data().length / output.batch();
    for (int example = 0; example < output.batch(); example++) {
      new Comparison(golden, example, output.data(), example * size, size).check();
    }
  }

  private static Tensor run(Path file, String network, int batch) {
    Model model = Examples.compile(file, network, false).load().withWeights(Synthetic.weights());
    Map<String, Tensor> outputs = model.predict(Synthetic.inputs(model.info(), batch));
    assertEquals(List.of("output"), List.copyOf(outputs.keySet()));
    return outputs.get("output");
  }

  private static int[] ints(JsonArray array) {
    return array.stream().mapToInt(element -> ((Number) element).intValue()).toArray();
  }

  /** One example of a batch and what PyTorch made of it. */
  private record Comparison(JsonObject golden, int example, float[] data, int start, int size) {
    void check() {
      double error = sampleError();
      assertTrue(error <= TOLERANCE, () -> network() + ": relative error " + error);
      double l2 = golden.getArray("l2").getDouble(example);
      assertEquals(1, norm() / l2, TOLERANCE, network() + ": norm");
      // Two outputs that are nearly the same may change places.
      boolean decided =
          golden.getArray("margin").getDouble(example) > TOLERANCE * l2 / Math.sqrt(size);
      if (decided) {
        assertEquals(golden.getArray("argmax").getInt(example), largest(), network() + ": argmax");
      }
    }

    private String network() {
      return golden.getString("network");
    }

    /** The relative L2 distance of the outputs that the golden holds: every step-th. */
    private double sampleError() {
      JsonArray sample = golden.getArray("sample").getArray(example);
      int step = golden.getInt("step");
      double error = 0;
      double total = 0;
      for (int i = 0; i < sample.size(); i++) {
        double expected = sample.getDouble(i);
        double difference = data[start + i * step] - expected;
        error += difference * difference;
        total += expected * expected;
      }
      return Math.sqrt(error / total);
    }

    private double norm() {
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += (double) data[start + i] * data[start + i];
      }
      return Math.sqrt(sum);
    }

    private int largest() {
      int largest = 0;
      for (int i = 1; i < size; i++) {
        if (data[start + i] > data[start + largest]) {
          largest = i;
        }
      }
      return largest;
    }
  }
}
