package bb.runtime.engine;

import bb.runtime.Options;
import bb.runtime.PredictionStopped;
import bb.runtime.PredictionStopped.Reason;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** When a run is to end before its answer. */
public final class Stop {
  private final Thread caller;
  private final @Nullable BooleanSupplier cancelled;
  private final boolean timed;
  private final long end;

  private Stop(Thread caller, @Nullable BooleanSupplier cancelled, boolean timed, long end) {
    this.caller = caller;
    this.cancelled = cancelled;
    this.timed = timed;
    this.end = end;
  }

  /** For the calling thread, from now on. */
  public static Stop of(Options options) {
    boolean timed = options.deadline().isPresent();
    long end = timed ? System.nanoTime() + nanos(options.deadline().get()) : 0;
    return new Stop(Thread.currentThread(), options.cancelled().orElse(null), timed, end);
  }

  /** For half a century at the most, which a clock of 64 bits can add. */
  private static long nanos(Duration duration) {
    Duration most = Duration.ofDays(20_000);
    return duration.compareTo(most) > 0
        ? most.toNanos()
        : duration.isNegative() ? 0 : duration.toNanos();
  }

  /** Why it is to end now, or null. */
  public @Nullable Reason reason() {
    if (caller.isInterrupted()) {
      return Reason.INTERRUPTED;
    }
    if (timed && left() <= 0) {
      return Reason.DEADLINE;
    }
    return cancelled != null && cancelled.getAsBoolean() ? Reason.CANCELLED : null;
  }

  /**
   * Throws if it is to end now.
   *
   * @param network whose answer it was to be
   */
  public void check(String network) {
    check(network, reason());
  }

  /** Throws if there is a reason to. */
  public static void check(String network, @Nullable Reason reason) {
    if (reason != null) {
      throw new PredictionStopped(network, reason);
    }
  }

  /** The same options for what is yet to be done, of which the time until now is taken. */
  public Options rest(Options options) {
    return timed ? options.deadline(Duration.ofNanos(left())) : options;
  }

  /** Nanoseconds until then. */
  public long left() {
    return timed ? end - System.nanoTime() : Long.MAX_VALUE;
  }
}
