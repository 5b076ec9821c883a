package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Weights and inputs made by rule from a tensor's name, so that any network can be run, timed and
 * compared between implementations without a file. The k-th number of tensor {@code name} comes
 * from SplitMix64 at step k, seeded with the name's FNV-1a hash: {@code u} in [0, 1) with 24 bits,
 * {@code r = 2u - 1}. Weights of two or more dimensions are scaled to {@code r * sqrt(3 * gain /
 * fanIn)}, which keeps activations alive in networks of any depth; one-dimensional weights are near
 * one, running variances near one, and everything else near zero.
 */
public final class Synthetic implements WeightSource {
  /** What a user writes for it. */
  public static final String NAME = "synthetic";

  private static final double DEFAULT_GAIN = 2.0;

  private final double gain;

  private Synthetic(double gain) {
    this.gain = gain;
  }

  /** With the gain that suits ReLU networks. */
  public static Synthetic weights() {
    return weights(DEFAULT_GAIN);
  }

  /**
   * @param gain the variance of a layer's output relative to its input's, before activation
   */
  public static Synthetic weights(double gain) {
    return new Synthetic(gain);
  }

  /**
   * Reads {@code synthetic} or {@code synthetic:1.5}; empty if {@code text} is something else.
   *
   * @throws UserError if the gain is not a positive number
   */
  public static Optional<Synthetic> parse(String text) {
    if (text.equals(NAME)) {
      return Optional.of(weights());
    }
    if (!text.startsWith(NAME + ":")) {
      return Optional.empty();
    }
    String number = text.substring(NAME.length() + 1);
    try {
      double gain = Double.parseDouble(number);
      if (gain > 0 && Double.isFinite(gain)) {
        return Optional.of(weights(gain));
      }
    } catch (NumberFormatException ignored) {
      // told below, as is a number out of range
    }
    throw new UserError(ErrorCode.BB0614, "`" + number + "` is not a gain for synthetic weights")
        .note("`synthetic` alone means 2.0")
        .help("give a positive number, as in `synthetic:1.5`");
  }

  /**
   * An input for each of the model's; a network's only input of floats is named {@code input} in
   * the rule, whatever it is called. Whole numbers of which it is not known how many there are, as
   * in a mask, are 0 or 1, which every use allows.
   *
   * @throws UserError if {@code batch} examples are too many numbers
   */
  public static Map<String, Tensor> inputs(ModelInfo info, int batch) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (InputInfo input : info.inputs()) {
      boolean alone = info.inputs().size() == 1 && !input.isInteger();
      String name = alone ? "input" : input.name();
      int[] shape = ExampleShape.of(input).batched(batch);
      float[] data = new float[ExampleShape.of(input).elements(batch)];
      long seed = seed(name);
      if (input.isInteger()) {
        fillIds(data, seed, input);
      } else {
        for (int i = 0; i < data.length; i++) {
          data[i] = (float) (2 * unit(seed, i) - 1);
        }
      }
      inputs.put(input.name(), new Tensor(shape, data));
    }
    return inputs;
  }

  private static void fillIds(float[] data, long seed, InputInfo input) {
    int count = input.vocabulary() == 0 ? 2 : input.vocabulary();
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) Math.floor(unit(seed, i) * count);
    }
  }

  @Override
  public String description() {
    return "synthetic weights";
  }

  @Override
  public Optional<Map<String, List<Integer>>> contents() {
    return Optional.empty();
  }

  @Override
  public float[] read(String name, List<Integer> shape) {
    return read(name, shape, 0, Math.toIntExact(elements(shape)));
  }

  private static long elements(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  @Override
  public float[] read(String name, List<Integer> shape, long from, int count) {
    Objects.checkFromIndexSize(from, count, elements(shape));
    float[] out = new float[count];
    if (name.endsWith("num_batches_tracked")) {
      return out;
    }
    double offset = 0;
    double scale = 0.1;
    if (name.endsWith("weight") && shape.size() >= 2) {
      scale = Math.sqrt(3 * gain / fanIn(shape));
    } else if (name.endsWith("weight_g") || name.endsWith("weight") && shape.size() == 1) {
      offset = 1;
    } else if (name.endsWith("running_var")) {
      offset = 1;
      scale = 0.2;
    }
    long seed = seed(name);
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (offset + scale * (2 * unit(seed, from + i) - 1));
    }
    return out;
  }

  private static double fanIn(List<Integer> shape) {
    return shape.stream().skip(1).mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  /** FNV-1a, 64 bits, of the name's UTF-8 bytes. */
  static long seed(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash ^= b & 0xFF;
      hash *= 0x100000001b3L;
    }
    return hash;
  }

  /** SplitMix64's output at step {@code index}, its upper 24 bits as a number in [0, 1). */
  private static double unit(long seed, long index) {
    long z = seed + index * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> 40) * 0x1p-24;
  }
}
