package bb.backend.cpu.plan;

/**
 * What users may decide of how a network is computed.
 *
 * @param winograd whether convolutions may be computed by fewer multiplications than they have, the
 *     rounding errors of which are a few times larger
 */
public record PlanOptions(boolean winograd) {
  public static final PlanOptions DEFAULT = new PlanOptions(true);
}
