package bb.diagnostics;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant. */
public final class Suggest {
  /** Characters of a name that a suggestion is made for: a longer one is not a slip of the hand. */
  private static final int LONGEST = 64;

  /** Candidates of about its length that a name is compared with, at the most. */
  private static final int COMPARED = 2_000;

  private Suggest() {}

  /**
   * The candidate nearest to {@code name}: one that differs in case or underscores only, else the
   * smallest edit distance of at most a third of the name's length. A name of one or two letters is
   * near to nothing but itself in another case.
   */
  public static Optional<String> nearest(String name, Collection<String> candidates) {
    List<String> ranked = ranked(name, candidates);
    return ranked.isEmpty() ? Optional.empty() : Optional.of(ranked.getFirst());
  }

  /** All candidates near enough to {@code name}, the nearest first. */
  public static List<String> ranked(String name, Collection<String> candidates) {
    if (name.length() > LONGEST) {
      return List.of();
    }
    int limit = name.length() / 3;
    String folded = folded(name);
    return candidates.stream()
        .distinct()
        .filter(c -> !c.equals(name) && name.length() > 1)
        .filter(c -> Math.abs(folded(c).length() - folded.length()) <= limit)
        .limit(COMPARED)
        .filter(c -> distance(folded, folded(c)) <= limit)
        .sorted(
            Comparator.comparingInt((String c) -> distance(folded, folded(c)))
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }

  /**
   * Whether {@code name} is a slip of the pen for {@code candidate}: it differs in case or
   * underscores, or by one letter. {@code conv2d} is none for {@code conv1d}: a number is meant.
   */
  public static boolean isSlip(String name, String candidate) {
    return distance(folded(name), folded(candidate)) <= 1
        && name.replaceAll("\\D", "").equals(candidate.replaceAll("\\D", ""));
  }

  private static String folded(String name) {
    return name.replace("_", "").toLowerCase(Locale.ROOT);
  }

  /** Damerau-Levenshtein distance with adjacent transpositions (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int substitution = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(substitution, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
