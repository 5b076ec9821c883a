package bb.backend.cpu.plan;

import bb.runtime.cpu.Packing;
import bb.runtime.cpu.Tile;

/** The numbers of register-blocked matrix products, which several forms are made of. */
public final class Products {
  /** Vectors of a tile. */
  static final int VECTORS = 2;

  /** What gathering a float costs, in multiply-adds: a vector is read and written in a cycle. */
  private static final long GATHER = 2;

  private Products() {}

  /** Two vectors of output channels by as many rows as there are registers for. */
  public static RegisterTile tile(Width width) {
    return new RegisterTile(width == Width.BITS_512 ? 14 : 6, VECTORS);
  }

  /** Gathered rows, and a tile for the sums and each side. */
  static long scratch(Width width, int sides) {
    long rows = 8L * tile(width).rows() * Tile.ROW_STRIDE;
    return rows + (1L + sides) * 16 * Packing.ALIGNMENT;
  }

  /**
   * What a product of {@code rows x depth} by {@code depth x columns} costs in whole tiles, and to
   * gather its rows.
   */
  static long cost(long rows, long depth, long columns, Width width) {
    RegisterTile tile = tile(width);
    long across = (long) tile.vectors() * width.lanes();
    long whole = Math.ceilDiv(rows, tile.rows()) * tile.rows();
    long panels = Math.ceilDiv(columns, across) * across;
    return whole * depth * (panels + GATHER);
  }
}
