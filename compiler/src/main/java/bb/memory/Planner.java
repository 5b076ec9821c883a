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
    List<Integer> placed = new ArrayList<>();
    long size = 0;
    for (int i : bySize(buffers)) {
      Buffer buffer = buffers.get(i);
      List<Integer> live = placed.stream().filter(p -> buffers.get(p).meets(buffer)).toList();
      offsets[i] = offset(buffers, offsets, live, aligned(buffer.size(), alignment), alignment);
      size = Math.max(size, offsets[i] + aligned(buffer.size(), alignment));
      placed.add(i);
      placed.sort(Comparator.comparingLong(p -> offsets[p]));
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

  /**
   * The start of the tightest gap between {@code live}, which are in the order of their offsets.
   */
  private static long offset(
      List<Buffer> buffers, long[] offsets, List<Integer> live, long size, int alignment) {
    long best = -1;
    long tightest = Long.MAX_VALUE;
    long end = 0;
    for (int p : live) {
      long gap = offsets[p] - end;
      if (gap >= size && gap < tightest) {
        best = end;
        tightest = gap;
      }
      end = Math.max(end, offsets[p] + aligned(buffers.get(p).size(), alignment));
    }
    return best >= 0 ? best : end;
  }

  private static long aligned(long size, int alignment) {
    return Math.multiplyExact(Math.ceilDiv(size, alignment), (long) alignment);
  }
}
