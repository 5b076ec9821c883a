package bb.memory;

import java.util.Arrays;
import java.util.List;

/**
 * Gives buffers their places, in one order or another. Which of them live at the same time as
 * another is asked of two indices, so that in a long chain each is compared with its few neighbours
 * and not with all.
 */
final class Arena {
  /** For so many buffers at the most it is remembered which others each of them meets. */
  private static final int REMEMBERED = 2048;

  private final List<Buffer> buffers;

  /** What each buffer takes: a multiple of the alignment. */
  private final long[] sizes;

  /** The buffers that live at all steps of a node of a binary tree over steps, by its number. */
  private final Chains living;

  /** The buffers that begin to live at a step, by its distance from {@link #origin}. */
  private final Chains beginning;

  /** The number of the first leaf, which stands for step {@link #origin}. */
  private final int leaf;

  private final int origin;

  /** The buffers that each of them meets, where that has been asked. */
  private final int[][] meeting;

  /**
   * Where buffers lie.
   *
   * @param size of the arena
   */
  record Layout(long[] offsets, long size) {}

  Arena(List<Buffer> buffers, int alignment) {
    this.buffers = List.copyOf(buffers);
    sizes =
        buffers.stream()
            .mapToLong(b -> Math.ceilDiv(b.size(), alignment))
            .map(units -> Math.multiplyExact(units, (long) alignment))
            .toArray();
    origin = buffers.stream().mapToInt(Buffer::first).min().orElse(0);
    int last = buffers.stream().mapToInt(Buffer::last).max().orElse(0);
    leaf = Math.max(1, Integer.highestOneBit(last - origin) << 1);
    living = new Chains(2 * leaf);
    beginning = new Chains(last - origin + 1);
    meeting = new int[buffers.size()][];
    for (int i = 0; i < meeting.length; i++) {
      add(i);
    }
  }

  private void add(int i) {
    int from = leaf + buffers.get(i).first() - origin;
    int to = leaf + buffers.get(i).last() - origin + 1;
    beginning.add(from - leaf, i);
    for (; from < to; from /= 2, to /= 2) {
      if (from % 2 == 1) {
        living.add(from++, i);
      }
      if (to % 2 == 1) {
        living.add(--to, i);
      }
    }
  }

  /** Gives each buffer a place, in that order. */
  Layout plan(int[] order) {
    long[] offsets = new long[sizes.length];
    Arrays.fill(offsets, -1);
    int[] placed = {};
    long size = 0;
    for (int i : order) {
      int[] others = meeting(i);
      placed = placed.length < others.length ? new int[others.length] : placed;
      int count = 0;
      for (int other : others) {
        if (offsets[other] >= 0) {
          insert(other, placed, count++, offsets);
        }
      }
      offsets[i] = gap(placed, count, offsets, sizes[i]);
      size = Math.max(size, offsets[i] + sizes[i]);
    }
    return new Layout(offsets, size);
  }

  /** Adds one to those that are sorted by their offsets. */
  private static void insert(int buffer, int[] sorted, int count, long[] offsets) {
    int from = 0;
    int to = count;
    while (from < to) {
      int middle = (from + to) / 2;
      if (offsets[sorted[middle]] <= offsets[buffer]) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    System.arraycopy(sorted, from, sorted, from + 1, count - from);
    sorted[from] = buffer;
  }

  /** The start of the tightest gap between buffers, or their end. */
  private long gap(int[] sorted, int count, long[] offsets, long size) {
    long best = -1;
    long tightest = Long.MAX_VALUE;
    long reached = 0;
    for (int i = 0; i < count; i++) {
      long start = offsets[sorted[i]];
      long gap = start - reached;
      if (gap >= size && gap < tightest) {
        best = reached;
        tightest = gap;
      }
      reached = Math.max(reached, start + sizes[sorted[i]]);
    }
    return best >= 0 ? best : reached;
  }

  /**
   * The buffers that live at the same time, itself among them: those that live at the buffer's
   * first step, and those that begin later.
   */
  private int[] meeting(int i) {
    if (meeting[i] != null) {
      return meeting[i];
    }
    Buffer buffer = buffers.get(i);
    Found found = new Found();
    for (int node = leaf + buffer.first() - origin; node > 0; node /= 2) {
      living.forEach(node, found::add);
    }
    for (int step = buffer.first() + 1; step <= buffer.last(); step++) {
      beginning.forEach(step - origin, found::add);
    }
    int[] all = found.all();
    if (meeting.length <= REMEMBERED) {
      meeting[i] = all;
    }
    return all;
  }

  /** Where in an order the buffer stands that ends last, the first of them. */
  int last(int[] order, Layout layout) {
    int last = 0;
    for (int at = 1; at < order.length; at++) {
      if (end(order[at], layout) > end(order[last], layout)) {
        last = at;
      }
    }
    return last;
  }

  private long end(int i, Layout layout) {
    return layout.offsets[i] + buffers.get(i).size();
  }

  /** Numbers that come one after the other. */
  private static final class Found {
    private int[] numbers = new int[8];
    private int size;

    void add(int number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = number;
    }

    int[] all() {
      return Arrays.copyOf(numbers, size);
    }
  }
}
