package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Patch;
import java.util.Arrays;
import java.util.List;

/**
 * Gathers what output pixels see of the input into rows: row r holds, tap by tap, the channels of
 * the input pixel at that tap, or zeros where the tap lies in the padding. Taps whose pixels are
 * neighbours in memory form a run, which is copied at once.
 */
final class PixelRows {
  private final View in;
  private final Taps taps;
  private final int channels;
  private final int stride;

  /** How many taps from this one on belong to its run. */
  private final int[] adjacent;

  /** Of each run, the offset from the pixel's own place in the input, and the length. */
  private final int[] runAt;

  private final int[] runLength;

  /** How far the taps reach. */
  private final int top;

  private final int bottom;

  /** From which output pixel of a row to which all columns of taps lie in the image. */
  private final int insideFrom;

  private final int insideTo;

  /**
   * @param channels how many of the view's channels are seen
   * @param stride from row to row
   */
  PixelRows(View in, int channels, Taps taps, int stride) {
    this.stride = stride;
    this.in = in;
    this.channels = channels;
    this.taps = taps;
    this.adjacent = adjacent(taps, channels == in.stride());
    int[] starts = starts(adjacent);
    this.runAt = new int[starts.length];
    this.runLength = new int[starts.length];
    for (int run = 0; run < starts.length; run++) {
      int tap = starts[run];
      runAt[run] = (taps.dy()[tap] * in.width() + taps.dx()[tap]) * in.stride();
      runLength[run] = adjacent[tap] * channels;
    }
    this.top = Arrays.stream(taps.dy()).min().orElse(0);
    this.bottom = Arrays.stream(taps.dy()).max().orElse(0);
    int left = Arrays.stream(taps.dx()).min().orElse(0);
    int right = Arrays.stream(taps.dx()).max().orElse(0);
    this.insideFrom = Math.ceilDiv(Math.max(0, -left), taps.stepX());
    this.insideTo = Math.floorDiv(in.width() - 1 - right, taps.stepX()) + 1;
  }

  private static int[] adjacent(Taps taps, boolean compact) {
    int[] adjacent = new int[taps.count()];
    for (int t = taps.count() - 1; t >= 0; t--) {
      boolean joins =
          compact
              && t + 1 < taps.count()
              && taps.dy()[t + 1] == taps.dy()[t]
              && taps.dx()[t + 1] == taps.dx()[t] + 1;
      adjacent[t] = joins ? adjacent[t + 1] + 1 : 1;
    }
    return adjacent;
  }

  private static int[] starts(int[] adjacent) {
    int[] starts = new int[adjacent.length];
    int count = 0;
    for (int t = 0; t < adjacent.length; t += adjacent[t]) {
      starts[count++] = t;
    }
    return Arrays.copyOf(starts, count);
  }

  /**
   * Writes elements {@code from} to {@code to} of the rows {@code first} to {@code last} into the
   * worker's scratch memory.
   *
   * @param base where the first example's channels begin in the arena
   */
  void gather(Worker w, int base, int first, int last, int from, int to) {
    int pixels = taps.height() * taps.width();
    boolean whole = from == 0 && to == taps.count() * channels;
    int example = base + first / pixels * in.exampleStride();
    int y = first % pixels / taps.width();
    int x = first % taps.width();
    int at = 0;
    int row = first;
    while (row < last) {
      int end = Math.min(taps.width(), x + last - row);
      int py = y * taps.stepY();
      boolean inside = whole && py + top >= 0 && py + bottom < in.height();
      int begins = inside ? Math.clamp(insideFrom, x, end) : end;
      int ends = inside ? Math.clamp(insideTo, begins, end) : end;
      for (int px = x; px < begins; px++) {
        gatherRow(w, example, py, px * taps.stepX(), from, to - from, at + (px - x) * stride);
      }
      if (begins < ends) {
        copyRuns(w, example, py, begins, ends, at + (begins - x) * stride);
      }
      for (int px = ends; px < end; px++) {
        gatherRow(w, example, py, px * taps.stepX(), from, to - from, at + (px - x) * stride);
      }
      at += (end - x) * stride;
      row += end - x;
      x = 0;
      if (++y == taps.height()) {
        y = 0;
        example += in.exampleStride();
      }
    }
  }

  void warm(Warmup warmup) {
    Patch patch = new Patch();
    boolean few = Arrays.stream(runLength).allMatch(run -> run <= RowKernels.OVERHANG);
    int[] at = new int[1];
    int[] length = {few ? 1 : 2 * RowKernels.OVERHANG};
    float[] floats = new float[3 * RowKernels.OVERHANG];
    RowKernels rows = Lanes.rowKernels();
    warmup.add(
        List.of("copy", few),
        (times, rounds) -> {
          patch.pixels = rounds;
          for (int i = 0; i < times; i++) {
            rows.copyRuns(floats, patch, at, length, floats, 0);
          }
        });
  }

  /** Output pixels of a row all of whose taps lie in the image. */
  private void copyRuns(Worker w, int example, int py, int from, int to, int rowAt) {
    Patch patch = w.patch;
    patch.at = example + (py * in.width() + from * taps.stepX()) * in.stride();
    patch.pixels = to - from;
    patch.step = taps.stepX() * in.stride();
    patch.outStep = stride;
    w.rows.copyRuns(w.arena, patch, runAt, runLength, w.scratch(), rowAt);
  }

  private void gatherRow(Worker w, int example, int y, int x, int from, int count, int rowAt) {
    float[] rows = w.scratch();
    int tap = from / channels;
    int skip = from % channels;
    int at = rowAt;
    int end = rowAt + count;
    while (at < end) {
      int py = y + taps.dy()[tap];
      int px = x + taps.dx()[tap];
      int joined = adjacent[tap];
      if (px < 0 || px + joined > in.width()) {
        joined = 1;
      }
      int length = Math.min(joined * channels - skip, end - at);
      if (py < 0 || py >= in.height() || px < 0 || px >= in.width()) {
        Arrays.fill(rows, at, at + length, 0);
      } else {
        int source = example + (py * in.width() + px) * in.stride() + skip;
        System.arraycopy(w.arena, source, rows, at, length);
      }
      at += length;
      tap += (skip + length) / channels;
      skip = (skip + length) % channels;
    }
  }
}
