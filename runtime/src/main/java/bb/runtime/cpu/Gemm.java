package bb.runtime.cpu;

import bb.runtime.cpu.Worker.Share;

/**
 * One worker's share of a matrix product: the rows are output pixels, gathered a block at a time
 * into scratch memory that stays in the second cache; the columns are panels of output channels,
 * each of which is read once per block. Products deeper than {@link Tile#DEPTH} are summed in
 * several rounds, the sums so far waiting in the output.
 */
final class Gemm {
  /** Tiles of rows in a block. */
  private static final int BLOCK = 8;

  /** From here on a partial tile is computed whole rather than row by row. */
  private static final int FEW_ROWS = 4;

  private final Worker w;
  private final GemmKernel kernel;
  private final View in;
  private final Taps taps;
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final int inputs;
  private final int outputs;
  private final int depth;
  private final int rows;
  private final int height;
  private final int width;
  private final float[] scratch;
  private final int edge;

  Gemm(Worker w, GemmKernel kernel, View in, Taps taps, Filter filter, View out, View[] sides) {
    this.w = w;
    this.kernel = kernel;
    this.in = in;
    this.taps = taps;
    this.filter = filter;
    this.out = out;
    this.sides = sides;
    this.inputs = in.channels() / filter.groups();
    this.outputs = out.channels() / filter.groups();
    this.depth = taps.count() * inputs;
    this.rows = w.batch() * taps.height() * taps.width();
    this.height = kernel.rows();
    this.width = kernel.columns();
    this.edge = BLOCK * height * Tile.ROW_STRIDE;
    w.tile.reserve(sides.length, filter.vectors().length);
    this.scratch = w.scratch(edge + (1 + sides.length) * Tile.MAX_FLOATS);
  }

  void run() {
    int tiles = Math.ceilDiv(rows, height);
    int panels = Math.ceilDiv(outputs, width);
    int groups = filter.groups();
    long tileCost = (long) Math.max(depth, 1) * height * width;
    if (groups > 1 && groups >= w.teamSize()) {
      Share share = w.share(groups, tileCost * tiles * panels);
      for (int group = share.from(); group < share.to(); group++) {
        product(group, new Share(0, tiles), new Share(0, panels));
      }
      return;
    }
    boolean byPanel = isSharedByPanel(tiles, panels);
    Share share = byPanel ? w.share(panels, tileCost * tiles) : w.share(tiles, tileCost * panels);
    for (int group = 0; group < groups; group++) {
      product(group, byPanel ? new Share(0, tiles) : share, byPanel ? share : new Share(0, panels));
    }
  }

  /** Sharing by rows gathers every row once, sharing by panel reads every weight once. */
  private boolean isSharedByPanel(int tiles, int panels) {
    double byTile = balance(tiles);
    double byPanel = balance(panels);
    return outputs > rows ? byPanel >= 0.8 * byTile : byTile < 0.8 * byPanel;
  }

  private double balance(int items) {
    int members = w.teamSize();
    return items / (double) (Math.ceilDiv(items, members) * members);
  }

  private void product(int group, Share tiles, Share panels) {
    if (tiles.from() == tiles.to() || panels.from() == panels.to()) {
      return;
    }
    int channel = group * inputs;
    PixelRows source = new PixelRows(w, w.at(in) + channel, in, inputs, taps);
    for (int tile = tiles.from(); tile < tiles.to(); tile += BLOCK) {
      int last = Math.min(tile + BLOCK, tiles.to());
      int from = 0;
      do {
        int to = Math.min(from + Tile.DEPTH, depth);
        source.gather(tile * height, Math.min(last * height, rows), from, to, scratch);
        for (int panel = panels.from(); panel < panels.to(); panel++) {
          for (int t = tile; t < last; t++) {
            tile(group, panel, t, (t - tile) * height * Tile.ROW_STRIDE, from, to);
          }
        }
        from = to;
      } while (from < depth);
    }
  }

  private void tile(int group, int panel, int index, int rowsAt, int from, int to) {
    Tile t = w.tile;
    int paddedOutputs = Packing.aligned(outputs);
    int column = panel * width;
    t.in = scratch;
    t.inAt = rowsAt;
    t.weights = w.weights;
    t.panelAt = w.weightAt(filter.at()) + (group * paddedOutputs + column) * depth + from * width;
    t.depth = to - from;
    for (int i = 0; i < filter.vectors().length; i++) {
      t.vectorAt[i] = w.weightAt(filter.vectors()[i]) + group * paddedOutputs + column;
    }
    int first = index * height;
    int count = Math.min(height, rows - first);
    int used = Math.min(width, outputs - column);
    int channel = group * outputs + column;
    GemmKernel step = to == depth ? kernel : w.sum;
    if (used == width && taps.isWhole() && (count == height || count <= FEW_ROWS)) {
      inPlace(step, first, count, channel, from > 0);
    } else {
      throughEdge(step, first, count, channel, used, from > 0);
    }
  }

  private void inPlace(GemmKernel step, int first, int count, int channel, boolean resumes) {
    Tile t = w.tile;
    t.out = w.arena;
    t.outAt = place(out, first) + channel;
    t.outStride = out.stride();
    t.start = resumes ? w.arena : w.weights;
    t.startAt = resumes ? t.outAt : t.vectorAt[0];
    t.startStride = resumes ? t.outStride : 0;
    for (int i = 0; i < sides.length; i++) {
      t.side[i] = w.arena;
      t.sideAt[i] = place(sides[i], first) + channel;
      t.sideStride[i] = sides[i].stride();
    }
    compute(step, count);
  }

  /** A tile that overhangs the output is computed beside it, and what belongs to it copied. */
  private void throughEdge(
      GemmKernel step, int first, int count, int channel, int used, boolean resumes) {
    Tile t = w.tile;
    t.out = scratch;
    t.outAt = edge;
    t.outStride = width;
    t.start = resumes ? scratch : w.weights;
    t.startAt = resumes ? edge : t.vectorAt[0];
    t.startStride = resumes ? width : 0;
    if (resumes) {
      collect(out, first, count, channel, used, edge);
    }
    for (int i = 0; i < sides.length; i++) {
      t.side[i] = scratch;
      t.sideAt[i] = edge + (i + 1) * Tile.MAX_FLOATS;
      t.sideStride[i] = width;
      collect(sides[i], first, count, channel, used, t.sideAt[i]);
    }
    compute(step, count);
    for (int row = 0; row < count; row++) {
      int to = place(out, first + row) + channel;
      System.arraycopy(scratch, edge + row * width, w.arena, to, used);
    }
  }

  private void collect(View from, int first, int count, int channel, int used, int to) {
    for (int row = 0; row < count; row++) {
      int at = place(from, first + row) + channel;
      System.arraycopy(w.arena, at, scratch, to + row * width, used);
    }
  }

  private void compute(GemmKernel step, int count) {
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
  private int place(View view, int row) {
    int pixels = taps.height() * taps.width();
    int pixel = row % pixels;
    int y = taps.originY() + pixel / taps.width() * taps.strideY();
    int x = taps.originX() + pixel % taps.width() * taps.strideX();
    return w.at(view)
        + row / pixels * view.exampleStride()
        + (y * view.width() + x) * view.stride();
  }
}
