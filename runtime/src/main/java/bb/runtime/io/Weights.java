package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import java.nio.file.Path;

/** Weights as a user names them. */
public final class Weights {
  private Weights() {}

  /**
   * Opens {@code synthetic}, {@code synthetic:GAIN} or the path of a file.
   *
   * @throws UserError if it cannot be opened
   */
  public static WeightSource open(String text) {
    return Synthetic.parse(text).<WeightSource>map(rule -> rule).orElseGet(() -> file(text));
  }

  /**
   * Opens a safetensors file, the index of several, or a state dictionary that PyTorch saved.
   *
   * @throws UserError if it cannot be opened
   */
  public static TensorFile file(String path) {
    return file(UserFiles.path(path));
  }

  /**
   * The same of a path.
   *
   * @throws UserError if it cannot be opened
   */
  public static TensorFile file(Path path) {
    Bytes file = UserFiles.open(path);
    return Shards.isIndex(file) ? Shards.of(path, file) : single(path.toString(), file);
  }

  /** Reads one file, whatever its kind. */
  static TensorFile single(String description, Bytes file) {
    return OtherFormat.isZip(file)
        ? TorchFile.of(description, file)
        : Safetensors.of(description, file);
  }

  /** What is said where a network needs weights and none are named. */
  public static UserError missing() {
    return new UserError(ErrorCode.BB0613, "the network has no weights")
        .help("give a file: `--weights net.safetensors`, or what PyTorch saved")
        .help("or try the network without training it: `--weights synthetic`");
  }
}
