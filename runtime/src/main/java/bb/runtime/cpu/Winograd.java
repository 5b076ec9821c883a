package bb.runtime.cpu;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A 3x3 convolution of stride 1 by fewer multiplications than it has: see {@link WinogradSize}. A
 * block of squares is taken to its points, which are then multiplied with one panel of output
 * channels after the other; the panel's sums are taken back while they are in the second cache. An
 * item is a block and some of the panels. Each square is computed by itself, and its sums in one
 * order, so that answers do not depend on blocks.
 */
public final class Winograd implements Operation {
  /** Squares of a block, at most: the more, the less often are all weights read for them. */
  private static final int FEW = 56;

  /** The same where a square's weights are many. */
  private static final int MANY = 112;

  /** Input channels from which on they are. */
  private static final int WIDE = 129;

  /** Blocks are multiples of that, if there are several: half a tile of the longest vectors. */
  private static final int STEP = 7;

  /** Output channels of an item, of which each that is computed alone transforms its block anew. */
  private static final int PART = 64;

  static final PointwiseKernel NOTHING = lines -> {};
  private static final float[] START = new float[ScalarKernel.COLUMNS];

  private final WinogradSize size;
  private final WinogradKernels kernels;
  private final TileSums sums;
  private final PointwiseKernel epilogue;
  private final float least;
  private final View in;
  private final int padTop;
  private final int padLeft;
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final int across;
  private final int columns;
  private final int squares;
  private final int panels;
  private final int panelsOfPart;

  /** What lies above and below the image. */
  private final float[] zeros;

  /** For blocks of so many squares. */
  private final WinogradScratch[] scratch;

  private final int block;

  Winograd(
      WinogradSize size,
      WinogradKernels kernels,
      TileSums sums,
      PointwiseKernel epilogue,
      float least,
      View in,
      Stencil stencil,
      Filter filter,
      View out,
      View... sides) {
    this.size = size;
    this.kernels = kernels;
    this.sums = sums;
    this.epilogue = epilogue;
    this.least = least;
    this.in = in;
    this.padTop = stencil.padTop();
    this.padLeft = stencil.padLeft();
    this.filter = filter;
    this.out = out;
    this.sides = sides;
    this.across = Math.ceilDiv(out.width(), size.outputs());
    this.squares = Math.ceilDiv(out.height(), size.outputs()) * across;
    this.columns = sums.columns(out.channels());
    this.panels = Math.ceilDiv(out.channels(), columns);
    this.panelsOfPart = Math.max(1, PART / columns);
    this.zeros = new float[in.width() * in.stride() + RowKernels.OVERHANG];
    this.block = block(in.channels(), squares);
    this.scratch =
        IntStream.rangeClosed(0, block)
            .mapToObj(count ->
                new WinogradScratch(size, in.channels(), count, Math.min(count, across), columns))
            .toArray(WinogradScratch[]::new);
  }

  /**
   * A convolution whose epilogue is a bias and a bound.
   *
   * @param least what results are at least; negative infinity for no bound
   */
  public static Operation of(
      WinogradSize size, float least, View in, Stencil stencil, Filter filter, View out) {
    return new Winograd(
        size,
        Lanes.winogradKernels(size),
        Lanes.tileSums(),
        NOTHING,
        least,
        in,
        stencil,
        filter,
        out);
  }

  /**
   * A convolution.
   *
   * @param epilogue what becomes of the sum with its bias, its first input
   * @param sides its further inputs; shaped like {@code out}
   */
  public static Operation of(
      WinogradSize size,
      PointwiseKernel epilogue,
      View in,
      Stencil stencil,
      Filter filter,
      View out,
      View... sides) {
    return new Winograd(
        size,
        Lanes.winogradKernels(size),
        Lanes.tileSums(),
        epilogue,
        Float.NEGATIVE_INFINITY,
        in,
        stencil,
        filter,
        out,
        sides);
  }

