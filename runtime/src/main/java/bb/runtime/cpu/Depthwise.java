package bb.runtime.cpu;

import java.util.List;

/**
 * Convolution of each channel with its own filter. The output is cut where the taps that lie in the
 * image change: its middle is one strip, or a few; its left and right edge a strip per column, its
 * upper and lower edge one per row. An item is a row.
 */
public final class Depthwise implements Operation {
  /** Floats. */
  private static final int CACHED = 1 << 16;

  private final DepthwiseKernel kernel;
  private final View in;
  private final Stencil stencil;
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final int padded;
  private final Windows rows;
  private final Windows columns;

  /** Rows that are computed channel by channel: so many that what they read stays in a cache. */
  private final int most;

  private Depthwise(
      DepthwiseKernel kernel, View in, Stencil stencil, Filter filter, View out, View[] sides) {
    this.kernel = kernel;
    this.in = in;
    this.stencil = stencil;
    this.filter = filter;
    this.out = out;
    this.sides = sides;
    this.padded = Packing.aligned(in.channels());
    this.rows = Windows.rows(stencil, in, out);
    this.columns = Windows.columns(stencil, in, out);
    int row = in.width() * in.stride() * stencil.strideHeight();
    this.most = Math.max(DepthwiseKernel.PIXELS, CACHED / row);
  }

  /** The filter is packed {@code [taps][channels]}, channels padded to the alignment. */
  public static Operation of(
      DepthwiseKernel kernel, View in, Stencil stencil, Filter filter, View out, View... sides) {
    return new Depthwise(kernel, in, stencil, filter, out, sides);
  }

  @Override
  public int items(int batch) {
    return batch * out.height();
  }

  @Override
  public long cost(int batch) {
    return (long) out.width() * out.channels() * stencil.taps();
  }

  /** The fewer rows are computed together, the more strips there are: about a row's time. */
  @Override
  public long overhead(int batch) {
    return cost(batch);
  }

  @Override
  public void reserve(Worker w) {
    w.strip.reserve(sides.length, filter.vectors().length);
  }

  @Override
  public void warm(Warmup warmup) {
    int height = stencil.kernelHeight();
    warm(warmup, height);
    if (stencil.padTop() > 0 && height > 1) {
      warm(warmup, height - 1);
    }
  }

  /** Strips that see so many rows of their windows, with a pixel that is left over. */
  private void warm(Warmup warmup, int tapRows) {
    Strip s = new Strip();
    s.reserve(sides.length, filter.vectors().length);
    s.arena = new float[2 * Warmup.ROUNDS * Packing.ALIGNMENT];
    s.weights = s.arena;
    s.tapRows = tapRows;
    s.tapColumns = stencil.kernelWidth();
    s.inColumnStep = 1;
    s.inStep = stencil.strideWidth();
    s.pixels = Math.min(out.width(), 2 * DepthwiseKernel.PIXELS + 1);
    boolean whole = tapRows == stencil.kernelHeight();
    warmup.add(
        whole,
        List.of(kernel.getClass(), tapRows, s.tapColumns, s.inStep, s.pixels),
        (times, rounds) -> {
          s.channels = rounds > 0 ? RowKernels.OVERHANG : 0;
          s.lines = 2;
          for (int i = 0; i < times; i++) {
            kernel.strip(s);
          }
        });
    Strip line = new Strip();
    line.reserve(sides.length, filter.vectors().length);
    line.arena = s.arena;
    line.weights = s.weights;
    line.lines = 1;
    line.channels = RowKernels.OVERHANG;
    warmup.add(
        List.of(kernel.getClass()),
        (times, rounds) -> {
          line.pixels = rounds;
          for (int i = 0; i < times; i++) {
            kernel.finish(line);
          }
        });
  }

  @Override
  public void run(Worker w, int from, int to) {
    Strip s = w.strip;
    s.arena = w.arena;
    s.weights = w.weights;
    s.channels = in.channels();
    s.inRowStep = stencil.dilationHeight() * in.width() * in.stride();
    s.inColumnStep = stencil.dilationWidth() * in.stride();
    s.filterRowStep = stencil.kernelWidth() * padded;
    s.filterColumnStep = padded;
    for (int i = 0; i < filter.vectors().length; i++) {
      s.vectorAt[i] = w.weightAt(filter.vectors()[i]);
    }
    int lines;
    for (int row = from; row < to; row += lines) {
      int y = row % out.height();
      boolean inside = rows.whole <= y && y < rows.wholeEnd;
      lines = inside ? Math.min(most, Math.min(rows.wholeEnd - y, to - row)) : 1;
      band(w, row / out.height(), y, lines);
    }
  }

  /** Rows from {@code y} that all see the same rows of their windows. */
  private void band(Worker w, int example, int y, int lines) {
    int whole = columns.wholeEnd - columns.whole;
    int together = lines > 1 ? whole / DepthwiseKernel.PIXELS * DepthwiseKernel.PIXELS : whole;
    for (int x = 0; x < columns.whole; x++) {
      column(w, example, y, x, lines);
    }
    if (together > 0) {
      alongRows(w.strip, lines, together);
      strip(w, example, y, columns.whole);
    }
    for (int x = columns.whole + together; x < out.width(); x++) {
      column(w, example, y, x, lines);
    }
    alongRows(w.strip, 1, lines * out.width());
    places(w, example, y, 0);
    kernel.finish(w.strip);
  }

  private void column(Worker w, int example, int y, int x, int pixels) {
    alongRows(w.strip, pixels, 1);
    w.strip.turn();
    strip(w, example, y, x);
  }

  private void alongRows(Strip s, int lines, int pixels) {
    s.lines = lines;
    s.pixels = pixels;
    s.inLineStep = stencil.strideHeight() * in.width() * in.stride();
    s.inStep = stencil.strideWidth() * in.stride();
    s.outLineStep = out.width() * out.stride();
    s.outStep = out.stride();
    for (int i = 0; i < sides.length; i++) {
      s.sideLineStep[i] = sides[i].width() * sides[i].stride();
      s.sideStep[i] = sides[i].stride();
    }
  }

  private void strip(Worker w, int example, int y, int x) {
    Strip s = w.strip;
    s.tapRows = rows.taps[y];
    s.tapColumns = columns.taps[x];
    s.inAt =
        w.at(in)
            + example * in.exampleStride()
            + (rows.at[y] * in.width() + columns.at[x]) * in.stride();
    s.filterAt =
        w.weightAt(filter.at()) + (rows.tap[y] * stencil.kernelWidth() + columns.tap[x]) * padded;
    places(w, example, y, x);
    kernel.strip(s);
  }

  private void places(Worker w, int example, int y, int x) {
    w.strip.outAt = place(w, out, example, y, x);
    for (int i = 0; i < sides.length; i++) {
      w.strip.sideAt[i] = place(w, sides[i], example, y, x);
    }
  }

  private static int place(Worker w, View view, int example, int y, int x) {
    return w.at(view) + example * view.exampleStride() + (y * view.width() + x) * view.stride();
  }
}
