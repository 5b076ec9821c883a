package bb.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.stream.IntStream;

/**
 * Lays out buffers, one after the other, each in the smallest gap that fits between those that are
 * live at the same time. The order decides how well that goes, so several are tried, and the
 * smallest arena wins: the largest first, those of the step at which most is live first (Pisarchyk
 * and Lee, "Efficient memory management for deep neural net inference", 2020: greedy by size, by
 * breadth), those that live longest first, as they come, and then whatever ends last goes first.
 */
public final class Planner {
  private static final Comparator<Buffer> BY_SIZE =
      Comparator.comparingLong((Buffer buffer) -> -buffer.size());

  /** Buffers of which more than one order is tried. */
  private static final int MAX_TRIED = 2048;

  /** How often the buffer that ends last is laid out before all others. */
  private static final int ROUNDS = 16;

  private Planner() {}

  /** Offsets are multiples of {@code alignment}. */
  public static MemoryPlan plan(List<Buffer> buffers, int alignment) {
    Arena arena = new Arena(buffers, alignment);
    Arena.Layout best = arena.plan(sorted(buffers, BY_SIZE));
    if (buffers.size() <= MAX_TRIED) {
      // no plan is smaller than what is live at a time, and all are multiples of the alignment
      long enough = MemoryPlan.bound(buffers) + alignment - 1;
      Iterator<Comparator<Buffer>> orders = orders(buffers).iterator();
      while (orders.hasNext() && best.size() > enough) {
        best = promoted(arena, sorted(buffers, orders.next()), best, enough);
      }
    }
    return new MemoryPlan(buffers, Arrays.stream(best.offsets()).boxed().toList(), best.size());
  }

  private static List<Comparator<Buffer>> orders(List<Buffer> buffers) {
    NavigableMap<Integer, Long> live = MemoryPlan.live(buffers);
    Comparator<Buffer> byBreadth = Comparator.comparingLong(buffer -> -breadth(buffer, live));
    Comparator<Buffer> byLifetime =
        Comparator.comparingInt(buffer -> buffer.first() - buffer.last());
    return List.of(
        BY_SIZE,
        byBreadth.thenComparing(BY_SIZE),
        BY_SIZE.thenComparing(byLifetime),
        byLifetime.thenComparing(BY_SIZE),
        Comparator.comparingInt(Buffer::first));
  }

  /** The most that is live at one of the buffer's steps. */
  private static long breadth(Buffer buffer, NavigableMap<Integer, Long> live) {
    return live.subMap(buffer.first(), true, buffer.last(), true).values().stream()
        .reduce(0L, Math::max);
  }

  /**
   * The best plan of an order, and of those that follow if what ends last is laid out first; or the
   * one that there is, if none is better.
   *
   * @param enough a size that need not be undercut
   */
  private static Arena.Layout promoted(Arena arena, int[] order, Arena.Layout known, long enough) {
    Arena.Layout best = known;
    for (int round = 0; round <= ROUNDS && best.size() > enough; round++) {
      Arena.Layout layout = arena.plan(order);
      best = layout.size() < best.size() ? layout : best;
      int last = arena.last(order, layout);
      if (last == 0) {
        // the order stays as it is
        return best;
      }
      int buffer = order[last];
      System.arraycopy(order, 0, order, 1, last);
      order[0] = buffer;
    }
    return best;
  }

  /**
   * Lets buffers share arrays, the largest first, each in the smallest array that none of those
   * live at the same time use (the same paper: "shared objects", greedy by size).
   */
  public static SlotPlan share(List<Buffer> buffers) {
    Integer[] slots = new Integer[buffers.size()];
    List<Long> sizes = new ArrayList<>();
    List<List<Buffer>> users = new ArrayList<>();
    for (int i : sorted(buffers, BY_SIZE)) {
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

  private static int[] sorted(List<Buffer> buffers, Comparator<Buffer> order) {
    return IntStream.range(0, buffers.size())
        .boxed()
        .sorted(Comparator.comparing(buffers::get, order))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
