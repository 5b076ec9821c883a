package bb.runtime.cpu;

import bb.runtime.cpu.Worker.Share;

/**
 * Convolution of each channel with its own filter. A row of output pixels is cut where the taps
 * that lie in the image change: the middle of the row is one strip, its ends a strip per pixel.
 */
public final class Depthwise {
  private final Worker w;
  private final DepthwiseKernel kernel;
  private final View in;
  private final Stencil stencil;
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final int padded;

  private Depthwise(
      Worker w,
      DepthwiseKernel kernel,
      View in,
      Stencil stencil,
      Filter filter,
      View out,
      View[] sides) {
    this.w = w;
    this.kernel = kernel;
    this.in = in;
    this.stencil = stencil;
    this.filter = filter;
    this.out = out;
    this.sides = sides;
    this.padded = Packing.aligned(in.channels());
  }

  /** The filter is packed {@code [taps][channels]}, channels padded to the alignment. */
  public static void run(
      Worker w,
      DepthwiseKernel kernel,
      View in,
      Stencil stencil,
      Filter filter,
      View out,
      View... sides) {
    new Depthwise(w, kernel, in, stencil, filter, out, sides).rows();
    w.done();
  }

  private void rows() {
    Strip s = w.strip;
    s.reserve(sides.length, filter.vectors().length);
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
    int rows = w.batch() * out.height();
    Share share = w.share(rows, (long) out.width() * out.channels() * stencil.taps());
    for (int row = share.from(); row < share.to(); row++) {
      row(row / out.height(), row % out.height());
    }
  }

  private void row(int example, int y) {
    int left = stencil.padLeft();
    int stride = stencil.strideWidth();
    int reach = (stencil.kernelWidth() - 1) * stencil.dilationWidth();
    int from = Math.min(Math.ceilDiv(left, stride), out.width());
    int last = in.width() - 1 - reach + left;
    int to = last < 0 ? from : Math.max(from, Math.min(last / stride + 1, out.width()));
    for (int x = 0; x < from; x++) {
      strip(example, y, x, 1);
    }
    if (to > from) {
      strip(example, y, from, to - from);
    }
    for (int x = to; x < out.width(); x++) {
      strip(example, y, x, 1);
    }
  }

  private void strip(int example, int y, int x, int pixels) {
    Strip s = w.strip;
    int top = y * stencil.strideHeight() - stencil.padTop();
    int left = x * stencil.strideWidth() - stencil.padLeft();
    Share rows = visible(top, stencil.dilationHeight(), stencil.kernelHeight(), in.height());
    Share columns = visible(left, stencil.dilationWidth(), stencil.kernelWidth(), in.width());
    s.pixels = pixels;
    s.tapRows = rows.to() - rows.from();
    s.tapColumns = columns.to() - columns.from();
    int inY = top + rows.from() * stencil.dilationHeight();
    int inX = left + columns.from() * stencil.dilationWidth();
    s.inAt = w.at(in) + example * in.exampleStride() + (inY * in.width() + inX) * in.stride();
    s.filterAt =
        w.weightAt(filter.at()) + (rows.from() * stencil.kernelWidth() + columns.from()) * padded;
    s.outAt = place(out, example, y, x);
    for (int i = 0; i < sides.length; i++) {
      s.sideAt[i] = place(sides[i], example, y, x);
    }
    kernel.strip(s);
  }

  private int place(View view, int example, int y, int x) {
    return w.at(view) + example * view.exampleStride() + (y * view.width() + x) * view.stride();
  }

  /** The taps of a window from {@code origin} that lie in 0 to {@code size}. */
  static Share visible(int origin, int dilation, int taps, int size) {
    int from = Math.min(taps, origin >= 0 ? 0 : Math.ceilDiv(-origin, dilation));
    int to = Math.clamp(Math.ceilDiv(size - origin, dilation), from, taps);
    return new Share(from, to);
  }
}
