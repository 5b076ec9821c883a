package bb.runtime.cpu;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.io.Message;
import bb.runtime.io.RuledWeights;
import bb.runtime.io.TensorFile;
import bb.runtime.io.Weights;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * Weights that lie beside a model's class, under its name: so that those of one network are never
 * taken for those of another, in whatever order their jars come.
 */
public final class EmbeddedWeights {
  /** The member of the file's metadata that says which architecture the weights belong to. */
  public static final String ARCHITECTURE = "bb.architecture";

  private EmbeddedWeights() {}

  /** The name of the resource, relative to the class: {@code ResNet50.safetensors}. */
  public static String resource(String model) {
    return model + ".safetensors";
  }

  /**
   * Reads the weights.
   *
   * @param resource where they lie; null if there are none
   * @param architecture the checksum of the network, as the compiler wrote it into both
   * @throws UserError if there are none, or if they are another network's
   */
  public static WeightSource read(Class<?> model, @Nullable URL resource, String architecture) {
    String network = model.getSimpleName();
    String name = resource(network);
    if (resource == null) {
      throw new UserError(
              ErrorCode.BB0661,
              Message.of("the weights of network `%s` do not lie beside its class", network))
          .note(Message.of("the jar was made with them, as `%s`, and now lacks them", name))
          .help("use the jar as `bbc compile --weights` wrote it")
          .help("or give a safetensors file: `--weights net.safetensors`, `load(path)` in Java");
    }
    TensorFile weights = Weights.at(resource, name);
    String found = weights.metadata().getOrDefault(ARCHITECTURE, "none");
    if (!found.equals(architecture)) {
      throw foreign(name, network, found, architecture);
    }
    return RuledWeights.named(weights);
  }

  private static UserError foreign(String name, String network, String found, String architecture) {
    return new UserError(
            ErrorCode.BB0660,
            Message.of("`%s` beside the class holds no weights of network `%s`", name, network))
        .note(
            Message.of(
                "architecture of the class:   %s\narchitecture of the weights: %s",
                architecture, found))
        .help("compile the network again: `bbc compile --weights`")
        .help("or give the file from outside: `--weights net.safetensors`, `load(path)` in Java");
  }
}
