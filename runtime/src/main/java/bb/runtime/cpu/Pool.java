package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Patch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Maximum and average over windows. An item is a row of output pixels. */
public final class Pool implements Operation {
  private final View in;
  private final Stencil stencil;
  private final View out;
  private final Windows rows;
  private final Windows columns;

  /** How much each row and column of a window counts in an average; null for the maximum. */
  private final int @Nullable [] rowCount;

  private final int @Nullable [] columnCount;

  private Pool(
      View in, Stencil stencil, View out, int @Nullable [] rowCount, int @Nullable [] columnCount) {
    this.in = in;
    this.stencil = stencil;
    this.out = out;
    this.rows = Windows.rows(stencil, in, out);
    this.columns = Windows.columns(stencil, in, out);
    this.rowCount = rowCount;
    this.columnCount = columnCount;
  }

  /** The maximum; positions in the padding do not count. */
  public static Operation max(View in, Stencil stencil, View out) {
    return new Pool(in, stencil, out, null, null);
  }

  /**
   * The average.
   *
   * @param countPadding whether padding counts as zeros, up to the padded input's edge: {@code
   *     bottom} and {@code right} rows and columns beyond the image
   */
  public static Operation average(
      View in, Stencil s, boolean countPadding, int bottom, int right, View out) {
    Windows rows = Windows.rows(s, in, out);
    Windows columns = Windows.columns(s, in, out);
    return countPadding
        ? new Pool(
            in,
            s,
            out,
            rows.before(in.height() + bottom, s.kernelHeight(), s.dilationHeight()),
            columns.before(in.width() + right, s.kernelWidth(), s.dilationWidth()))
        : new Pool(in, s, out, rows.taps, columns.taps);
  }

  /** Output pixel i of n averages input pixels floor(i * in / n) to ceil((i + 1) * in / n). */
  public static Operation adaptiveAverage(View in, View out) {
    return new Adaptive(in, out);
  }

  @Override
  public int items(int batch) {
    return batch * out.height();
  }

  @Override
  public long cost(int batch) {
    return (long) out.width() * out.channels() * stencil.taps();
  }

  @Override
  public void warm(Warmup warmup) {
    Patch patch = new Patch();
    patch.rows = stencil.kernelHeight();
    patch.columns = stencil.kernelWidth();
    patch.columnStep = RowKernels.OVERHANG;
    patch.step = stencil.strideWidth() * patch.columnStep;
    RowKernels kernels = Lanes.rowKernels();
    int pixels = Warmup.ROUNDS * stencil.strideWidth() + stencil.kernelWidth();
    float[] floats = new float[pixels * RowKernels.OVERHANG];
    int channels = Math.min(out.channels(), RowKernels.OVERHANG);
    warmup.add(
        List.of("pool", rowCount == null, patch.rows, patch.columns, patch.step),
        (times, rounds) -> {
          patch.pixels = rounds;
          int count = rounds > 0 ? channels : 0;
          for (int i = 0; i < times; i++) {
            if (rowCount == null) {
              kernels.max(floats, patch, floats, 0, count);
            } else {
              kernels.sum(floats, patch, 1, floats, 0, count);
            }
          }
        });
  }

  @Override
  public void run(Worker w, int from, int to) {
    Patch patch = w.patch;
    patch.rowStep = stencil.dilationHeight() * in.width() * in.stride();
    patch.columnStep = stencil.dilationWidth() * in.stride();
    patch.step = stencil.strideWidth() * in.stride();
    patch.outStep = out.stride();
    for (int row = from; row < to; row++) {
      int y = row % out.height();
      patch.rows = rows.taps[y];
      int source =
          w.at(in)
              + row / out.height() * in.exampleStride()
              + rows.at[y] * in.width() * in.stride();
      int target = w.at(out) + row * out.width() * out.stride();
      for (int x = 0; x < columns.whole; x++) {
        pixels(w, y, x, 1, source, target);
      }
      if (columns.whole < columns.wholeEnd) {
        pixels(w, y, columns.whole, columns.wholeEnd - columns.whole, source, target);
      }
      for (int x = columns.wholeEnd; x < out.width(); x++) {
        pixels(w, y, x, 1, source, target);
      }
    }
  }

  /** Pixels from {@code x} that all see the same columns of their windows. */
  private void pixels(Worker w, int y, int x, int count, int source, int target) {
    Patch patch = w.patch;
    patch.pixels = count;
    patch.columns = columns.taps[x];
    patch.at = source + columns.at[x] * in.stride();
    int at = target + x * out.stride();
    if (rowCount == null) {
      w.rows.max(w.arena, patch, w.arena, at, out.channels());
    } else {
      float factor = 1f / (rowCount[y] * columnCount[x]);
      w.rows.sum(w.arena, patch, factor, w.arena, at, out.channels());
    }
  }

  /** An item is an output pixel. */
  private record Adaptive(View in, View out) implements Operation {
    @Override
    public int items(int batch) {
      return batch * out.pixels();
    }

    @Override
    public long cost(int batch) {
      return (long) in.channels() * Math.max(1, in.pixels() / out.pixels());
    }

    @Override
    public void run(Worker w, int from, int to) {
      Patch patch = w.patch;
      patch.rowStep = in.width() * in.stride();
      patch.columnStep = in.stride();
      patch.pixels = 1;
      for (int i = from; i < to; i++) {
        int y = i % out.pixels() / out.width();
        int x = i % out.width();
        int top = first(y, in.height(), out.height());
        int left = first(x, in.width(), out.width());
        patch.rows = end(y, in.height(), out.height()) - top;
        patch.columns = end(x, in.width(), out.width()) - left;
        patch.at =
            w.at(in)
                + i / out.pixels() * in.exampleStride()
                + (top * in.width() + left) * in.stride();
        float factor = 1f / (patch.rows * patch.columns);
        w.rows.sum(w.arena, patch, factor, w.arena, w.at(out) + i * out.stride(), out.channels());
      }
    }

    private static int first(int i, int in, int out) {
      return (int) ((long) i * in / out);
    }

    private static int end(int i, int in, int out) {
      return (int) Math.ceilDiv((long) (i + 1) * in, (long) out);
    }
  }
}
