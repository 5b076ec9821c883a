package bb.backend.cpu.plan;

import bb.kernel.WeightExpr;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An offset for each packed weight, in the order in which the program first uses them.
 *
 * @param size of all weights, in floats
 */
public record WeightPlan(Map<PackedWeight, Long> offsets, long size) {

  static WeightPlan of(List<PackedWeight> weights) {
    Map<PackedWeight, Long> offsets = new LinkedHashMap<>();
    long size = 0;
    for (PackedWeight weight : weights) {
      if (offsets.putIfAbsent(weight, size) == null) {
        size = Math.addExact(size, weight.floats());
      }
    }
    return new WeightPlan(Collections.unmodifiableMap(offsets), size);
  }

  /** What the weights are made from. */
  public List<WeightExpr> expressions() {
    return offsets.keySet().stream().flatMap(weight -> weight.expression().stream()).toList();
  }

  long offset(PackedWeight weight) {
    return offsets.get(weight);
  }
}
