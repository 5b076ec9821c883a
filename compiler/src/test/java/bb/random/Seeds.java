package bb.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Assertions;

/**
 * The seeds of random tests: the same in every build, {@code -Dbb.seed=N} begins with another, and
 * {@code -Dbb.seeds=N} makes it more or fewer.
 */
public final class Seeds {
  private static final int MOST_FAILURES = 20;

  private Seeds() {}

  /**
   * Checks some seeds, and says of all that fail how to run them alone.
   *
   * @param count how many, unless the command line says otherwise
   * @param complaint what is wrong with a seed; empty if nothing is
   */
  public static void check(int count, LongFunction<String> complaint) {
    long first = Long.getLong("bb.seed", 1);
    long end = first + Long.getLong("bb.seeds", count);
    List<String> failures = new ArrayList<>();
    for (long seed = first; seed < end && failures.size() < MOST_FAILURES; seed++) {
      String found;
      try {
        found = complaint.apply(seed);
      } catch (RuntimeException | AssertionError e) {
        found = e.toString();
      }
      if (!found.isEmpty()) {
        failures.add("-Dbb.seed=%d -Dbb.seeds=1: %s".formatted(seed, found));
      }
    }
    Assertions.assertEquals("", String.join("\n", failures));
  }
}
