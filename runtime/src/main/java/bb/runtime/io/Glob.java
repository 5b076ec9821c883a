package bb.runtime.io;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pattern of names: {@code *} is any text, {@code ?} a character. Of several ways to match, each
 * star from the left takes as little as it can.
 */
record Glob(String pattern) {
  /** Longer names match nothing; none has a thousand characters. */
  private static final int LONGEST = 1_000;

  static boolean isPattern(String text) {
    return text.indexOf('*') >= 0 || text.indexOf('?') >= 0;
  }

  static long stars(String text) {
    return text.chars().filter(c -> c == '*').count();
  }

  boolean matches(String name) {
    return match(name).isPresent();
  }

  /** What each star stands for, or empty if the name does not match. */
  Optional<List<String>> match(String name) {
    if (name.length() > LONGEST || pattern.length() > LONGEST) {
      return Optional.empty();
    }
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    int at = 0;
    int in = 0;
    int star = -1;
    while (at < name.length() || in < pattern.length()) {
      char wanted = in < pattern.length() ? pattern.charAt(in) : 0;
      if (wanted == '*') {
        star = in++;
        begins.add(at);
        ends.add(at);
      } else if (at < name.length() && in < pattern.length() && fits(wanted, name.charAt(at))) {
        at++;
        in++;
      } else if (star >= 0 && ends.getLast() < name.length()) {
        // the last star takes one more character; those before it need not
        at = ends.getLast() + 1;
        ends.set(ends.size() - 1, at);
        in = star + 1;
      } else {
        return Optional.empty();
      }
    }
    List<String> taken = new ArrayList<>();
    for (int i = 0; i < begins.size(); i++) {
      taken.add(name.substring(begins.get(i), ends.get(i)));
    }
    return Optional.of(taken);
  }

  private static boolean fits(char wanted, char found) {
    return wanted == '?' || wanted == found;
  }
}
