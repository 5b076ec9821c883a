package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Patch;

/**
 * A matrix product: the rows are output pixels, a block of them at a time; the columns are panels
 * of output channels, each of which is read once per block. Where an output pixel sees one input
 * pixel, the rows are read where they lie; else they are gathered in scratch memory. Products
 * deeper than {@link Tile#DEPTH} are summed in several rounds, the sums so far waiting in the
 * output. An item is a tile of rows, a panel or, of many groups, a whole group.
 */
final class Gemm implements Operation {
  /** As many groups are items enough. */
  private static final int MANY = 8;

  /** What it costs to gather an element of a row, or to read a weight, in multiply-adds. */
  private static final long GATHER = 8;

  private static final long READ = 4;

  /** Sums of a row to which a function is worth applying by themselves. */
  private static final int RUN = 64;

  private final GemmKernel kernel;
  private final View in;
  private final Taps taps;
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final int inputs;
  private final int outputs;
  private final int depth;
  private final int height;
  private final int width;
  private final int panels;
  private final boolean point;

  /** Whether a function is applied to a block's sums of all panels, and not tile by tile. */
  private final boolean late;

  private final Blocking blocking;
  private final PixelRows source;
  private final int edge;

  Gemm(GemmKernel kernel, View in, Taps taps, Filter filter, View out, View... sides) {
    this.kernel = kernel;
    this.in = in;
    this.taps = taps;
    this.filter = filter;
    this.out = out;
    this.sides = sides;
    this.inputs = in.channels() / filter.groups();
    this.outputs = out.channels() / filter.groups();
    this.depth = taps.count() * inputs;
    this.height = kernel.rows(kernel.columns());
    this.width = kernel.columns();
    this.panels = Math.ceilDiv(outputs, width);
    this.point = taps.isPoint(in);
    this.late =
        kernel.isFunction()
            && filter.groups() == 1
            && taps.isWhole()
            && (outputs == out.stride() || outputs >= RUN);
    this.blocking = Blocking.of(depth, height);
    this.source = new PixelRows(in, inputs, taps, blocking.stride());
    this.edge = point ? 0 : blocking.gathered();
  }

  @Override
  public void reserve(Worker w) {
    w.tile.reserve(sides.length, filter.vectors().length);
    w.reserve(edge + (1 + sides.length) * Tile.MAX_FLOATS);
  }

  @Override
  public void warm(Warmup warmup) {
    if (late) {
      warmup.function(kernel);
    } else {
      warm(warmup, kernel, sides.length);
    }
    if (late || blocking.depth() < depth) {
      warm(warmup, Lanes.sum(), 0);
    }
    if (!point) {
      source.warm(warmup);
    }
  }

  private void warm(Warmup warmup, GemmKernel step, int others) {
    int last = kernel.columns(outputs - (panels - 1) * width);
    int vectors = filter.vectors().length;
    for (int columns : panels > 1 ? new int[] {width, last} : new int[] {last}) {
      int left = rows(1);
      while (left > 0) {
        int part = Tile.part(kernel.rows(columns), left);
        warmup.product(step, others, vectors, columns, part);
        left = Math.min(left, kernel.rows(columns)) == part ? left % part : left - part;
      }
    }
  }

  @Override
  public int items(int batch) {
    return filter.groups() * itemsOfGroup(batch);
  }

  @Override
  public long cost(int batch) {
    long tileCost = (long) Math.max(depth, 1) * height * width;
    return tileCost * tiles(batch) * panels / Math.max(1, itemsOfGroup(batch));
  }

  @Override
  public long overhead(int batch) {
    if (isByGroup()) {
      return 0;
    }
    long rows = (long) rows(batch) * depth * (point ? 1 : GATHER);
    return isByPanel(batch) ? rows : READ * depth * outputs;
  }

  @Override
  public void run(Worker w, int from, int to) {
    int batch = w.batch();
    int tiles = tiles(batch);
    int each = itemsOfGroup(batch);
    boolean byPanel = isByPanel(batch);
    int item = from;
    while (item < to) {
      int group = item / each;
      int first = item % each;
      int last = Math.min(each, first + to - item);
      if (isByGroup()) {
        product(w, group, 0, tiles, 0, panels);
      } else if (byPanel) {
        product(w, group, 0, tiles, first, last);
      } else {
        product(w, group, first, last, 0, panels);
      }
      item += last - first;
    }
  }

  private int rows(int batch) {
    return batch * taps.height() * taps.width();
  }

  private int tiles(int batch) {
    return Math.ceilDiv(rows(batch), height);
  }

  private int itemsOfGroup(int batch) {
    if (isByGroup()) {
      return Math.min(1, tiles(batch));
    }
    return isByPanel(batch) ? panels : tiles(batch);
  }

  private boolean isByGroup() {
    return filter.groups() >= MANY;
  }

  /** Items of rows gather every row once, items of panels read every weight once. */
  private boolean isByPanel(int batch) {
    int tiles = tiles(batch);
    return outputs > rows(batch) ? panels >= Math.min(MANY, tiles) : tiles < Math.min(MANY, panels);
  }

