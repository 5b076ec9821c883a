package bb.runtime;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a model's tensors come from, by name: a safetensors file, a rule, a map. */
public interface WeightSource {
  /** What it is, for messages: a path, {@code synthetic weights}. */
  String description();

  /**
   * The names and shapes that it holds, or empty if it makes any tensor that is asked for. A loader
   * compares these with the model's before it reads.
   */
  Optional<Map<String, List<Integer>>> contents();

  /**
   * The rules by which its names become a network's, one after the other.
   *
   * @param clause those that the network states for the files that are published of it
   */
  default List<ModelInfo.Checkpoint> rules(ModelInfo.Checkpoint clause) {
    return List.of(clause);
  }

  /** The numbers of tensor {@code name} as float32, in row-major order; a fresh array. */
  float[] read(String name, List<Integer> shape);

  /**
   * {@code count} of them from the {@code from}th on: also of a tensor that no array can hold,
   * where the source has such.
   */
  default float[] read(String name, List<Integer> shape, long from, int count) {
    int start = Math.toIntExact(from);
    return Arrays.copyOfRange(read(name, shape), start, start + count);
  }
}
