package bb.runtime.cpu;

/**
 * How a product is cut so that its pieces stay in the caches: the rows of a tile in the first,
 * those of a block beside some panels in the second.
 *
 * @param depth products that are summed in one round
 * @param rows in a block, whole tiles
 */
public record Blocking(int depth, int rows) {
  /** Floats of the input in a block. */
  private static final int FLOATS = 1 << 18;

  private static final int TILES = 32;

  /** Floats between gathered rows, so that they do not collide in the first cache. */
  private static final int PADDING = 16;

  /**
   * For sums of {@code depth} products.
   *
   * @param tile rows of a tile
   */
  public static Blocking of(int depth, int tile) {
    int rounds = Math.max(1, Math.ceilDiv(depth, Tile.DEPTH));
    int most = Math.ceilDiv(Math.ceilDiv(depth, rounds), PADDING) * PADDING;
    int tiles = Math.clamp(FLOATS / (tile * Math.max(1, most)), 1, TILES);
    return new Blocking(most, tiles * tile);
  }

  /** Floats from one gathered row to the next. */
  int stride() {
    return depth + PADDING;
  }

  /** Floats of a block's gathered rows. */
  public int gathered() {
    return rows * stride();
  }
}
