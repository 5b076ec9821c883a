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
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final int lanes;
  private final int size;

  private final PaddedBlock block;

  /** Where each tap lies in it, from a pixel's first. */
  private final int[] taps;

  private final int edge;

  Grouped(GemmKernel kernel, View in, Stencil stencil, Filter filter, View out, View... sides) {
    this.kernel = kernel;
    this.in = in;
    this.filter = filter;
    this.out = out;
    this.sides = sides;
    this.lanes = kernel.lanes();
    this.size = in.channels() / filter.groups();
    this.block = PaddedBlock.of(in, stencil, lanes, out);
    this.taps = new int[stencil.taps()];
    for (int tap = 0; tap < taps.length; tap++) {
      taps[tap] = block.tap(tap / stencil.kernelWidth(), tap % stencil.kernelWidth());
    }
    // the last pixels of a row are computed with some beyond it
    this.edge = block.floats() + block.at(0, PIXELS);
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
    block.copy(w, w.at(in) + example * in.exampleStride() + channel);
    Tile t = w.tile;
    t.in = w.scratch();
    t.inStride = block.at(0, 1);
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
        t.inAt = block.at(y, x);
        pixels(w, example * out.pixels() + y * out.width() + x, out.width() - x, channel);
      }
    }
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
