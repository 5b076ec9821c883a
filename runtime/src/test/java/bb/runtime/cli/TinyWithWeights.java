package bb.runtime.cli;

import bb.runtime.ModelInfo;
import bb.runtime.WeightSource;
import bb.runtime.io.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@link TinyModel} as the compiler would make it with weights beside the class. */
public final class TinyWithWeights {
  static final String WEIGHTS = "Tiny.safetensors";

  public static final ModelInfo INFO = TinyModel.INFO;

  private TinyWithWeights() {}

  public static WeightSource weights() {
    try (InputStream in = TinyWithWeights.class.getResourceAsStream(WEIGHTS)) {
      return Safetensors.read(in, WEIGHTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static TinyModel load(WeightSource weights) {
    return TinyModel.load(weights);
  }
}
