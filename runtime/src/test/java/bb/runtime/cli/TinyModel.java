package bb.runtime.cli;

import bb.runtime.EngineInfo;
import bb.runtime.Model;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.ModelInfo.OutputInfo;
import bb.runtime.ModelInfo.Preprocess;
import bb.runtime.ModelInfo.TensorInfo;
import bb.runtime.Options;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.WeightBinding;
import java.util.List;
import java.util.Map;

/** What the compiler would make of a network of one linear layer on images of four pixels. */
public final class TinyModel implements Model {
  public static final ModelInfo INFO =
      new ModelInfo(
          "Tiny",
          "tiny.bb",
          15,
          12,
          28,
          60,
          List.of(
              new InputInfo(
                  "image",
                  "float32",
                  List.of(1, 2, 2),
                  new Preprocess(0, List.of(0.5f), List.of(0.25f), "bilinear"))),
          List.of(new OutputInfo("class", List.of(3))),
          List.of(
              new TensorInfo("fc.weight", List.of(3, 4), true),
              new TensorInfo("fc.bias", List.of(3), true)));

  private final float[] weight;
  private final float[] bias;

  private TinyModel(WeightSource weights) {
    WeightBinding.bind(INFO, weights);
    this.weight = weights.read("fc.weight", List.of(3, 4));
    this.bias = weights.read("fc.bias", List.of(3));
  }

  public static TinyModel load(WeightSource weights) {
    return new TinyModel(weights);
  }

  @Override
  public ModelInfo info() {
    return INFO;
  }

  @Override
  public EngineInfo engine() {
    return new EngineInfo(EngineInfo.Kind.SCALAR, "", 0, 1);
  }

  @Override
  public void predictInto(
      Map<String, Tensor> inputs, Map<String, Tensor> outputs, Options options) {
    if (options.threads() == 13) {
      throw new IllegalStateException("thirteen threads " + System.getProperty("marker", ""));
    }
    float[] input = inputs.get("image").data();
    float[] output = outputs.get("class").data();
    for (int i = 0; i < output.length; i++) {
      output[i] = bias[i % 3];
      for (int k = 0; k < 4; k++) {
        output[i] += weight[i % 3 * 4 + k] * input[i / 3 * 4 + k];
      }
    }
  }
}
