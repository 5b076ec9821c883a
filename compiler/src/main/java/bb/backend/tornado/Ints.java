package bb.backend.tornado;

/** Expressions of ints without what changes nothing: no {@code + 0}, no {@code * 1}. */
final class Ints {
  private Ints() {}

  /** The sum of expressions. */
  static String sum(String... terms) {
    StringBuilder sum = new StringBuilder();
    for (String term : terms) {
      if (term.equals("0")) {
        continue;
      }
      if (sum.isEmpty()) {
        sum.append(term);
      } else if (term.startsWith("-")) {
        sum.append(" - ").append(term.substring(1));
      } else {
        sum.append(" + ").append(term);
      }
    }
    return sum.isEmpty() ? "0" : sum.toString();
  }

  /** {@code x + number}. */
  static String plus(String x, long number) {
    return sum(x, String.valueOf(number));
  }

  /** {@code x * factor}. */
  static String times(String x, long factor) {
    if (factor == 0 || x.equals("0")) {
      return "0";
    }
    return factor == 1 ? x : factor(x) + " * " + factor;
  }

  /** {@code x / divisor}, for what is not negative. */
  static String over(String x, long divisor) {
    return divisor == 1 || x.equals("0") ? x : factor(x) + " / " + divisor;
  }

  /** {@code x % divisor}, for what is not negative. */
  static String modulo(String x, long divisor) {
    return divisor == 1 || x.equals("0") ? "0" : factor(x) + " % " + divisor;
  }

  /** The expression as a factor: in parentheses if it is a sum. */
  private static String factor(String x) {
    int depth = 0;
    for (int i = 0; i < x.length(); i++) {
      switch (x.charAt(i)) {
        case '(' -> depth++;
        case ')' -> depth--;
        case '+', '-' -> {
          if (depth == 0) {
            return "(" + x + ")";
          }
        }
        default -> {}
      }
    }
    return x;
  }
}
