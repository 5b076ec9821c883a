package bb.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Names that are given once: a model's inputs, tensors and nodes share one namespace. */
final class Names {
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** {@code wanted}, or if that is taken the first of {@code wanted_1}, {@code wanted_2}, ... */
  String fresh(String wanted) {
    String name = wanted;
    while (!taken.add(name)) {
      name = wanted + "_" + counts.merge(wanted, 1, Integer::sum);
    }
    return name;
  }
}
