package bb.memory;

import java.util.Arrays;
import java.util.List;

/**
 * Buffers that have a place, in the order of the offsets. Arrays, as every buffer is compared with
 * all before it: tens of thousands where a network is large.
 */
final class Arena {
  private final int[] first;
  private final int[] last;
  private final long[] start;
  private final long[] end;
  private int count;

  private Arena(int most) {
    first = new int[most];
    last = new int[most];
    start = new long[most];
    end = new long[most];
  }

  /** Gives each buffer a place, in that order. */
  static MemoryPlan plan(List<Buffer> buffers, List<Integer> order, int alignment) {
    long[] offsets = new long[buffers.size()];
    Arena arena = new Arena(buffers.size());
    long size = 0;
    for (int i : order) {
      Buffer buffer = buffers.get(i);
      long aligned = Math.multiplyExact(Math.ceilDiv(buffer.size(), alignment), (long) alignment);
      offsets[i] = arena.gap(buffer, aligned);
      arena.add(buffer, offsets[i], offsets[i] + aligned);
      size = Math.max(size, offsets[i] + aligned);
    }
    return new MemoryPlan(buffers, Arrays.stream(offsets).boxed().toList(), size);
  }

  /** The start of the tightest gap between those that are live at the same time. */
  private long gap(Buffer buffer, long size) {
    long best = -1;
    long tightest = Long.MAX_VALUE;
    long reached = 0;
    for (int p = 0; p < count; p++) {
      if (first[p] <= buffer.last() && buffer.first() <= last[p]) {
        long gap = start[p] - reached;
        if (gap >= size && gap < tightest) {
          best = reached;
          tightest = gap;
        }
        reached = Math.max(reached, end[p]);
      }
    }
    return best >= 0 ? best : reached;
  }

  private void add(Buffer buffer, long from, long to) {
    int at = count;
    while (at > 0 && start[at - 1] > from) {
      at--;
    }
    System.arraycopy(first, at, first, at + 1, count - at);
    System.arraycopy(last, at, last, at + 1, count - at);
    System.arraycopy(start, at, start, at + 1, count - at);
    System.arraycopy(end, at, end, at + 1, count - at);
    first[at] = buffer.first();
    last[at] = buffer.last();
    start[at] = from;
    end[at] = to;
    count++;
  }
}
