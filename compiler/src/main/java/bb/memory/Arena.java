package bb.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/**
 * Buffers that have a place. Which of them live at the same time as another is asked of two
 * indices, so that in a long chain each is compared with its few neighbours and not with all.
 */
final class Arena {
  /** A buffer at its place. */
  private record Piece(long start, long end) {}

  /** The pieces that live at all steps of a node of a binary tree over steps, by its number. */
  private final List<List<Piece>> living;

  /** The pieces that begin to live at a step, by its distance from {@link #origin}. */
  private final List<List<Piece>> beginning;

  /** The number of the first leaf, which stands for step {@link #origin}. */
  private final int leaf;

  private final int origin;

  private Arena(List<Buffer> buffers) {
    origin = buffers.stream().mapToInt(Buffer::first).min().orElse(0);
    int last = buffers.stream().mapToInt(Buffer::last).max().orElse(0);
    leaf = Math.max(1, Integer.highestOneBit(last - origin) << 1);
    living = new ArrayList<>(Collections.nCopies(2 * leaf, List.of()));
    beginning = new ArrayList<>(Collections.nCopies(last - origin + 1, List.of()));
  }

  /** Gives each buffer a place, in that order. */
  static MemoryPlan plan(List<Buffer> buffers, List<Integer> order, int alignment) {
    long[] offsets = new long[buffers.size()];
    Arena arena = new Arena(buffers);
    long size = 0;
    for (int i : order) {
      Buffer buffer = buffers.get(i);
      long aligned = Math.multiplyExact(Math.ceilDiv(buffer.size(), alignment), (long) alignment);
      offsets[i] = gap(arena.meeting(buffer), aligned);
      arena.add(buffer, new Piece(offsets[i], offsets[i] + aligned));
      size = Math.max(size, offsets[i] + aligned);
    }
    return new MemoryPlan(buffers, Arrays.stream(offsets).boxed().toList(), size);
  }

  /** The start of the tightest gap between pieces, or their end. */
  private static long gap(List<Piece> pieces, long size) {
    long best = -1;
    long tightest = Long.MAX_VALUE;
    long reached = 0;
    for (Piece piece : pieces) {
      long gap = piece.start - reached;
      if (gap >= size && gap < tightest) {
        best = reached;
        tightest = gap;
      }
      reached = Math.max(reached, piece.end);
    }
    return best >= 0 ? best : reached;
  }

  /**
   * The pieces that live at the same time, by their offsets: those that live at the buffer's first
   * step, and those that begin later.
   */
  private List<Piece> meeting(Buffer buffer) {
    List<Piece> found = new ArrayList<>();
    for (int node = leaf + buffer.first() - origin; node > 0; node /= 2) {
      collect(living.get(node), found);
    }
    for (int step = buffer.first() + 1; step <= buffer.last(); step++) {
      collect(beginning.get(step - origin), found);
    }
    found.sort(Comparator.comparingLong(Piece::start));
    return found;
  }

  /** Most are empty, and plans are many: copying nothing would take most of the memory of all. */
  private static void collect(List<Piece> pieces, List<Piece> found) {
    if (!pieces.isEmpty()) {
      found.addAll(pieces);
    }
  }

  private void add(Buffer buffer, Piece piece) {
    put(beginning, buffer.first() - origin, piece);
    int from = leaf + buffer.first() - origin;
    int to = leaf + buffer.last() - origin + 1;
    for (; from < to; from /= 2, to /= 2) {
      if (from % 2 == 1) {
        put(living, from++, piece);
      }
      if (to % 2 == 1) {
        put(living, --to, piece);
      }
    }
  }

  private static void put(List<List<Piece>> index, int number, Piece piece) {
    if (index.get(number).isEmpty()) {
      index.set(number, new ArrayList<>());
    }
    index.get(number).add(piece);
  }
}
