package bb.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Lays out buffers, the largest first, each in the smallest gap that fits between those that are
 * live at the same time (Pisarchyk and Lee, "Efficient memory management for deep neural net
 * inference", 2020: greedy by size).
 */
public final class Planner {
  private Planner() {}

  /** Offsets are multiples of {@code alignment}. */
  public static MemoryPlan plan(List<Buffer> buffers, int alignment) {
    long[] offsets = new long[buffers.size()];
    Placed placed = new Placed(buffers.size());
    long size = 0;
    for (int i : bySize(buffers)) {
      Buffer buffer = buffers.get(i);
      long aligned = aligned(buffer.size(), alignment);
      offsets[i] = placed.gap(buffer, aligned);
      placed.add(buffer, offsets[i], offsets[i] + aligned);
      size = Math.max(size, offsets[i] + aligned);
    }
    return new MemoryPlan(buffers, Arrays.stream(offsets).boxed().toList(), size);
  }

  /**
   * Lets buffers share arrays, the largest first, each in the smallest array that none of those
   * live at the same time use (the same paper: "shared objects", greedy by size).
   */
  public static SlotPlan share(List<Buffer> buffers) {
    Integer[] slots = new Integer[buffers.size()];
    List<Long> sizes = new ArrayList<>();
    List<List<Buffer>> users = new ArrayList<>();
    for (int i : bySize(buffers)) {
      Buffer buffer = buffers.get(i);
      // sizes never grow, so the last slot that fits is the smallest
      int slot = sizes.size() - 1;
      while (slot >= 0 && users.get(slot).stream().anyMatch(buffer::meets)) {
        slot--;
      }
      if (slot < 0) {
        slot = sizes.size();
        sizes.add(buffer.size());
        users.add(new ArrayList<>());
      }
      users.get(slot).add(buffer);
      slots[i] = slot;
    }
    return new SlotPlan(buffers, List.of(slots), sizes);
  }

  private static int[] bySize(List<Buffer> buffers) {
    return IntStream.range(0, buffers.size())
        .boxed()
        .sorted(Comparator.comparingLong((Integer i) -> -buffers.get(i).size()))
        .mapToInt(i -> i)
        .toArray();
  }

  private static long aligned(long size, int alignment) {
    return Math.multiplyExact(Math.ceilDiv(size, alignment), (long) alignment);
  }

  /**
   * What has a place, in the order of the offsets. Arrays, as every buffer is compared with all
   * before it: tens of thousands where a network is large.
   */
  private static final class Placed {
    private final int[] first;
    private final int[] last;
    private final long[] start;
    private final long[] end;
    private int count;

    Placed(int most) {
      first = new int[most];
      last = new int[most];
      start = new long[most];
      end = new long[most];
    }

    /** The start of the tightest gap between those that are live at the same time. */
    long gap(Buffer buffer, long size) {
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

    void add(Buffer buffer, long from, long to) {
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
}
