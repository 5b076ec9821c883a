package bb.runtime.cpu;

import java.util.Arrays;

/**
 * A recurrent layer, whose tokens have been multiplied with the input weights: one token after the
 * other, a product of the states with the recurrent weight, and what the cell makes of the gates.
 * An item is a direction of a few examples, so that a weight is read once for all of them.
 */
public final class Recurrence implements Operation {
  /** Examples in an item. */
  private static final int EXAMPLES = 14;

  /** What a cell makes of its gates. */
  public enum Cell {
    LSTM(4),
    GRU(3),
    TANH(1),
    RELU(1);

    private final int gates;

    Cell(int gates) {
      this.gates = gates;
    }
  }

  /**
   * A layer's sizes, and where its weights lie: a direction after the other.
   *
   * @param hidden units of the cell
   * @param state floats of a hidden state: as many, unless it is projected
   * @param ends whether the last cell states follow the hidden states in the output, which is then
   *     one pixel
   * @param bias what is added to all recurrent sums
   * @param weights packed: the recurrent weights, then the projections if there are any
   */
  public record Layer(
      Cell cell, int directions, int hidden, int state, boolean ends, int bias, int... weights) {
    boolean projected() {
      return weights.length > directions;
    }
  }

  private final Layer layer;
  private final View x;
  private final View out;
  private final View[] first;
  private final int tokens;
  private final int gates;
  private final int gateStep;
  private final int step;

  private Recurrence(Layer layer, View x, View out, View... first) {
    this.layer = layer;
    this.x = x;
    this.out = out;
    this.first = first;
    this.tokens = x.pixels();
    this.gates = layer.cell().gates * layer.hidden();
    this.gateStep = Packing.aligned(gates);
    this.step = Packing.aligned(Math.max(layer.hidden(), layer.state()));
  }

  /**
   * All tokens.
   *
   * @param x {@code [tokens][directions * gates * hidden]}
   * @param first the first hidden and cell states, a pixel for each direction, 0 without them
   */
  public static Operation of(Layer layer, View x, View out, View... first) {
    return new Recurrence(layer, x, out, first);
  }

  @Override
  public int items(int batch) {
    return layer.directions() * Math.ceilDiv(batch, EXAMPLES);
  }

  @Override
  public long cost(int batch) {
    return (long) tokens * Math.min(batch, EXAMPLES) * gates * layer.state();
  }

  @Override
  public void reserve(Worker w) {
    w.reserve(EXAMPLES * (gateStep + 3 * step));
  }

  @Override
  public void run(Worker w, int from, int to) {
    int groups = Math.ceilDiv(w.batch(), EXAMPLES);
    for (int item = from; item < to; item++) {
      int example = item % groups * EXAMPLES;
      direction(w, item / groups, example, Math.min(EXAMPLES, w.batch() - example));
    }
  }

  /** Where the parts of scratch memory begin, a row for each example, after the gates. */
  private int cellsAt() {
    return EXAMPLES * gateStep;
  }

  private int statesAt() {
    return cellsAt() + EXAMPLES * step;
  }

  private int roomAt() {
    return statesAt() + EXAMPLES * step;
  }

  private void direction(Worker w, int direction, int example, int rows) {
    begin(w, 0, statesAt(), direction, example, rows);
    begin(w, 1, cellsAt(), direction, example, rows);
    for (int i = 0; i < tokens; i++) {
      int token = direction == 0 ? i : tokens - 1 - i;
      gates(w, direction, token, example, rows);
      if (i > 0 || first.length > 0) {
        int weight = layer.weights()[direction];
        product(w, statesAt(), layer.state(), weight, rows, gates, 0, gateStep);
      }
      cells(w, direction, token, example, rows);
      if (layer.projected()) {
        project(w, direction, rows);
      }
      int to = outAt(w, example) + token * tokenStep() + direction * layer.state();
      copy(w, statesAt(), to, rows, layer.state());
    }
    if (layer.ends()) {
      int to = outAt(w, example) + tokens * tokenStep() + direction * layer.hidden();
      copy(w, cellsAt(), to, rows, layer.hidden());
    }
  }

