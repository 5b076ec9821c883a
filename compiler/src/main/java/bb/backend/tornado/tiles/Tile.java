package bb.backend.tornado.tiles;

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
  /** Those that there are. */
  static final List<Tile> ALL =
      List.of(
          new Tile(128, 128, 8, 8, 8, 1),
          new Tile(128, 64, 8, 8, 4, 1),
          new Tile(64, 64, 16, 4, 4, 1),
          new Tile(128, 32, 8, 4, 4, 1),
          new Tile(128, 16, 8, 4, 4, 1),
          new Tile(32, 32, 32, 4, 4, 4),
          new Tile(16, 16, 64, 4, 4, 16));

  /** Banks of local memory: so many neighbours are read or written at once. */
  private static final int BANKS = 32;

  /** Multiply-adds in the time of a read or write of local memory. */
  private static final double READ = 4;

  /** Multiply-adds in the time that it takes to bring a number to local memory. */
  private static final double LOAD = 8;

  int area() {
    return rows * columns;
  }

  /**
   * An estimate of a group's work, in multiply-adds, for one term of each of its sums.
   *
   * @param terms of a sum
   */
  double work(long terms) {
    double reads = READ * (itemRows + itemColumns) / (itemRows * itemColumns);
    double loads = LOAD * (rows + columns) / area();
    double result = READ * 2 * slices / terms;
    return area() * (Math.max(1, reads) + loads + result);
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
