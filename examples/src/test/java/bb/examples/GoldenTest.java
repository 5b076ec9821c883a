package bb.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.graph.Graph;
import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Synthetic;
import com.grack.nanojson.JsonArray;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiled networks say what PyTorch says, given the same synthetic weights and input. */
final class GoldenTest {
  private static final double TOLERANCE = 1e-3;

  /**
   * Those that run with every build: small images, and a large one of each kind of network. None of
   * them has only kernels, in their sizes, that others have.
   */
  private static final Set<String> ALWAYS =
      Set.of(
          "AlexNet-64x64",
          "AlexNetOriginal-227x227",
          "AlexNetSmall-224x224",
          "VGG11-64x64",
          "VGG16-64x64",
          "GoogLeNet-64x64",
          "GoogLeNet-224x224",
          "ResNet18-64x64",
          "ResNet50-64x64",
          "ResNet50-224x224",
          "DenseNet121-64x64",
          "DenseNet121-224x224",
          "DenseNet169-64x64",
          "DenseNet201-64x64",
          "DenseNet161-64x64",
          "MobileNetV2-64x64",
          "MobileNetV2-224x224",
          "UNet-100x76",
          "ViTB16-224x224",
          "DeiTSmall-224x224",
          "TransformerStack-32",
          "DDPM-32x32",
          "BertBase-128",
          "CRNN-32x100",
          "GPT2At64-64",
          "Mamba130MAt64-64",
          "UNetBilinear-100x76",
          "ResNeXt50_32x4d-64x64",
          "SEResNet50-224x224",
          "BNInception-224x224",
          "GoogLeNetAux-224x224",
          "GoogLeNetOriginal-224x224-pixels",
          "ResNetV2_50-224x224",
          "EnCodecDecoder-12x128",
          "EfficientNetB0-64x64",
          "EfficientNetB5-64x64",
          "ConvNeXtT-64x64",
          "ConvNeXtV2T-64x64",
          "EfficientNetV2S-64x64",
          "HRNetW18-64x64",
          "MNASNet0_5-64x64",
          "RegNetX_400MF-64x64",
          "RegNetY_400MF-64x64",
          "RetinaNet-64x64-bbox_regression",
          "DeepLabV3ResNet50-64x64-out",
          "DeformableResNet50-64x64-c5",
          "SegFormerB0-64x64",
          "SwinT-64x64",
          "SwinV2T-64x64",
          "MaxViTT-224x224",
          "MobileViTXXS-64x64",
          "PointNet-8x8",
          "YOLOv8n-64x64",
          "SqueezeNet1_0-64x64",
          "SqueezeNet1_1-64x64",
          "MobileNetV1-224x224",
          "MobileNetV3Small-64x64",
          "MobileNetV3Large-64x64",
          "ShuffleNetV1MegviiG3-224x224",
          "ShuffleNetV2_x1_0-64x64",
          "VoVNetV2_19DW-224x224",
          "LlamaNarrow",
          "Qwen3Narrow",
          "C3DNarrow",
          "R2Plus1D18At32",
          "UNet3DNarrow",
          "WaveNetNarrow",
          "HiFiGANNarrow",
          "T5Narrow",
          "WhisperNarrow",
          "ClipNarrow",
          "ClipNarrow-text_embeds",
          "BertPaddedNarrow",
          "StableDiffusionUNetNarrow",
          "StableDiffusionDecoderNarrow",
          "StableDiffusionEncoderNarrow",
          "Tacotron2Encoder-1x100",
          "GhostNet-224x224");

  /** Beside another input a name counts; alone, floats are called {@code input}. */
  private static final InputInfo OTHER =
      new InputInfo("other", "float32", List.of(1), Preprocess.NONE);

  static Stream<Arguments> always() {
    return goldens(true);
  }

  static Stream<Arguments> rest() {
    return goldens(false);
  }

  private static Stream<List<String>> table() {
    return Examples.table(Examples.reference("goldens.tsv"));
  }

  /** The networks of the zoo that are run as they stand there. */
  static Set<String> atFullSize() {
    return table()
        .filter(row -> row.get(1).startsWith("zoo/"))
        .map(row -> row.get(2))
        .collect(Collectors.toSet());
  }

  private static Stream<Arguments> goldens(boolean always) {
    return table()
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
    Graph graph = Examples.graph(file, network);
    Room.with(
        graph,
        () -> {
          WeightSource weights = Synthetic.weights(golden.getDouble("gain"));
          compare(golden, Examples.model(file, network, weights));
        });
  }

  private static void compare(JsonObject golden, Model model) {
    Tensor output = run(model, golden);
    assertArrayEquals(ints(golden.getArray("output")), output.shape(), "shape");
    int size = output.data().length / output.batch();
    for (int example = 0; example < output.batch(); example++) {
      new Comparison(golden, example, output.data(), example * size, size).check();
    }
  }

  private static Tensor run(Model model, JsonObject golden) {
    Map<String, Tensor> outputs = model.predict(inputs(model.info(), golden));
    String name = golden.getString("name", "output");
    assertTrue(outputs.containsKey(name), () -> outputs.keySet().toString());
    return outputs.get(name);
  }

  /** Synthetic inputs, but for those that the golden gives, renames or scales. */
  private static Map<String, Tensor> inputs(ModelInfo info, JsonObject golden) {
    int batch = golden.getArray("input").getInt(0);
    JsonObject given = golden.getObject("inputs", new JsonObject());
    Map<String, Tensor> inputs = new HashMap<>();
    for (InputInfo input : info.inputs()) {
      JsonObject own = given.getObject(input.name(), new JsonObject());
      inputs.put(
          input.name(),
          own.has("values")
              ? new Tensor(shape(batch, input), floats(own.getArray("values")))
              : scaled(
                  synthetic(info, input, own.getString("as", input.name()), batch),
                  own.getFloat("scale", 1)));
    }
    return inputs;
  }

  /** The input that the rule makes for the name {@code as}. */
  private static Tensor synthetic(ModelInfo info, InputInfo input, String as, int batch) {
    InputInfo renamed =
        new InputInfo(as, input.dtype(), input.shape(), input.preprocess(), input.vocabulary());
    ModelInfo alone =
        new ModelInfo(
            info.network(),
            info.source(),
            info.parameters(),
            info.macs(),
            info.arenaBytes(),
            info.weightBytes(),
            info.inputs().size() == 1 ? List.of(renamed) : List.of(renamed, OTHER),
            info.outputs(),
            info.tensors());
    return Synthetic.inputs(alone, batch).get(as);
  }

  private static Tensor scaled(Tensor tensor, float scale) {
    float[] numbers = tensor.data().clone();
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] *= scale;
    }
    return new Tensor(tensor.shape(), numbers);
  }

  private static int[] shape(int batch, InputInfo input) {
    return IntStream.concat(IntStream.of(batch), input.shape().stream().mapToInt(Integer::intValue))
        .toArray();
  }

  private static float[] floats(JsonArray array) {
    float[] numbers = new float[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.getFloat(i);
    }
    return numbers;
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
      int first = start + golden.getInt("offset", 0);
      double error = 0;
      double total = 0;
      for (int i = 0; i < sample.size(); i++) {
        double expected = sample.getDouble(i);
        double difference = data[first + i * step] - expected;
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