  private void product(
      Worker w, int group, int firstTile, int lastTile, int firstPanel, int lastPanel) {
    Tile t = w.tile;
    t.weights = w.weights;
    t.in = point ? w.arena : w.scratch();
    t.inStride = point ? in.stride() : blocking.stride();
    int base = w.at(in) + group * inputs;
    int end = Math.min(lastTile * height, rows(w.batch()));
    for (int first = firstTile * height; first < end; first += blocking.rows()) {
      int last = Math.min(first + blocking.rows(), end);
      int from = 0;
      do {
        int to = Math.min(from + blocking.depth(), depth);
        t.depth = to - from;
        if (!point) {
          source.gather(w, base, first, last, from, to);
        }
        for (int panel = firstPanel; panel < lastPanel; panel++) {
          t.inAt = point ? base + first * in.stride() + from : 0;
          panel(w, group, panel * width, first, last, from);
        }
        from = to;
      } while (from < depth);
      if (late) {
        apply(w, first, last, firstPanel * width, Math.min(lastPanel * width, outputs));
      }
    }
  }

  /** Applies the function to channels of a block. */
  private void apply(Worker w, int first, int last, int channel, int end) {
    int at = w.at(out) + first * out.stride() + channel;
    int count = end - channel;
    if (count == out.stride()) {
      kernel.apply(w.arena, at, (last - first) * count);
      return;
    }
    for (int row = first; row < last; row++) {
      kernel.apply(w.arena, at, count);
      at += out.stride();
    }
  }

  /** A block's rows times one panel, that of the outputs from {@code column} on. */
  private void panel(Worker w, int group, int column, int first, int last, int from) {
    Tile t = w.tile;
    int paddedOutputs = Packing.aligned(outputs);
    int used = Math.min(width, outputs - column);
    t.columns = kernel.columns(outputs - column);
    int panelAt = w.weightAt(filter.at()) + (group * paddedOutputs + column) * depth;
    t.panelAt = panelAt + from * t.columns;
    int channel = group * outputs + column;
    for (int i = 0; i < filter.vectors().length; i++) {
      t.vectorAt[i] = w.weightAt(filter.vectors()[i]) + channel;
    }
    GemmKernel step = from + t.depth == depth && !late ? kernel : w.sum;
    if (taps.isWhole() && used == t.columns) {
      inPlace(w, channel, first, from > 0);
      t.compute(step, last - first, sides.length);
      return;
    }
    int most = kernel.rows(t.columns);
    for (int row = first; row < last; row += most) {
      int count = Math.min(most, last - row);
      if (taps.isWhole()) {
        inPlace(w, channel, row, from > 0);
        overhanging(w, step, count, used);
      } else {
        scattered(w, step, row, count, channel, used, from > 0);
      }
    }
  }

  private void inPlace(Worker w, int channel, int first, boolean resumes) {
    Tile t = w.tile;
    t.out = w.arena;
    t.outAt = w.at(out) + first * out.stride() + channel;
    t.outStride = out.stride();
    t.start = resumes ? w.arena : w.weights;
    t.startAt = resumes ? t.outAt : t.vectorAt[0];
    t.startStride = resumes ? t.outStride : 0;
    for (int i = 0; i < sides.length; i++) {
      t.side[i] = w.arena;
      t.sideAt[i] = w.at(sides[i]) + first * sides[i].stride() + channel;
      t.sideStride[i] = sides[i].stride();
    }
  }

  /** A panel wider than what is left of the output: computed beside it, and what fits copied. */
  private void overhanging(Worker w, GemmKernel step, int count, int used) {
    Tile t = w.tile;
    int outAt = t.outAt;
    t.out = w.scratch();
    t.outAt = edge;
    t.outStride = t.columns;
    t.compute(step, count, sides.length);
    Patch patch = w.patch;
    patch.at = edge;
    patch.rows = count;
    patch.rowStep = t.columns;
    w.rows.copyRows(w.scratch(), patch, w.arena, outAt, out.stride(), used);
  }

  /** Rows that do not follow each other in the output: a phase of a transposed convolution. */
  private void scattered(
      Worker w, GemmKernel step, int first, int count, int channel, int used, boolean resumes) {
    float[] scratch = w.scratch();
    Tile t = w.tile;
    t.out = scratch;
    t.outAt = edge;
    t.outStride = t.columns;
    t.start = resumes ? scratch : w.weights;
    t.startAt = resumes ? edge : t.vectorAt[0];
    t.startStride = resumes ? t.columns : 0;
    if (resumes) {
      collect(w, out, first, count, channel, used, edge);
    }
    for (int i = 0; i < sides.length; i++) {
      t.side[i] = scratch;
      t.sideAt[i] = edge + (i + 1) * Tile.MAX_FLOATS;
      t.sideStride[i] = t.columns;
      collect(w, sides[i], first, count, channel, used, t.sideAt[i]);
    }
    t.compute(step, count, sides.length);
    for (int row = 0; row < count; row++) {
      int to = place(w, out, first + row) + channel;
      System.arraycopy(scratch, edge + row * t.columns, w.arena, to, used);
    }
  }

  private void collect(Worker w, View from, int first, int count, int channel, int used, int to) {
    for (int row = 0; row < count; row++) {
      int at = place(w, from, first + row) + channel;
      System.arraycopy(w.arena, at, w.scratch(), to + row * w.tile.columns, used);
    }
  }

  private int place(Worker w, View view, int row) {
    return w.at(view) + taps.place(view, row);
  }
}
