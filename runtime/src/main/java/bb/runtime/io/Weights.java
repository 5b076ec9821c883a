package bb.runtime.io;

import bb.runtime.ErrorCode;
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
    return Synthetic.parse(text).<WeightSource>map(rule -> rule).orElseGet(() -> file(text));
  }

  /**
   * Opens a safetensors file.
   *
   * @throws UserError if it cannot be opened
   */
  public static Safetensors file(String path) {
    return Safetensors.open(UserFiles.path(path));
  }

  /** What is said where a network needs weights and none are named. */
  public static UserError missing() {
    return new UserError(ErrorCode.BB0613, "the network has no weights")
        .help("give a safetensors file: `--weights net.safetensors`")
        .help("or try the network without training it: `--weights synthetic`");
  }
}
