package bb.runtime.cpu;

/**
 * Gathers what output pixels see of the input into rows: row r holds, tap by tap, the channels of
 * the input pixel at that tap, or zeros where the tap lies in the padding.
 */
final class PixelRows {
  private final float[] arena;
  private final View in;
  private final Taps taps;
  private final int channels;
  private final int base;

  /** How many taps from this one on lie side by side in memory when they lie in the image. */
  private final int[] adjacent;

  PixelRows(float[] arena, int base, View in, int channels, Taps taps) {
    this.arena = arena;
    this.base = base;
    this.in = in;
    this.channels = channels;
    this.taps = taps;
    this.adjacent = adjacent(taps, channels == in.stride());
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

  /** Writes elements {@code from} to {@code to} of the rows {@code first} to {@code last}. */
  void gather(int first, int last, int from, int to, float[] rows) {
    int pixels = taps.height() * taps.width();
    int at = 0;
    for (int row = first; row < last; row++) {
      int pixel = row % pixels;
      gatherRow(
          base + row / pixels * in.exampleStride(),
          pixel / taps.width() * taps.stepY(),
          pixel % taps.width() * taps.stepX(),
          from,
          to - from,
          rows,
          at);
      at += Tile.ROW_STRIDE;
    }
  }

  private void gatherRow(int example, int y, int x, int from, int count, float[] rows, int rowAt) {
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
        zero(rows, at, length);
      } else {
        int source = example + (py * in.width() + px) * in.stride() + skip;
        copy(source, rows, at, length);
      }
      at += length;
      tap += (skip + length) / channels;
      skip = (skip + length) % channels;
    }
  }

  private void copy(int source, float[] rows, int at, int length) {
    if (length >= 24) {
      System.arraycopy(arena, source, rows, at, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      rows[at + i] = arena[source + i];
    }
  }

  private static void zero(float[] rows, int at, int length) {
    java.util.Arrays.fill(rows, at, at + length, 0);
  }
}
