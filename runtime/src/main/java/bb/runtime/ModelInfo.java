package bb.runtime;

import java.util.List;
import java.util.Objects;

/**
 * The model card: what a compiled network is, without its weights. Shapes are of one example.
 *
 * @param network the network's name in its source
 * @param source the {@code .bb} file's name
 * @param parameters trainable numbers, shared ones once
 * @param macs multiply-adds for one example
 * @param arenaBytes activation memory for one example
 * @param weightBytes memory of the weights as the engine keeps them
 * @param checkpoint how the published files differ from it
 */
public record ModelInfo(
    String network,
    String source,
    long parameters,
    long macs,
    long arenaBytes,
    long weightBytes,
    List<InputInfo> inputs,
    List<OutputInfo> outputs,
    List<TensorInfo> tensors,
    Checkpoint checkpoint) {
  public ModelInfo {
    Objects.requireNonNull(network, "network");
    Objects.requireNonNull(source, "source");
    inputs = List.copyOf(Objects.requireNonNull(inputs, "inputs"));
    outputs = List.copyOf(Objects.requireNonNull(outputs, "outputs"));
    tensors = List.copyOf(Objects.requireNonNull(tensors, "tensors"));
    Objects.requireNonNull(checkpoint, "checkpoint");
  }

  /** Of a network whose published files have its own names. */
  public ModelInfo(
      String network,
      String source,
      long parameters,
      long macs,
      long arenaBytes,
      long weightBytes,
      List<InputInfo> inputs,
      List<OutputInfo> outputs,
      List<TensorInfo> tensors) {
    this(
        network,
        source,
        parameters,
        macs,
        arenaBytes,
        weightBytes,
        inputs,
        outputs,
        tensors,
        Checkpoint.NONE);
  }

  /**
   * An input of the network.
   *
   * @param dtype {@code float32}, an integer type for token ids, or {@code bool}, whose numbers are
   *     0 and 1
   * @param vocabulary how many token ids or truth values there are; 0 if it takes none or it is not
   *     known
   */
  public record InputInfo(
      String name, String dtype, List<Integer> shape, Preprocess preprocess, int vocabulary) {
    public InputInfo {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(dtype, "dtype");
      Objects.requireNonNull(preprocess, "preprocess");
      shape = List.copyOf(Objects.requireNonNull(shape, "shape"));
    }

    public InputInfo(String name, String dtype, List<Integer> shape, Preprocess preprocess) {
      this(name, dtype, shape, preprocess, 0);
    }

    /** Whether it takes whole numbers, such as token ids and truth values. */
    public boolean isInteger() {
      return dtype.startsWith("int") || dtype.equals("bool");
    }
  }

  /**
   * An output of the network.
   *
   * @param labels what its numbers are called, one for each class; empty if the network does not
   *     say
   */
  public record OutputInfo(String name, List<Integer> shape, List<String> labels) {
    public OutputInfo {
      Objects.requireNonNull(name, "name");
      shape = List.copyOf(Objects.requireNonNull(shape, "shape"));
      labels = List.copyOf(Objects.requireNonNull(labels, "labels"));
    }

    /** Of an output without labels. */
    public OutputInfo(String name, List<Integer> shape) {
      this(name, shape, List.of());
    }
  }

  /**
   * A tensor of the checkpoint.
   *
   * @param required whether the engine reads it; a checkpoint may lack the others
   */
  public record TensorInfo(String name, List<Integer> shape, boolean required) {
    public TensorInfo {
      Objects.requireNonNull(name, "name");
      shape = List.copyOf(Objects.requireNonNull(shape, "shape"));
    }
  }

  /**
   * How the names of a file become the network's: prefixes are taken off, then names are changed by
   * one rule after the other, and what then is left over is no mistake if it is ignored.
   *
   * @param prefixes what may stand before all names
   * @param ignored patterns of names, in which {@code *} is any text and {@code ?} a character
   */
  public record Checkpoint(List<String> prefixes, List<String> ignored, List<Rename> renames) {
    /** The file has the network's names. */
    public static final Checkpoint NONE = new Checkpoint(List.of(), List.of(), List.of());

    public Checkpoint {
      prefixes = List.copyOf(Objects.requireNonNull(prefixes, "prefixes"));
      ignored = List.copyOf(Objects.requireNonNull(ignored, "ignored"));
      renames = List.copyOf(Objects.requireNonNull(renames, "renames"));
    }
  }

  /**
   * A part of a name and what it becomes. Without a {@code *} it is one or more whole parts between
   * points, wherever they stand; with it, it is the whole name, and each {@code *} of {@code to} is
   * what that of {@code from} stands for.
   */
  public record Rename(String from, String to) {
    public Rename {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
    }
  }

  /**
   * How an image becomes the input: turn it upright, resize the shorter side to {@code resize}
   * pixels (0: resize the whole image to the input's size) and crop the centre, or fit the whole
   * image into a letterbox; scale to 0..{@code scale}, then (x - mean) / std per channel (empty: 0
   * and 1).
   *
   * @param interpolation {@code nearest}, {@code bilinear} or {@code bicubic}
   * @param letterbox the samples around the image, 0 to 255, or {@link #NO_LETTERBOX}
   * @param bgr whether blue comes first and red last; mean and std are in the same order
   * @param scale what the largest sample becomes
   */
  public record Preprocess(
      int resize,
      List<Float> mean,
      List<Float> std,
      String interpolation,
      int letterbox,
      boolean bgr,
      float scale) {
    /** The image fills the input. */
    public static final int NO_LETTERBOX = -1;

    /** The whole image, scaled to 0..1. */
    public static final Preprocess NONE = new Preprocess(0, List.of(), List.of(), "bilinear");

    public Preprocess {
      Objects.requireNonNull(interpolation, "interpolation");
      mean = List.copyOf(Objects.requireNonNull(mean, "mean"));
      std = List.copyOf(Objects.requireNonNull(std, "std"));
    }

    /** Of red, green and blue that fill the input, scaled to 0..1. */
    public Preprocess(int resize, List<Float> mean, List<Float> std, String interpolation) {
      this(resize, mean, std, interpolation, NO_LETTERBOX, false, 1);
    }
  }
}
