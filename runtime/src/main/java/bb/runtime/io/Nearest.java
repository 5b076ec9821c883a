package bb.runtime.io;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the name that was probably meant, by the compiler's rule: the smallest edit distance, case
 * aside, of at most a third of the name's length. It lives here because the runtime knows no
 * compiler class.
 */
public final class Nearest {
  private Nearest() {}

  /** The candidate that was probably meant. */
  public static Optional<String> to(String name, Collection<String> candidates) {
    String best = null;
    int bestDistance = limit(name) + 1;
    for (String candidate : candidates) {
      int distance = distance(name, candidate, bestDistance);
      if (distance < bestDistance
          || (distance == bestDistance && best != null && candidate.compareTo(best) < 0)) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** The largest distance at which a name still counts as meant. */
  static int limit(String name) {
    return Math.max(name.length() / 3, 1);
  }

  /** The edit distance of two names, case aside, or something larger than {@code limit}. */
  static int distance(String first, String second, int limit) {
    String a = first.toLowerCase(Locale.ROOT);
    String b = second.toLowerCase(Locale.ROOT);
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    Arrays.setAll(previous, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int smallest = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitute = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(substitute, Math.min(previous[j], row[j - 1]) + 1);
        if (transposed(a, b, i, j)) {
          row[j] = Math.min(row[j], beforePrevious[j - 2] + 1);
        }
        smallest = Math.min(smallest, row[j]);
      }
      // a later row is never smaller, but for a transposition that reaches one row back
      if (smallest > limit + 1) {
        return limit + 1;
      }
      int[] free = beforePrevious;
      beforePrevious = previous;
      previous = row;
      row = free;
    }
    return previous[b.length()];
  }

  private static boolean transposed(String a, String b, int i, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }
}
