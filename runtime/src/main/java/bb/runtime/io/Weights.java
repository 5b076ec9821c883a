package bb.runtime.io;

import bb.runtime.UserError;
import bb.runtime.WeightSource;

/** Weights as a user names them. */
public final class Weights {
  private Weights() {}

  /**
   * Opens {@code synthetic}, {@code synthetic:GAIN} or the path of a safetensors file.
   *
   * @throws UserError if it cannot be opened
   */
  public static WeightSource open(String text) {
    return Synthetic.parse(text)
        .<WeightSource>map(rule -> rule)
        .orElseGet(() -> Safetensors.open(UserFiles.path(text)));
  }
}
