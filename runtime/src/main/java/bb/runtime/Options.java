package bb.runtime;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/**
 * How a prediction is to be made; none of it changes what is answered. Immutable, so that one
 * object serves many calls: {@code Options.DEFAULT.threads(2).deadline(Duration.ofMillis(50))}.
 *
 * {@snippet class="bb.runtime.Snippets" region="options"}
 *
 * @param threads how many threads to use at the most; 0 means one per processor. What is little
 *     work runs on fewer, down to the caller's alone
 * @param executor whose threads help the caller's; the engine's own if there is none. One that is
 *     busy, or refuses, holds nothing up: the caller computes what nobody else does
 * @param deadline how long the prediction may take, from its call on; checked between layers, and
 *     while pictures are decoded
 * @param cancelled whether to stop; asked then, by any of the threads
 * @param listener is told what takes how long
 */
public record Options(
    int threads,
    Optional<Executor> executor,
    Optional<Duration> deadline,
    Optional<BooleanSupplier> cancelled,
    Optional<Listener> listener) {
  /** All processors, as long as it takes. */
  public static final Options DEFAULT =
      new Options(0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if {@code threads} is negative
   * @throws NullPointerException if anything is null
   */
  public Options {
    if (threads < 0) {
      throw new IllegalArgumentException("threads: " + threads);
    }
    Objects.requireNonNull(executor, "executor");
    Objects.requireNonNull(deadline, "deadline");
    Objects.requireNonNull(cancelled, "cancelled");
    Objects.requireNonNull(listener, "listener");
  }

  /** The same with at most that many threads; 0 for one per processor. */
  public Options threads(int most) {
    return new Options(most, executor, deadline, cancelled, listener);
  }

  /** The same with the threads of {@code helpers} instead of the engine's own. */
  public Options executor(Executor helpers) {
    return new Options(
        threads,
        Optional.of(Objects.requireNonNull(helpers, "helpers")),
        deadline,
        cancelled,
        listener);
  }

  /** The same with a deadline; one of zero or less has passed already. */
  public Options deadline(Duration most) {
    return new Options(
        threads, executor, Optional.of(Objects.requireNonNull(most, "most")), cancelled, listener);
  }

  /** The same with a question that stops the prediction: {@code future::isCancelled}. */
  public Options cancelledBy(BooleanSupplier question) {
    return new Options(
        threads,
        executor,
        deadline,
        Optional.of(Objects.requireNonNull(question, "question")),
        listener);
  }

  /** The same with a listener. */
  public Options listener(Listener told) {
    return new Options(
        threads, executor, deadline, cancelled, Optional.of(Objects.requireNonNull(told, "told")));
  }
}
