package bb.backend.tornado;

import java.util.List;

/**
 * The shape of a matrix product in work-groups: a group computes {@code rows x columns} sums,
 * {@code depth} terms at a time, which it has in local memory twice: one part is read while the
 * next is written. A work-item holds {@code itemRows x itemColumns} of the sums, and if there are
 * {@code slices}, as many items hold parts of one sum.
 *
 * <p>A term of all of an item's sums takes {@code itemRows + itemColumns} reads of local memory,
 * where a multiprocessor of NVIDIA reads 32 numbers in the time of 128 multiply-adds: 8 x 8 sums
 * are as much work for either, 4 x 4 keep the arithmetic half busy. They are as many registers, of
 * at most 255 for an item and 65536 for a multiprocessor: two groups of 256 items run side by side
 * with 8 x 8 sums, four with 4 x 4. The local memory of all tiles is below 20 KB, of 48 KB for a
 * group and 100 KB or more for a multiprocessor.
 */
record Tile(int rows, int columns, int depth, int itemRows, int itemColumns, int slices) {
  /** The most work for a read first, the most groups last; every group has 256 items. */
  private static final List<Tile> SHAPES =
      List.of(
          new Tile(128, 128, 8, 8, 8, 1),
          new Tile(128, 64, 8, 8, 4, 1),
          new Tile(64, 64, 16, 4, 4, 1),
          new Tile(128, 32, 8, 4, 4, 1),
          new Tile(128, 16, 16, 4, 2, 1),
          new Tile(32, 32, 32, 4, 4, 4),
          new Tile(16, 16, 64, 4, 4, 16));

  /** Banks of local memory: so many neighbours are read or written at once. */
  private static final int BANKS = 32;

  /** How many times as many columns as the best tile one may compute, and not be used. */
  private static final double WASTE = 1.5;

  /** Those worth trying for a product with {@code columns} columns, in that order. */
  static List<Tile> of(long columns) {
    long least = SHAPES.stream().mapToLong(tile -> tile.covered(columns)).min().orElseThrow();
    return SHAPES.stream().filter(tile -> tile.covered(columns) < WASTE * least).toList();
  }

  private long covered(long all) {
    return Math.multiplyExact(Math.ceilDiv(all, columns), columns);
  }

  /** Items along the columns; neighbours have neighbouring columns. */
  int lanes() {
    return columns / itemColumns;
  }

  /** Items along the rows. */
  int lines() {
    return rows / itemRows;
  }

  int items() {
    return lanes() * lines() * slices;
  }

  /**
   * How far apart the terms of a factor are in local memory that is read along its depth and so
   * written across it: neighbouring items are to write to different banks.
   */
  int stepAcross(int width) {
    return width + Math.max(1, BANKS / depth);
  }

  String name() {
    return "tile" + rows + "x" + columns;
  }
}
