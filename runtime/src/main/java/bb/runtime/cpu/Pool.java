package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Patch;
import bb.runtime.cpu.Worker.Share;

/** Maximum and average over windows. */
public final class Pool {
  private Pool() {}

  /** The maximum; positions in the padding do not count. */
  public static void max(Worker w, View in, Stencil stencil, View out) {
    Patch patch = new Patch();
    windows(
        w,
        in,
        stencil,
        out,
        (rows, columns, _, _, from, to) -> {
          place(patch, from, in, stencil, rows, columns);
          w.rows.max(w.arena, patch, w.arena, to, out.channels());
        });
    w.done();
  }

  /**
   * The average.
   *
   * @param countPadding whether padding counts as zeros, up to the padded input's edge: {@code
   *     bottom} and {@code right} rows and columns beyond the image
   */
  public static void average(
      Worker w, View in, Stencil stencil, boolean countPadding, int bottom, int right, View out) {
    Patch patch = new Patch();
    windows(
        w,
        in,
        stencil,
        out,
        (rows, columns, top, left, from, to) -> {
          int count = (rows.to() - rows.from()) * (columns.to() - columns.from());
          if (countPadding) {
            count =
                padded(top, stencil.kernelHeight(), stencil.dilationHeight(), in.height() + bottom)
                    * padded(
                        left, stencil.kernelWidth(), stencil.dilationWidth(), in.width() + right);
          }
          place(patch, from, in, stencil, rows, columns);
          w.rows.sum(w.arena, patch, 1f / count, w.arena, to, out.channels());
        });
    w.done();
  }

  /** Output pixel i of n averages input pixels floor(i * in / n) to ceil((i + 1) * in / n). */
  public static void adaptiveAverage(Worker w, View in, View out) {
    int pixels = out.pixels();
    long cost = (long) in.channels() * Math.max(1, in.pixels() / pixels);
    Share share = w.share(w.batch() * pixels, cost);
    Patch patch = new Patch();
    patch.rowStep = in.width() * in.stride();
    patch.columnStep = in.stride();
    for (int i = share.from(); i < share.to(); i++) {
      int example = i / pixels;
      Share rows = bin(i % pixels / out.width(), in.height(), out.height());
      Share columns = bin(i % out.width(), in.width(), out.width());
      patch.rows = rows.to() - rows.from();
      patch.columns = columns.to() - columns.from();
      patch.at =
          w.at(in)
              + example * in.exampleStride()
              + (rows.from() * in.width() + columns.from()) * in.stride();
      float factor = 1f / (patch.rows * patch.columns);
      w.rows.sum(w.arena, patch, factor, w.arena, w.at(out) + i * out.stride(), out.channels());
    }
    w.done();
  }

  private static Share bin(int i, int in, int out) {
    return new Share(
        (int) ((long) i * in / out), (int) Math.ceilDiv((long) (i + 1) * in, (long) out));
  }

  /** Taps of a window that lie in the padded input. */
  private static int padded(int origin, int taps, int dilation, int end) {
    return Math.min(taps, Math.ceilDiv(end - origin, dilation));
  }

  /** The taps of a window from {@code origin} that lie in 0 to {@code size}. */
  private static Share visible(int origin, int dilation, int taps, int size) {
    int from = Math.min(taps, origin >= 0 ? 0 : Math.ceilDiv(-origin, dilation));
    int to = Math.clamp(Math.ceilDiv(size - origin, dilation), from, taps);
    return new Share(from, to);
  }

  private static void place(Patch patch, int from, View in, Stencil s, Share rows, Share columns) {
    patch.at = from;
    patch.rows = rows.to() - rows.from();
    patch.columns = columns.to() - columns.from();
    patch.rowStep = s.dilationHeight() * in.width() * in.stride();
    patch.columnStep = s.dilationWidth() * in.stride();
  }

  private static void windows(Worker w, View in, Stencil s, View out, Window window) {
    int pixels = out.pixels();
    Share share = w.share(w.batch() * pixels, (long) out.channels() * s.taps());
    for (int i = share.from(); i < share.to(); i++) {
      int example = i / pixels;
      int top = i % pixels / out.width() * s.strideHeight() - s.padTop();
      int left = i % out.width() * s.strideWidth() - s.padLeft();
      Share rows = Pool.visible(top, s.dilationHeight(), s.kernelHeight(), in.height());
      Share columns = Pool.visible(left, s.dilationWidth(), s.kernelWidth(), in.width());
      int y = top + rows.from() * s.dilationHeight();
      int x = left + columns.from() * s.dilationWidth();
      window.compute(
          rows,
          columns,
          top,
          left,
          w.at(in) + example * in.exampleStride() + (y * in.width() + x) * in.stride(),
          w.at(out) + i * out.stride());
    }
  }

  /** One output pixel: the taps it sees, its window's corner, its first tap and its own place. */
  private interface Window {
    void compute(Share rows, Share columns, int top, int left, int from, int to);
  }
}
