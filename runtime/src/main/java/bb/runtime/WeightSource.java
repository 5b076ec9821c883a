package bb.runtime;

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

  /** The numbers of tensor {@code name} as float32, in row-major order; a fresh array. */
  float[] read(String name, List<Integer> shape);
}
