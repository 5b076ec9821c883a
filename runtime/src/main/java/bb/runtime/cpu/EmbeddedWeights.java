package bb.runtime.cpu;

import bb.runtime.WeightSource;
import bb.runtime.io.Safetensors;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Weights that lie in the same jar as the model's class. */
public final class EmbeddedWeights {
  /** The entry's name. */
  public static final String NAME = "weights.safetensors";

  private EmbeddedWeights() {}

  public static WeightSource of(Class<?> model) {
    try (InputStream in = model.getClassLoader().getResourceAsStream(NAME)) {
      if (in == null) {
        throw new IllegalStateException("the jar of " + model.getName() + " has no " + NAME);
      }
      return Safetensors.read(in, NAME);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
