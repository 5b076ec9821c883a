package bb.runtime;

import java.util.Objects;

/**
 * A prediction ended before its answer, as the caller wanted it: its deadline has passed, it was
 * cancelled, or the calling thread was interrupted (and still is). The model is as good as before.
 */
public final class PredictionStopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why it ended. */
  public enum Reason {
    /** {@link Options#deadline} has passed. */
    DEADLINE("its deadline has passed"),
    /** {@link Options#cancelled} has said so. */
    CANCELLED("it was cancelled"),
    /** {@link Thread#isInterrupted} of the calling thread, which stays set. */
    INTERRUPTED("its thread was interrupted");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  /** Of the network of that name. */
  public PredictionStopped(String network, Reason reason) {
    super(
        "`"
            + Visible.line(Objects.requireNonNull(network, "network"))
            + "` gave no answer: "
            + Objects.requireNonNull(reason, "reason").text);
    this.reason = reason;
  }

  /** Why it ended. */
  public Reason reason() {
    return reason;
  }
}
