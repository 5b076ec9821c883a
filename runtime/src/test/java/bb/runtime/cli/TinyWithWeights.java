package bb.runtime.cli;

import bb.runtime.ModelInfo;
import bb.runtime.WeightSource;

/** {@link TinyModel} as the compiler would make it with weights beside the class. */
public final class TinyWithWeights {
  static final String WEIGHTS = "Tiny.safetensors";

  public static final ModelInfo INFO = TinyModel.INFO;

  private TinyWithWeights() {}

  public static WeightSource weights() {
    return WeightSource.resource(TinyWithWeights.class, WEIGHTS);
  }

  public static TinyModel load(WeightSource weights) {
    return TinyModel.load(weights);
  }
}
