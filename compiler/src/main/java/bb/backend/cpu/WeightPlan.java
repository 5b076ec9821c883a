package bb.backend.cpu;

import bb.program.Program.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An offset for each packed weight, in the order in which the program first uses them.
 *
 * @param size of all weights, in floats
 */
record WeightPlan(Map<PackedWeight, Long> offsets, long size) {

  static WeightPlan of(List<Step> steps) {
    Map<PackedWeight, Long> offsets = new LinkedHashMap<>();
    long size = 0;
    for (Step step : steps) {
      for (PackedWeight weight : PackedWeight.of(step)) {
        if (offsets.putIfAbsent(weight, size) == null) {
          size = Math.addExact(size, weight.floats());
        }
      }
    }
    return new WeightPlan(offsets, size);
  }

  long offset(PackedWeight weight) {
    return offsets.get(weight);
  }
}
