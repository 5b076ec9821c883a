package bb.runtime.cpu;

/**
 * A convolution in many groups whose outputs fill whole vectors: a product for each group, as
 * {@link Gemm}'s, whose rows are not gathered. An item is an example's group: its channels are
 * copied once, with the padding around them, and so the taps of each row of the filter follow each
 * other where they lie. The sums are added up in as many rounds as the filter has rows, waiting in
 * the output.
 */
public final class GroupRows implements Operation {
  /** With fewer, the pieces of work are too large to be shared. */
  private static final int LEAST_GROUPS = 8;

  private final GemmKernel kernel;
  private final View in;
  private final Stencil stencil;
  private final Filter filter;
  private final View out;
  private final View[] sides;
  private final PaddedBlock block;
  private final int outputs;

  /** Products in a round: those of a row of the filter. */
  private final int depth;

  GroupRows(GemmKernel kernel, View in, Stencil stencil, Filter filter, View out, View... sides) {
    this.kernel = kernel;
    this.in = in;
    this.stencil = stencil;
    this.filter = filter;
    this.out = out;
    this.sides = sides;
    int inputs = in.channels() / filter.groups();
    this.block = PaddedBlock.of(in, stencil, inputs, out);
    this.outputs = out.channels() / filter.groups();
    this.depth = stencil.kernelWidth() * inputs;
  }

  /**
   * Whether a convolution can be computed in this way.
   *
   * @param outputs of a group
   * @param lanes of a vector, 0 if there are none
   */
  public static boolean fits(
      long groups, long outputs, long kernelWidth, long dilationWidth, int lanes) {
    return lanes > 0
        && groups >= LEAST_GROUPS
        && outputs % lanes == 0
        && kernelWidth > 1
        && dilationWidth == 1;
  }

  @Override
  public void reserve(Worker w) {
    w.tile.reserve(sides.length, filter.vectors().length);
    w.reserve(block.floats() + out.width() * kernel.columns());
  }

  @Override
  public void warm(Warmup warmup) {
    for (int column = 0; column < outputs; column += kernel.columns()) {
      int columns = kernel.columns(outputs - column);
      int left = out.width();
      while (left > 0) {
        int part = Tile.part(kernel.rows(columns), left);
        warmup.product(kernel, sides.length, filter.vectors().length, columns, part);
        warmup.product(Lanes.sum(), 0, filter.vectors().length, columns, part);
        left = part == kernel.rows(columns) ? left % part : left - part;
      }
    }
  }

  @Override
  public int items(int batch) {
    return batch * filter.groups();
  }

  @Override
  public long cost(int batch) {
    return (long) out.pixels() * outputs * depth * stencil.kernelHeight();
  }

  @Override
  public void run(Worker w, int from, int to) {
    for (int item = from; item < to; item++) {
      int example = item / filter.groups();
      int group = item % filter.groups();
      block.copy(w, w.at(in) + example * in.exampleStride() + group * block.channels());
      for (int column = 0; column < outputs; column += kernel.columns()) {
        panel(w, example, group, column);
      }
    }
  }

  private void panel(Worker w, int example, int group, int column) {
    Tile t = w.tile;
    t.weights = w.weights;
    t.in = w.scratch();
    t.inStride = block.at(0, 1);
    t.depth = depth;
    t.columns = kernel.columns(outputs - column);
    int rounds = stencil.kernelHeight();
    int panelAt =
        w.weightAt(filter.at()) + (group * Packing.aligned(outputs) + column) * depth * rounds;
    int channel = group * outputs + column;
    for (int i = 0; i < filter.vectors().length; i++) {
      t.vectorAt[i] = w.weightAt(filter.vectors()[i]) + channel;
    }
    for (int y = 0; y < out.height(); y++) {
      for (int round = 0; round < rounds; round++) {
        t.inAt = block.at(y, 0) + block.tap(round, 0);
        t.panelAt = panelAt + round * depth * t.columns;
        start(w, round > 0);
        if (round < rounds - 1) {
          waiting(w);
          t.compute(w.sum, out.width(), 0);
        } else {
          place(w, example * out.pixels() + y * out.width(), channel);
          t.compute(kernel, out.width(), sides.length);
        }
      }
    }
  }

  private void start(Worker w, boolean resumes) {
    Tile t = w.tile;
    t.start = resumes ? w.scratch() : w.weights;
    t.startAt = resumes ? block.floats() : t.vectorAt[0];
    t.startStride = resumes ? t.columns : 0;
  }

  private void waiting(Worker w) {
    Tile t = w.tile;
    t.out = w.scratch();
    t.outAt = block.floats();
    t.outStride = t.columns;
  }

  private void place(Worker w, int pixel, int channel) {
    Tile t = w.tile;
    t.out = w.arena;
    t.outAt = w.at(out) + pixel * out.stride() + channel;
    t.outStride = out.stride();
    for (int i = 0; i < sides.length; i++) {
      t.side[i] = w.arena;
      t.sideAt[i] = w.at(sides[i]) + pixel * sides[i].stride() + channel;
      t.sideStride[i] = sides[i].stride();
    }
  }
}
