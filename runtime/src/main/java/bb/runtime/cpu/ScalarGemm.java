package bb.runtime.cpu;

/**
 * A matrix product in plain Java, of panels as wide as {@link WideSums} are fast for. Adds the same
 * products in the same order as {@link Gemm}. An item is a block of rows times a panel.
 */
final class ScalarGemm implements Operation {
  /** Panels of fewer columns are computed in local variables: see {@link ScalarSum}. */
  static final int LEAST_COLUMNS = 24;

  /** The most rows of a block: their sums and some weights are what the first cache holds. */
  private static final int ROWS = 100;

  private final ScalarKernel kernel;
  private final View in;
  private final Taps taps;
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final int inputs;
  private final int outputs;
  private final int depth;
  private final int panels;
  private final boolean point;
  private final int round;
  private final PixelRows source;

  ScalarGemm(ScalarKernel kernel, View in, Taps taps, Filter filter, View out, View... sides) {
    this.kernel = kernel;
    this.in = in;
    this.taps = taps;
    this.filter = filter;
    this.out = out;
    this.sides = sides;
    this.inputs = in.channels() / filter.groups();
    this.outputs = out.channels() / filter.groups();
    this.depth = taps.count() * inputs;
    this.panels = Math.ceilDiv(outputs, ScalarKernel.COLUMNS);
    this.point = taps.isPoint(in);
    this.round = Math.min(depth, Tile.DEPTH);
    this.source = new PixelRows(in, inputs, taps, round);
  }

  @Override
  public void reserve(Worker w) {
    w.tile.reserve(sides.length, filter.vectors().length);
    WideSums.reserve(w.tile, ROWS);
    w.reserve(point ? 0 : ROWS * round);
  }

  @Override
  public int items(int batch) {
    return filter.groups() * panels * blocks(batch);
  }

  @Override
  public long cost(int batch) {
    int rows = Math.ceilDiv(rows(batch), Math.max(1, blocks(batch)));
    return (long) rows * depth * Math.min(outputs, ScalarKernel.COLUMNS);
  }

  @Override
  public void run(Worker w, int from, int to) {
    int rows = rows(w.batch());
    int blocks = blocks(w.batch());
    int height = Math.ceilDiv(Math.ceilDiv(rows, blocks), WideSums.TILE) * WideSums.TILE;
    for (int item = from; item < to; item++) {
      int first = item % blocks * height;
      int panel = item / blocks % panels;
      int group = item / blocks / panels;
      block(w, group, panel * ScalarKernel.COLUMNS, first, Math.min(first + height, rows));
    }
  }

  private int rows(int batch) {
    return batch * taps.height() * taps.width();
  }

  private int blocks(int batch) {
    return Math.ceilDiv(rows(batch), ROWS);
  }

  private void block(Worker w, int group, int column, int first, int last) {
    Tile t = w.tile;
    int channel = group * outputs + column;
    int columns = kernel.columns(outputs - column);
    int used = Math.min(columns, outputs - column);
    t.columns = columns;
    t.weights = w.weights;
    t.panelAt = w.weightAt(filter.at()) + (group * Packing.aligned(outputs) + column) * depth;
    for (int i = 0; i < filter.vectors().length; i++) {
      t.vectorAt[i] = w.weightAt(filter.vectors()[i]) + channel;
    }
    for (int row = first; row < last; row++) {
      System.arraycopy(w.weights, t.vectorAt[0], WideSums.row(t, row - first), 0, used);
    }
    t.in = point ? w.arena : w.scratch();
    t.inStride = point ? in.stride() : round;
    int base = w.at(in) + group * inputs;
    for (int from = 0; from < depth; from += round) {
      int to = Math.min(from + round, depth);
      if (!point) {
        source.gather(w, base, first, last, from, to);
      }
      t.inAt = point ? base + first * in.stride() + from : 0;
      t.depth = to - from;
      WideSums.add(t, last - first, used);
      t.panelAt += t.depth * columns;
    }
    t.columns = used;
    for (int row = first; row < last; row++) {
      finish(w, channel, row, WideSums.row(t, row - first));
    }
  }

  /** Applies the epilogue to a row of sums and takes it to the output. */
  private void finish(Worker w, int channel, int row, float[] sums) {
    Tile t = w.tile;
    t.out = sums;
    t.outAt = 0;
    for (int i = 0; i < sides.length; i++) {
      t.side[i] = w.arena;
      t.sideAt[i] = place(w, sides[i], row) + channel;
    }
    kernel.finish(t, 1);
    System.arraycopy(sums, 0, w.arena, place(w, out, row) + channel, t.columns);
  }

  private int place(Worker w, View view, int row) {
    return w.at(view) + taps.place(view, row);
  }
}