  /**
   * Scratch memory of one worker, in floats.
   *
   * @param inputs channels
   * @param squares of the output
   * @param across squares in a row of the output
   * @param columns of a panel
   */
  public static long scratch(WinogradSize size, int inputs, int squares, int across, int columns) {
    int block = block(inputs, squares);
    return new WinogradScratch(size, inputs, block, Math.min(block, across), columns).floats();
  }

  @Override
  public int items(int batch) {
    return Math.ceilDiv(batch * squares, block(batch)) * parts();
  }

  @Override
  public long cost(int batch) {
    return (long) Math.min(block(batch), batch * squares)
        * size.points()
        * in.channels()
        * panelsOfPart
        * columns;
  }

  /** Pixels are taken to points for each range of items. */
  @Override
  public long overhead(int batch) {
    return Math.min(block(batch), batch * squares) * size.transform() * in.channels();
  }

  @Override
  public void reserve(Worker w) {
    w.lines.reserve(1 + sides.length, filter.vectors().length);
    w.reserve(scratch[block].floats());
  }

  @Override
  public void warm(Warmup warmup) {
    for (int count = block(1); count > 0; count -= sums.rows(count)) {
      warm(warmup, sums.rows(count));
    }
    for (int count = squares % block(1); count > 0; count -= sums.rows(count)) {
      warm(warmup, sums.rows(count));
    }
    WinogradKernels.Band b = new WinogradKernels.Band();
    b.from = new float[size.inputs() * Warmup.ROUNDS * Packing.ALIGNMENT];
    b.to = b.from;
    b.bias = b.from;
    b.width = size.outputs();
    b.squares = 1;
    Arrays.fill(b.row, b.from);
    List<Consumer<WinogradKernels.Band>> transforms =
        List.of(
            kernels::inputRows, kernels::inputColumns, kernels::outputRows, kernels::outputColumns);
    for (int i = 0; i < transforms.size(); i++) {
      Consumer<WinogradKernels.Band> transform = transforms.get(i);
      warmup.add(
          List.of(kernels.getClass(), i),
          (times, rounds) -> {
            b.length = rounds * RowKernels.OVERHANG;
            for (int j = 0; j < times; j++) {
              transform.accept(b);
            }
          });
    }
    if (epilogue != NOTHING) {
      Pointwise.warm(warmup, epilogue, 1 + sides.length, filter.vectors().length);
    }
  }

  private void warm(Warmup warmup, int rows) {
    Tile t = new Tile();
    t.in = new float[rows * TileSums.ROW_STRIDE];
    t.weights = new float[Warmup.ROUNDS * Packing.ALIGNMENT];
    t.start = t.weights;
    t.out = new float[rows * Packing.ALIGNMENT];
    t.outStride = columns;
    warmup.add(
        List.of(sums.getClass(), rows),
        (times, rounds) -> {
          t.depth = rounds > 0 ? rounds : Tile.NONE;
          for (int i = 0; i < times; i++) {
            sums.sums(t, rows);
          }
        });
  }

  @Override
  public void run(Worker w, int from, int to) {
    int transformed = -1;
    int most = block(w.batch());
    for (int item = from; item < to; item++) {
      int number = item / parts();
      int first = number * most;
      int count = Math.min(most, w.batch() * squares - first);
      WinogradScratch s = scratch[count];
      float[] floats = w.scratch();
      if (number != transformed) {
        input(w, s, floats, first);
        transformed = number;
      }
      int panel = item % parts() * panelsOfPart;
      int last = Math.min(panel + panelsOfPart, panels);
      for (int p = panel; p < last; p++) {
        product(w, s, floats, p);
        output(w, s, floats, first, p);
      }
      finish(w, first, count, panel, last);
    }
  }

