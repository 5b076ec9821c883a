package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Patch;
import java.util.Arrays;
import java.util.List;

/**
 * A convolution in groups of 4 or 8 channels, as many of the output as of the input. An item is an
 * example's block of channels, as many as a vector has lanes: they are copied once, with the
 * padding around them, and every output pixel is then the same sum over them.
 */
public final class Grouped implements Operation {
  /** Pixels that are computed side by side. */
  public static final int PIXELS = 4;

  private final GemmKernel kernel;
  private final View in;
  private final Stencil stencil;
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final int lanes;
  private final int size;

  /** The block with its padding, as far as it is read. */
  private final int height;

  private final int width;

  /** Where each tap lies in it, from a pixel's first. */
  private final int[] taps;

  private final int edge;

  Grouped(GemmKernel kernel, View in, Stencil stencil, Filter filter, View out, View... sides) {
    this.kernel = kernel;
    this.in = in;
    this.stencil = stencil;
    this.filter = filter;
    this.out = out;
    this.sides = sides;
    this.lanes = kernel.lanes();
    this.size = in.channels() / filter.groups();
    this.height =
        (out.height() - 1) * stencil.strideHeight()
            + (stencil.kernelHeight() - 1) * stencil.dilationHeight()
            + 1;
    this.width =
        (out.width() - 1) * stencil.strideWidth()
            + (stencil.kernelWidth() - 1) * stencil.dilationWidth()
            + 1;
    this.taps = new int[stencil.taps()];
    for (int tap = 0; tap < taps.length; tap++) {
      int y = tap / stencil.kernelWidth() * stencil.dilationHeight();
      int x = tap % stencil.kernelWidth() * stencil.dilationWidth();
      taps[tap] = (y * width + x) * lanes;
    }
    // the last pixels of a row are computed with some beyond it
    this.edge = (height * width + PIXELS * stencil.strideWidth()) * lanes;
  }

  /**
   * Whether a convolution can be computed in this way.
   *
   * @param lanes of a vector, 0 if there are none
   */
  public static boolean fits(long groups, long in, long out, int lanes) {
    long size = in / groups;
    return in == out && (size == 4 || size == 8) && 2 * size <= lanes && in % lanes == 0;
  }

  /** Packs a filter {@code [out, in / groups, height, width]}, for each vector of outputs. */
  static void pack(float[] filter, int size, int taps, int lanes, float[] to, int at) {
    int target = at;
    for (int first = 0; first < filter.length / (size * taps); first += lanes) {
      for (int tap = 0; tap < taps; tap++) {
        for (int i = 0; i < size; i++) {
          for (int lane = 0; lane < lanes; lane++) {
            to[target++] = filter[((first + lane) * size + i) * taps + tap];
          }
        }
      }
    }
  }

  @Override
  public void reserve(Worker w) {
    w.tile.reserve(sides.length, filter.vectors().length);
    w.reserve(edge + PIXELS * lanes + RowKernels.OVERHANG);
  }

  @Override
  public void warm(Warmup warmup) {
    Tile t = new Tile();
    t.reserve(sides.length, filter.vectors().length);
    t.in = new float[PIXELS * lanes];
    t.inStride = lanes;
    t.weights = new float[Warmup.ROUNDS * size * lanes];
    t.start = t.weights;
    t.out = new float[PIXELS * lanes];
    t.columns = lanes;
    t.outStride = lanes;
    Arrays.fill(t.side, t.out);
    int[] none = {};
    int[] many = new int[Warmup.ROUNDS];
    warmup.add(
        List.of("groups", size),
        (times, rounds) -> {
          for (int i = 0; i < times; i++) {
            VectorGroups.sums(t, size, rounds > 0 ? many : none);
          }
        });
    warmup.finish(kernel, t, PIXELS);
  }

  @Override
  public int items(int batch) {
    return batch * blocks();
  }

  @Override
  public long cost(int batch) {
    return (long) out.pixels() * lanes * taps.length * size;
  }

  @Override
  public void run(Worker w, int from, int to) {
    for (int item = from; item < to; item++) {
      block(w, item / blocks(), item % blocks() * lanes);
    }
  }

  private int blocks() {
    return in.channels() / lanes;
  }

  private void block(Worker w, int example, int channel) {
    copy(w, w.at(in) + example * in.exampleStride() + channel);
    Tile t = w.tile;
    t.in = w.scratch();
    t.inStride = stencil.strideWidth() * lanes;
    t.weights = w.weights;
    t.panelAt = w.weightAt(filter.at()) + channel * size * taps.length;
    t.columns = lanes;
    for (int i = 0; i < filter.vectors().length; i++) {
      t.vectorAt[i] = w.weightAt(filter.vectors()[i]) + channel;
    }
    t.start = w.weights;
    t.startAt = t.vectorAt[0];
    for (int i = 0; i < sides.length; i++) {
      t.side[i] = w.arena;
      t.sideStride[i] = sides[i].stride();
    }
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x += PIXELS) {
        t.inAt = (y * stencil.strideHeight() * width + x * stencil.strideWidth()) * lanes;
        pixels(w, example * out.pixels() + y * out.width() + x, out.width() - x, channel);
      }
    }
  }

  /** Writes the input's channels with zeros around them, all rows as wide. */
  private void copy(Worker w, int from) {
    float[] to = w.scratch();
    int top = Math.min(stencil.padTop(), height);
    int left = Math.min(stencil.padLeft(), width);
    int rows = Math.clamp(height - top, 0, in.height());
    int columns = Math.clamp(width - left, 0, in.width());
    Arrays.fill(to, 0, top * width * lanes, 0);
    Patch pixels = w.patch;
    pixels.rows = columns;
    pixels.rowStep = in.stride();
    for (int y = 0; y < rows; y++) {
      int row = (top + y) * width * lanes;
      int end = row + width * lanes;
      Arrays.fill(to, row, row + left * lanes, 0);
      pixels.at = from + y * in.width() * in.stride();
      w.rows.copyRows(w.arena, pixels, to, row + left * lanes, lanes, lanes);
      Arrays.fill(to, row + (left + columns) * lanes, end, 0);
    }
    Arrays.fill(to, (top + rows) * width * lanes, height * width * lanes, 0);
  }

  /** {@link #PIXELS} pixels, of which {@code left} at the most belong to the output. */
  private void pixels(Worker w, int pixel, int left, int channel) {
    Tile t = w.tile;
    int count = Math.min(PIXELS, left);
    int outAt = w.at(out) + pixel * out.stride() + channel;
    boolean whole = count == PIXELS;
    t.out = whole ? w.arena : w.scratch();
    t.outAt = whole ? outAt : edge;
    t.outStride = whole ? out.stride() : lanes;
    for (int i = 0; i < sides.length; i++) {
      t.sideAt[i] = w.at(sides[i]) + pixel * sides[i].stride() + channel;
    }
    VectorGroups.sums(t, size, taps);
    kernel.finish(t, count);
    if (!whole) {
      Patch edges = w.patch;
      edges.at = edge;
      edges.rows = count;
      edges.rowStep = lanes;
      w.rows.copyRows(w.scratch(), edges, w.arena, outAt, out.stride(), lanes);
    }
  }
}
