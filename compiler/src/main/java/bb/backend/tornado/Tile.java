package bb.backend.tornado;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;

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

  /**
   * So many work-groups keep a GPU busy: large ones have some 130 multiprocessors. With fewer a
   * smaller tile is better, though it reads more.
   */
  static final long ENOUGH_GROUPS = 96;

  /** A tile that has enough groups from here on only is not worth a method. */
  private static final long MAX_BATCH = 512;

  /** Banks of local memory: so many neighbours are read or written at once. */
  private static final int BANKS = 32;

  /** How many times as many columns as the best tile one may compute, and not be used. */
  private static final double WASTE = 1.5;

  /** Those worth trying for a product with {@code columns} columns, in that order. */
  static List<Tile> of(long columns) {
    return of(tile -> covered(columns, tile.columns()));
  }

  /** Likewise, if there are only so many rows. */
  static List<Tile> of(long rows, long columns) {
    return of(
        tile -> Math.multiplyExact(covered(rows, tile.rows()), covered(columns, tile.columns())));
  }

  private static List<Tile> of(ToLongFunction<Tile> work) {
    long least = SHAPES.stream().mapToLong(work).min().orElseThrow();
    return SHAPES.stream().filter(tile -> work.applyAsLong(tile) < WASTE * least).toList();
  }

  private static long covered(long all, int part) {
    return Math.multiplyExact(Math.ceilDiv(all, part), part);
  }

  /**
   * The tiles to use, and for each the batch from which on it is the best: that with enough groups,
   * if that is not just where the next one has enough, too.
   *
   * @param smallest the smallest batch
   * @param enough the batch with {@link #ENOUGH_GROUPS}
   */
  static SequencedMap<Tile, Long> choose(
      List<Tile> tiles, long smallest, ToLongFunction<Tile> enough) {
    SequencedMap<Tile, Long> chosen = new LinkedHashMap<>();
    long next = MAX_BATCH;
    for (Tile tile : tiles) {
      boolean last = tile == tiles.getLast();
      long from = last ? smallest : Math.max(smallest, enough.applyAsLong(tile));
      if (last ? from < next : 2 * from <= next) {
        chosen.put(tile, from);
        next = from;
      }
    }
    return chosen;
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