  /** Blocks of one size, and an even number of them, for two threads; a small map is one block. */
  private static int block(int channels, int squares) {
    int most = channels < WIDE ? FEW : MANY;
    if (squares <= most) {
      return Math.max(FEW, squares);
    }
    int blocks = Math.ceilDiv(squares, 2 * most) * 2;
    return Math.ceilDiv(Math.ceilDiv(squares, blocks), STEP) * STEP;
  }

  /** Squares of a block: where there would be a single item, half of them, for two threads. */
  private int block(int batch) {
    int all = batch * squares;
    if (parts() > 1 || all > block) {
      return block;
    }
    int half = Math.ceilDiv(all, 2);
    return half > 2 * STEP ? Math.ceilDiv(half, STEP) * STEP : half;
  }

  private int parts() {
    return Math.ceilDiv(panels, panelsOfPart);
  }

  /** Takes the squares' input pixels to points. */
  private void input(Worker w, WinogradScratch s, float[] floats, int first) {
    for (int index = 0; index < s.squares(); ) {
      int square = first + index;
      int row = square % squares / across;
      int column = square % across;
      int run = Math.min(s.squares() - index, across - column);
      rows(w, s, floats, square / squares, row, column, run);
      columns(w, s, floats, index, run);
      index += run;
    }
  }

  private void rows(
      Worker w, WinogradScratch s, float[] floats, int example, int row, int column, int run) {
    WinogradKernels.Band b = w.band;
    int channels = in.channels();
    int pixels = size.outputs() * run + WinogradSize.KERNEL - 1;
    int left = size.outputs() * column - padLeft;
    int from = Math.clamp(left, 0, in.width());
    int to = Math.clamp(left + pixels, from, in.width());
    for (int i = 0; i < size.inputs(); i++) {
      int y = size.outputs() * row - padTop + i;
      boolean inside = y >= 0 && y < in.height();
      b.row[i] = inside ? w.arena : zeros;
      b.rowAt[i] = inside ? place(w, in, example, y, from) : 0;
    }
    boolean compact = in.stride() == channels;
    b.to = floats;
    b.toAt = s.strip() + (from - left) * channels;
    b.toStep = s.stripStep();
    b.length = compact ? (to - from) * channels : channels;
    for (int x = from; x < to; x += compact ? to - from : 1) {
      kernels.inputRows(b);
      b.toAt += channels;
      for (int i = 0; i < size.inputs(); i++) {
        b.rowAt[i] += in.stride();
      }
    }
    for (int i = 0; i < size.inputs(); i++) {
      int at = s.strip() + i * s.stripStep();
      Arrays.fill(floats, at, at + (from - left) * channels, 0);
      Arrays.fill(floats, at + (to - left) * channels, at + pixels * channels, 0);
    }
  }

  private void columns(Worker w, WinogradScratch s, float[] floats, int index, int run) {
    WinogradKernels.Band b = w.band;
    b.from = floats;
    b.fromStep = in.channels();
    b.squares = run;
    b.to = floats;
    for (int i = 0; i < size.inputs(); i++) {
      for (int round = 0; round < s.rounds(); round++) {
        b.fromAt = s.strip() + i * s.stripStep() + round * WinogradScratch.DEPTH;
        b.length = s.depth(round);
        for (int j = 0; j < size.inputs(); j++) {
          b.place[j] = s.input(i * size.inputs() + j, round) + index * TileSums.ROW_STRIDE;
        }
        kernels.inputColumns(b);
      }
    }
  }

