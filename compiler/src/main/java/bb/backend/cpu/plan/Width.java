package bb.backend.cpu.plan;

/**
 * How long the vectors of a machine are. It is known only where a model is loaded, so that what
 * depends on it is decided for each width.
 */
public enum Width {
  BITS_128,
  BITS_256,
  BITS_512;

  /** Floats in a vector. */
  public int lanes() {
    return 4 << ordinal();
  }

  /** Vectors that the processor holds in registers. */
  public int registers() {
    return this == BITS_512 ? 32 : 16;
  }
}
