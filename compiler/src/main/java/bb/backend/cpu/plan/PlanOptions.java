package bb.backend.cpu.plan;

/**
 * What may be decided of how a network is computed.
 *
 * @param winograd whether convolutions may be computed by fewer multiplications than they have, the
 *     rounding errors of which are a few times larger
 * @param segment floats of an array of weights, unless a step alone needs more; less than there may
 *     be only in tests
 */
public record PlanOptions(boolean winograd, long segment) {
  /** The largest array index there is, less room for alignment. */
  public static final long LARGEST = Integer.MAX_VALUE - 64L;

  public static final PlanOptions DEFAULT = new PlanOptions(true);

  public PlanOptions(boolean winograd) {
    this(winograd, LARGEST);
  }

  /** The same with smaller segments. */
  public PlanOptions withSegments(long floats) {
    return new PlanOptions(winograd, floats);
  }
}