  private int outAt(Worker w, int example) {
    return w.at(out) + example * out.exampleStride();
  }

  /** Floats from a token's states to the next one's. */
  private int tokenStep() {
    return layer.ends() ? layer.directions() * layer.state() : out.stride();
  }

  private void copy(Worker w, int at, int to, int rows, int length) {
    for (int row = 0; row < rows; row++) {
      int place = to + row * out.exampleStride();
      System.arraycopy(w.scratch(), at + row * step, w.arena, place, length);
    }
  }

  /** The first states, the hidden ones or the cells'. */
  private void begin(Worker w, int which, int at, int direction, int example, int rows) {
    if (which >= first.length) {
      Arrays.fill(w.scratch(), at, at + rows * step, 0);
      return;
    }
    View view = first[which];
    for (int row = 0; row < rows; row++) {
      int from = w.at(view) + (example + row) * view.exampleStride() + direction * view.stride();
      System.arraycopy(w.arena, from, w.scratch(), at + row * step, view.channels());
    }
  }

  /** What the gates' sums begin with. */
  private void gates(Worker w, int direction, int token, int example, int rows) {
    int bias = w.weightAt(layer.bias()) + direction * gates;
    int summed = layer.cell() == Cell.GRU ? 2 * layer.hidden() : gates;
    for (int row = 0; row < rows; row++) {
      int to = row * gateStep;
      int from = xAt(w, direction, token, example + row);
      w.cells.add(w.arena, from, w.weights, bias, w.scratch(), to, summed);
      System.arraycopy(w.weights, bias + summed, w.scratch(), to + summed, gates - summed);
    }
  }

  private int xAt(Worker w, int direction, int token, int example) {
    return w.at(x) + example * x.exampleStride() + token * x.stride() + direction * gates;
  }

  /** Adds to sums what rows of scratch memory give with a weight. */
  private void product(
      Worker w, int at, int depth, int weight, int rows, int outputs, int sumsAt, int sumStep) {
    Tile t = w.tile;
    t.in = w.scratch();
    t.inStride = step;
    t.weights = w.weights;
    t.depth = depth;
    t.start = w.scratch();
    t.startStride = sumStep;
    t.out = w.scratch();
    t.outStride = sumStep;
    for (int column = 0; column < outputs; column += t.columns) {
      t.columns = w.sum.columns(outputs - column);
      t.panelAt = w.weightAt(weight) + column * depth;
      t.inAt = at;
      t.startAt = sumsAt + column;
      t.outAt = sumsAt + column;
      t.compute(w.sum, rows, 0);
    }
  }

  /** What the cell makes of the gates. */
  private void cells(Worker w, int direction, int token, int example, int rows) {
    CellKernels.Row r = w.cell;
    r.hidden = layer.hidden();
    r.scratch = w.scratch();
    r.x = w.arena;
    for (int row = 0; row < rows; row++) {
      r.gatesAt = row * gateStep;
      r.cellAt = cellsAt() + row * step;
      r.roomAt = roomAt() + row * step;
      r.xAt = xAt(w, direction, token, example + row) + 2 * layer.hidden();
      r.beforeAt = statesAt() + row * step;
      r.outAt = layer.projected() ? r.roomAt : r.beforeAt;
      switch (layer.cell()) {
        case LSTM -> w.cells.lstm(r);
        case GRU -> w.cells.gru(r);
        case TANH -> w.cells.tanh(r);
        case RELU -> w.cells.relu(r);
      }
    }
  }

  /** The hidden states, from what the cells gave. */
  private void project(Worker w, int direction, int rows) {
    Arrays.fill(w.scratch(), statesAt(), statesAt() + rows * step, 0);
    int weight = layer.weights()[layer.directions() + direction];
    product(w, roomAt(), layer.hidden(), weight, rows, layer.state(), statesAt(), step);
  }
}
