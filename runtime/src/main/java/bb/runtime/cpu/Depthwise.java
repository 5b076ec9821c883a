package bb.runtime.cpu;

/**
 * Convolution of each channel with its own filter. A row of output pixels is cut where the taps
 * that lie in the image change: the middle of the row is one strip, its ends a strip per pixel. An
 * item is a row.
 */
public final class Depthwise implements Operation {
  private final DepthwiseKernel kernel;
  private final View in;
  private final Stencil stencil;
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final int padded;
  private final Windows rows;
  private final Windows columns;

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

  @Override
  public void reserve(Worker w) {
    w.strip.reserve(sides.length, filter.vectors().length);
  }

  @Override
  public void run(Worker w, int from, int to) {
    Strip s = w.strip;
    s.arena = w.arena;
    s.weights = w.weights;
    s.channels = in.channels();
    s.inStep = stencil.strideWidth() * in.stride();
    s.inRowStep = stencil.dilationHeight() * in.width() * in.stride();
    s.inColumnStep = stencil.dilationWidth() * in.stride();
    s.filterRowStep = stencil.kernelWidth() * padded;
    s.filterColumnStep = padded;
    s.outStep = out.stride();
    for (int i = 0; i < sides.length; i++) {
      s.sideStride[i] = sides[i].stride();
    }
    for (int i = 0; i < filter.vectors().length; i++) {
      s.vectorAt[i] = w.weightAt(filter.vectors()[i]);
    }
    for (int row = from; row < to; row++) {
      row(w, row / out.height(), row % out.height());
    }
  }

  private void row(Worker w, int example, int y) {
    for (int x = 0; x < columns.whole; x++) {
      strip(w, example, y, x, 1);
    }
    if (columns.wholeEnd > columns.whole) {
      strip(w, example, y, columns.whole, columns.wholeEnd - columns.whole);
    }
    for (int x = columns.wholeEnd; x < out.width(); x++) {
      strip(w, example, y, x, 1);
    }
  }

  private void strip(Worker w, int example, int y, int x, int pixels) {
    Strip s = w.strip;
    s.pixels = pixels;
    s.tapRows = rows.taps[y];
    s.tapColumns = columns.taps[x];
    s.inAt =
        w.at(in)
            + example * in.exampleStride()
            + (rows.at[y] * in.width() + columns.at[x]) * in.stride();
    s.filterAt =
        w.weightAt(filter.at()) + (rows.tap[y] * stencil.kernelWidth() + columns.tap[x]) * padded;
    s.outAt = place(w, out, example, y, x);
    for (int i = 0; i < sides.length; i++) {
      s.sideAt[i] = place(w, sides[i], example, y, x);
    }
    kernel.strip(s);
  }

  private static int place(Worker w, View view, int example, int y, int x) {
    return w.at(view) + example * view.exampleStride() + (y * view.width() + x) * view.stride();
  }
}
