package bb.memory;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Proves a plan, whatever made it: buffers lie in the arena, and live ones do not overlap. */
public final class PlanChecker {
  private PlanChecker() {}

  /** What is wrong with the plan; nothing if it is sound. */
  public static List<String> violations(MemoryPlan plan, int alignment) {
    List<String> violations = new ArrayList<>();
    int[] order =
        IntStream.range(0, plan.buffers().size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> plan.buffers().get(i).first()))
            .mapToInt(i -> i)
            .toArray();
    int[] starts = new int[order.length];
    long[] from = new long[order.length];
    long[] to = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      Buffer buffer = plan.buffers().get(order[i]);
      starts[i] = buffer.first();
      from[i] = plan.offsets().get(order[i]);
      to[i] = from[i] + buffer.size();
    }
    for (int i = 0; i < order.length; i++) {
      checkPlace(plan, order[i], alignment, violations);
      int last = plan.buffers().get(order[i]).last();
      for (int j = i + 1; j < order.length && starts[j] <= last; j++) {
        if (from[i] < to[j] && from[j] < to[i]) {
          violations.add("buffers " + order[i] + " and " + order[j] + " overlap while both live");
        }
      }
    }
    return violations;
  }

  /** What is wrong with buffers that share slots; nothing if it is sound. */
  public static List<String> violations(SlotPlan plan) {
    List<String> violations = new ArrayList<>();
    List<Buffer> buffers = plan.buffers();
    for (int i = 0; i < buffers.size(); i++) {
      int slot = plan.slots().get(i);
      if (buffers.get(i).size() > plan.sizes().get(slot)) {
        violations.add("buffer " + i + " is larger than slot " + slot);
      }
      for (int j = 0; j < i; j++) {
        if (plan.slots().get(j) == slot && buffers.get(i).meets(buffers.get(j))) {
          violations.add("buffers " + j + " and " + i + " share slot " + slot + " while both live");
        }
      }
    }
    return violations;
  }

  private static void checkPlace(MemoryPlan plan, int i, int alignment, List<String> violations) {
    long offset = plan.offsets().get(i);
    if (offset < 0 || offset % alignment != 0) {
      violations.add("buffer " + i + " is at " + offset + ", which is not aligned");
    }
    if (offset + plan.buffers().get(i).size() > plan.size()) {
      violations.add("buffer " + i + " ends beyond the arena");
    }
  }
}
