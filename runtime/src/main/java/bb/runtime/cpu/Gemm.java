package bb.runtime.cpu;

/**
 * A matrix product: the rows are output pixels, gathered a block at a time into scratch memory that
 * stays in the second cache; the columns are panels of output channels, each of which is read once
 * per block. Products deeper than {@link Tile#DEPTH} are summed in several rounds, the sums so far
 * waiting in the output. An item is a tile of rows, a panel or, of many groups, a whole group.
 */
final class Gemm implements Operation {
  /** Tiles of rows in a block. */
  private static final int BLOCK = 8;

  /** From here on a partial tile is computed whole rather than row by row. */
  private static final int FEW_ROWS = 4;

  /** As many groups are items enough. */
  private static final int MANY = 8;

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
    this.height = kernel.rows();
    this.width = kernel.columns();
    this.panels = Math.ceilDiv(outputs, width);
    this.source = new PixelRows(in, inputs, taps);
    this.edge = BLOCK * height * Tile.ROW_STRIDE;
  }

  @Override
  public void reserve(Worker w) {
    w.tile.reserve(sides.length, filter.vectors().length);
    w.scratch(edge + (1 + sides.length) * Tile.MAX_FLOATS);
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
    float[] scratch = w.scratch();
    int base = w.at(in) + group * inputs;
    int rows = rows(w.batch());
    for (int tile = firstTile; tile < lastTile; tile += BLOCK) {
      int last = Math.min(tile + BLOCK, lastTile);
      int from = 0;
      do {
        int to = Math.min(from + Tile.DEPTH, depth);
        w.tile.in = scratch;
        w.tile.depth = to - from;
        source.gather(w, base, tile * height, Math.min(last * height, rows), from, to);
        for (int panel = firstPanel; panel < lastPanel; panel++) {
          for (int t = tile; t < last; t++) {
            w.tile.inAt = (t - tile) * height * Tile.ROW_STRIDE;
            tile(w, group, panel, t, from);
          }
        }
        from = to;
      } while (from < depth);
    }
  }

  private void tile(Worker w, int group, int panel, int index, int from) {
    Tile t = w.tile;
    int paddedOutputs = Packing.aligned(outputs);
    int column = panel * width;
    t.weights = w.weights;
    t.panelAt = w.weightAt(filter.at()) + (group * paddedOutputs + column) * depth + from * width;
    for (int i = 0; i < filter.vectors().length; i++) {
      t.vectorAt[i] = w.weightAt(filter.vectors()[i]) + group * paddedOutputs + column;
    }
    int first = index * height;
    int count = Math.min(height, rows(w.batch()) - first);
    int used = Math.min(width, outputs - column);
    int channel = group * outputs + column;
    GemmKernel step = from + t.depth == depth ? kernel : w.sum;
    if (used == width && taps.isWhole() && (count == height || count <= FEW_ROWS)) {
      inPlace(w, step, first, count, channel, from > 0);
    } else {
      throughEdge(w, step, first, count, channel, used, from > 0);
    }
  }

  private void inPlace(
      Worker w, GemmKernel step, int first, int count, int channel, boolean resumes) {
    Tile t = w.tile;
    t.out = w.arena;
    t.outAt = place(w, out, first) + channel;
    t.outStride = out.stride();
    t.start = resumes ? w.arena : w.weights;
    t.startAt = resumes ? t.outAt : t.vectorAt[0];
    t.startStride = resumes ? t.outStride : 0;
    for (int i = 0; i < sides.length; i++) {
      t.side[i] = w.arena;
      t.sideAt[i] = place(w, sides[i], first) + channel;
      t.sideStride[i] = sides[i].stride();
    }
    compute(w, step, count);
  }

  /** A tile that overhangs the output is computed beside it, and what belongs to it copied. */
  private void throughEdge(
      Worker w, GemmKernel step, int first, int count, int channel, int used, boolean resumes) {
    float[] scratch = w.scratch();
    Tile t = w.tile;
    t.out = scratch;
    t.outAt = edge;
    t.outStride = width;
    t.start = resumes ? scratch : w.weights;
    t.startAt = resumes ? edge : t.vectorAt[0];
    t.startStride = resumes ? width : 0;
    if (resumes) {
      collect(w, out, first, count, channel, used, edge);
    }
    for (int i = 0; i < sides.length; i++) {
      t.side[i] = scratch;
      t.sideAt[i] = edge + (i + 1) * Tile.MAX_FLOATS;
      t.sideStride[i] = width;
      collect(w, sides[i], first, count, channel, used, t.sideAt[i]);
    }
    compute(w, step, count);
    for (int row = 0; row < count; row++) {
      int to = place(w, out, first + row) + channel;
      System.arraycopy(scratch, edge + row * width, w.arena, to, used);
    }
  }

  private void collect(Worker w, View from, int first, int count, int channel, int used, int to) {
    for (int row = 0; row < count; row++) {
      int at = place(w, from, first + row) + channel;
      System.arraycopy(w.arena, at, w.scratch(), to + row * width, used);
    }
  }

  private void compute(Worker w, GemmKernel step, int count) {
    if (count > FEW_ROWS) {
      step.tile(w.tile);
      return;
    }
    Tile t = w.tile;
    for (int row = 0; row < count; row++) {
      step.row(t);
      t.inAt += Tile.ROW_STRIDE;
      t.startAt += t.startStride;
      t.outAt += t.outStride;
      for (int i = 0; i < sides.length; i++) {
        t.sideAt[i] += t.sideStride[i];
      }
    }
  }

  /**
   * Where the pixel that {@code row} computes lies in {@code view}, which has the output's size.
   */
  private int place(Worker w, View view, int row) {
    int pixels = taps.height() * taps.width();
    int pixel = row % pixels;
    int y = taps.originY() + pixel / taps.width() * taps.strideY();
    int x = taps.originX() + pixel % taps.width() * taps.strideX();
    return w.at(view)
        + row / pixels * view.exampleStride()
        + (y * view.width() + x) * view.stride();
  }
}
