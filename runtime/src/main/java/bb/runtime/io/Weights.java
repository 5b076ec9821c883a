package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

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
  public static TensorFile file(Path weights) {
    Bytes file = UserFiles.open(Objects.requireNonNull(weights, "weights"));
    return Shards.isIndex(file) ? Shards.of(weights, file) : single(weights.toString(), file);
  }

  /**
   * Reads a file that comes through a stream, and keeps its bytes.
   *
   * @throws UserError if it cannot be read
   */
  public static TensorFile stream(InputStream in, String description) {
    try {
      return single(description, new Bytes.Held(in.readAllBytes()));
    } catch (IOException e) {
      throw new UserError(
          ErrorCode.BB0602, Message.of("cannot read `%s`: %s", description, UserFiles.reason(e)));
    } catch (OutOfMemoryError e) {
      // readAllBytes says so for anything over 2 GB, before it allocates
      throw new UserError(
          ErrorCode.BB0602, Message.of("cannot read `%s`: it is too large", description));
    }
  }

  /**
   * Reads a resource beside a class, in its place where it lies unpacked in a jar.
   *
   * @throws UserError if there is none, or it cannot be read
   */
  public static TensorFile resource(Class<?> beside, String name) {
    URL place = beside.getResource(name);
    if (place == null) {
      throw new UserError(
          ErrorCode.BB0601,
          Message.of("there is no resource `%s` beside class `%s`", name, beside.getName()));
    }
    return at(place, name);
  }

  /** The same by its place. */
  public static TensorFile at(URL place, String name) {
    try {
      Optional<Bytes> stored = JarEntry.find(Resource.unambiguous(place));
      if (stored.isPresent()) {
        return single(name, stored.get());
      }
      try (InputStream in = Resource.open(place)) {
        return stream(in, name);
      }
    } catch (IOException e) {
      throw new UserError(
          ErrorCode.BB0602, Message.of("cannot read `%s`: %s", name, UserFiles.reason(e)));
    }
  }

  /** Reads one file, whatever its kind. */
  static TensorFile single(String description, Bytes file) {
    return OtherFormat.isZip(file)
        ? TorchFile.of(description, file)
        : Safetensors.of(description, file);
  }

  /**
   * The weights of a network for which none are named.
   *
   * @throws UserError unless it needs none
   */
  public static WeightSource unnamed(ModelInfo info) {
    if (info.tensors().isEmpty()) {
      return Synthetic.weights(); // nothing is read of it
    }
    throw new UserError(ErrorCode.BB0613, "the network has no weights")
        .help("give a file: `--weights net.safetensors`, or what PyTorch saved")
        .help("or try the network without training it: `--weights synthetic`");
  }
}
