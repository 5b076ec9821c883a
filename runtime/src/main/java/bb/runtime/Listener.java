package bb.runtime;

/**
 * Is told what the parts of a prediction take, for {@link Options#listener(Listener)}. Its methods
 * are called while the prediction runs, one at a time, but not always by the caller's thread; what
 * they throw, the prediction throws.
 */
public interface Listener {
  /** The parts of a prediction. */
  enum Phase {
    /** Pictures are decoded, resized and normalised. */
    PREPARE,
    /** The first answer waits until the JIT has compiled the network's kernels. */
    WARM,
    /** The layers. */
    COMPUTE
  }

  /**
   * A step of the network has been computed.
   *
   * @param layers the layers that it computes, and where they stand: one of {@link Model#layers}. A
   *     layer that takes several steps comes as often, and so does each in a batch that is computed
   *     in parts
   * @param nanos how long it took
   */
  default void layer(String layers, long nanos) {}

  /** A phase is over. */
  default void phase(Phase phase, long nanos) {}
}
