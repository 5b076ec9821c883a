package bb.memory;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An offset for each buffer, and the size of the arena that holds them all, in elements. If every
 * size is multiplied by a batch, so is every offset.
 */
public record MemoryPlan(List<Buffer> buffers, List<Long> offsets, long size) {
  public MemoryPlan {
    buffers = List.copyOf(buffers);
    offsets = List.copyOf(offsets);
  }

  /** What the buffers that live at the same step take, where it is most: no plan is smaller. */
  public long bound() {
    return bound(buffers);
  }

  static long bound(List<Buffer> buffers) {
    return live(buffers).values().stream().reduce(0L, Math::max);
  }

  /** How much is live from a step on, for each at which that changes. */
  public static NavigableMap<Integer, Long> live(List<Buffer> buffers) {
    NavigableMap<Integer, Long> live = new TreeMap<>();
    for (Buffer buffer : buffers) {
      live.merge(buffer.first(), buffer.size(), Long::sum);
      live.merge(buffer.last() + 1, -buffer.size(), Long::sum);
    }
    long sum = 0;
    for (Map.Entry<Integer, Long> change : live.entrySet()) {
      sum += change.getValue();
      change.setValue(sum);
    }
    return live;
  }
}
