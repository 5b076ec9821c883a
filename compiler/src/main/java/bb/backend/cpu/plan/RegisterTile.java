package bb.backend.cpu.plan;

/**
 * Sums that a kernel keeps in registers.
 *
 * @param rows output pixels
 * @param vectors vectors of output channels
 */
public record RegisterTile(int rows, int vectors) {
  @Override
  public String toString() {
    return rows + "x" + vectors;
  }
}
