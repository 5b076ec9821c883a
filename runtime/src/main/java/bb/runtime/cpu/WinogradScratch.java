package bb.runtime.cpu;

/**
 * Where a worker keeps a block of squares: their rows of input pixels, half transformed; the
 * input's points, which are the rows of products, {@link Tile#ROW_STRIDE} apart; the sums of one
 * panel of output channels at all points; and pixels of a panel that overhangs the output.
 *
 * @param channels input channels
 * @param squares in the block
 * @param across squares of it that lie in a row, at most
 * @param columns of a panel
 */
record WinogradScratch(WinogradSize size, int channels, int squares, int across, int columns) {
  /** Products that one call adds up; deeper sums are resumed. */
  static final int DEPTH = TileSums.DEPTH;

  int rounds() {
    return Math.ceilDiv(channels, DEPTH);
  }

  /** The channels of a round. */
  int depth(int round) {
    return Math.min(DEPTH, channels - round * DEPTH);
  }

  int strip() {
    return Worker.ORIGIN;
  }

  /** Floats from one half transformed row of pixels to the next. */
  int stripStep() {
    return (size.outputs() * across + WinogradSize.KERNEL - 1) * channels + RowKernels.OVERHANG;
  }

  /** The first square's inputs at a point; those of several points lie side by side in a row. */
  int input(int point, int round) {
    int slot = round * size.points() + point;
    return inputs() + slot / side() * squares * TileSums.ROW_STRIDE + slot % side() * padded();
  }

  /** The first square's sums at a point; those of the other squares and points follow. */
  int sums() {
    int rows = Math.ceilDiv(rounds() * size.points(), side()) * squares;
    return inputs() + rows * TileSums.ROW_STRIDE;
  }

  int edge() {
    return sums() + size.points() * squares * columns;
  }

  int floats() {
    return edge() + size.outputs() * across * columns;
  }

  private int inputs() {
    return strip() + aligned(size.inputs() * stripStep() + RowKernels.OVERHANG);
  }

  private int side() {
    return TileSums.ROW_STRIDE / padded();
  }

  private int padded() {
    return aligned(Math.min(channels, DEPTH));
  }

  private static int aligned(int floats) {
    return Math.ceilDiv(floats, RowKernels.OVERHANG) * RowKernels.OVERHANG;
  }
}
