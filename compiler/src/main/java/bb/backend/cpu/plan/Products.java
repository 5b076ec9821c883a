package bb.backend.cpu.plan;

import bb.runtime.cpu.Blocking;
import bb.runtime.cpu.Packing;

/** The numbers of register-blocked matrix products, which several forms are made of. */
public final class Products {
  /** Vectors of a tile. */
  static final int VECTORS = 2;

  /** What gathering a float costs, in multiply-adds: a vector is read and written in a cycle. */
  private static final long GATHER = 2;

  private Products() {}

  /** Two vectors of output channels by a few rows. */
  public static RegisterTile tile(Width width) {
    return new RegisterTile(width == Width.BITS_512 ? 7 : 6, VECTORS);
  }

  /**
   * Gathered rows, and a tile for the sums and each side.
   *
   * @param gathered whether the rows are not read where they lie
   */
  static long scratch(long depth, boolean gathered, Width width, int sides) {
    Blocking blocking = Blocking.of(Math.toIntExact(depth), tile(width).rows());
    return (gathered ? blocking.gathered() : 0) + (1L + sides) * 16 * Packing.ALIGNMENT;
  }

  /**
   * What a product of {@code rows x depth} by {@code depth x columns} costs in whole tiles, and to
   * gather its rows. The last panel is as narrow as a vector if that is enough.
   */
  static long cost(long rows, long depth, long columns, boolean gathered, Width width) {
    long across = Math.ceilDiv(columns, width.lanes()) * width.lanes();
    return rows * depth * (across + (gathered ? GATHER : 0));
  }
}
