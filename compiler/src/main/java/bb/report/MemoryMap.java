package bb.report;

import bb.source.Span;
import java.util.List;

/**
 * Where activations lie while a network runs: the plan of the CPU engine, for one example.
 *
 * @param moments the steps of the program, in order
 * @param pieces what lies in the arena
 * @param bytes the arena's size
 */
public record MemoryMap(List<Moment> moments, List<Piece> pieces, long bytes) {
  public MemoryMap {
    moments = List.copyOf(moments);
    pieces = List.copyOf(pieces);
  }

  /**
   * A step.
   *
   * @param paths the layers that it computes
   */
  public record Moment(List<String> paths, Span place) {
    public Moment {
      paths = List.copyOf(paths);
    }
  }

  /**
   * A buffer from one moment to another, both inclusive; −1 is before the first, when inputs are
   * written.
   *
   * @param offset in bytes
   */
  public record Piece(int first, int last, long offset, long bytes) {}

  /** What is live at each moment, in bytes. */
  public long[] live() {
    long[] change = new long[moments.size() + 1];
    for (Piece piece : pieces) {
      change[Math.max(0, piece.first)] += piece.bytes;
      if (piece.last + 1 < moments.size()) {
        change[Math.max(0, piece.last + 1)] -= piece.bytes;
      }
    }
    long[] live = new long[moments.size()];
    long sum = 0;
    for (int i = 0; i < live.length; i++) {
      sum += change[i];
      live[i] = sum;
    }
    return live;
  }

  /** The first moment at which most is live; −1 if there is none. */
  public int peak() {
    long[] live = live();
    int peak = -1;
    for (int i = 0; i < live.length; i++) {
      peak = peak < 0 || live[i] > live[peak] ? i : peak;
    }
    return peak;
  }
}