  /** The sums of one panel at all points. */
  private void product(Worker w, WinogradScratch s, float[] floats, int panel) {
    Tile t = w.tile;
    t.in = floats;
    t.inStride = TileSums.ROW_STRIDE;
    t.columns = columns;
    t.weights = w.weights;
    t.out = floats;
    t.outStride = columns;
    t.outAt = s.sums();
    t.panelAt = w.weightAt(filter.at()) + panel * size.points() * in.channels() * columns;
    for (int point = 0; point < size.points(); point++) {
      for (int round = 0; round < s.rounds(); round++) {
        t.start = round == 0 ? START : floats;
        t.startStride = round == 0 ? 0 : columns;
        t.startAt = round == 0 ? 0 : s.sums() + point * s.squares() * columns;
        t.outAt = s.sums() + point * s.squares() * columns;
        t.inAt = s.input(point, round);
        t.depth = s.depth(round);
        for (int left = s.squares(); left > 0; ) {
          int rows = sums.rows(left);
          sums.sums(t, rows);
          t.inAt += rows * TileSums.ROW_STRIDE;
          t.startAt += rows * t.startStride;
          t.outAt += rows * columns;
          left -= rows;
        }
        t.panelAt += t.depth * columns;
      }
    }
  }

  /** Takes the panel's sums to pixels. */
  private void output(Worker w, WinogradScratch s, float[] floats, int first, int panel) {
    WinogradKernels.Band b = w.band;
    int channel = panel * columns;
    int used = Math.min(columns, out.channels() - channel);
    b.from = floats;
    b.fromAt = s.sums();
    b.length = size.inputs() * s.squares() * columns;
    int rowStep = b.length;
    kernels.outputRows(b);
    b.fromStep = s.squares() * columns;
    b.length = columns;
    b.bias = w.weights;
    b.biasAt = w.weightAt(filter.vectors()[0]) + channel;
    b.least = least;
    b.to = used == columns ? w.arena : floats;
    b.toStep = used == columns ? out.stride() : columns;
    for (int index = 0; index < s.squares(); index += b.squares) {
      int square = first + index;
      int top = square % squares / across * size.outputs();
      int left = square % across * size.outputs();
      b.squares = Math.min(s.squares() - index, across - square % across);
      b.width = Math.min(size.outputs() * b.squares, out.width() - left);
      int height = Math.min(size.outputs(), out.height() - top);
      for (int i = 0; i < height; i++) {
        int to = place(w, out, square / squares, top + i, left) + channel;
        b.fromAt = s.sums() + i * rowStep + index * columns;
        b.toAt = used == columns ? to : s.edge();
        kernels.outputColumns(b);
        for (int x = 0; x < b.width && used < columns; x++) {
          int from = s.edge() + x * columns;
          System.arraycopy(floats, from, w.arena, to + x * out.stride(), used);
        }
      }
    }
  }

  /** Applies the epilogue to the channels of some panels, which lie in the output. */
  private void finish(Worker w, int first, int count, int panel, int last) {
    if (epilogue == NOTHING) {
      return;
    }
    Lines l = w.lines;
    int channel = panel * columns;
    l.arena = w.arena;
    l.weights = w.weights;
    l.length = Math.min(last * columns, out.channels()) - channel;
    l.outStride = out.stride();
    l.inStride[0] = out.stride();
    for (int i = 0; i < filter.vectors().length; i++) {
      l.vectorAt[i] = w.weightAt(filter.vectors()[i]) + channel;
    }
    for (int index = 0; index < count; ) {
      int square = first + index;
      int top = square % squares / across * size.outputs();
      int left = square % across * size.outputs();
      int run = Math.min(count - index, across - square % across);
      l.rows = Math.min(size.outputs() * run, out.width() - left);
      int bottom = Math.min(top + size.outputs(), out.height());
      for (int y = top; y < bottom; y++) {
        l.outAt = place(w, out, square / squares, y, left) + channel;
        l.inAt[0] = l.outAt;
        for (int i = 0; i < sides.length; i++) {
          l.inAt[i + 1] = place(w, sides[i], square / squares, y, left) + channel;
          l.inStride[i + 1] = sides[i].stride();
        }
        epilogue.lines(l);
      }
      index += run;
    }
  }

  private static int place(Worker w, View view, int example, int y, int x) {
    return w.at(view) + example * view.exampleStride() + (y * view.width() + x) * view.stride();
  }
}
