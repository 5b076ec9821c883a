package bb.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What working on one text may take. Steps are counted by the compiler. Bytes are those that the
 * thread allocates, at most so many for each step and each character: what is worse than linear
 * goes beyond, and so does what repeats itself. The time is the processor's, for this thread, with
 * a margin that a busy machine does not use up; it catches what runs without allocating.
 */
final class Allowance {
  private static final long BYTES = 64 << 20;
  private static final long BYTES_PER_STEP = 8 << 10;
  private static final long BYTES_PER_CHARACTER = 4 << 10;
  private static final long NANOS = 60_000_000_000L;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final long bytes = threads.getCurrentThreadAllocatedBytes();
  private final long nanos = threads.getCurrentThreadCpuTime();

  /** Fails if more was taken since this was made. */
  void check(long steps, long characters) {
    long allocated = threads.getCurrentThreadAllocatedBytes() - bytes;
    long allowed = BYTES + BYTES_PER_STEP * steps + BYTES_PER_CHARACTER * characters;
    assertTrue(
        allocated <= allowed,
        () ->
            "%,d bytes allocated for %,d characters in %,d steps; %,d were allowed"
                .formatted(allocated, characters, steps, allowed));
    long took = threads.getCurrentThreadCpuTime() - nanos;
    assertTrue(took <= NANOS, () -> took / 1_000_000 + " ms of this thread's time");
  }
}
