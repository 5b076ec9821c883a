package bb.backend.tornado.index;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Expressions of ints without what changes nothing: no {@code + 0}, no {@code * 1}. */
public final class Ints {
  /** What ends with a number as its factor. */
  private static final Pattern PRODUCT = Pattern.compile("(.*) \\* (\\d{1,9})");

  private Ints() {}

  /** The sum of expressions. */
  public static String sum(String... terms) {
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
  public static String plus(String x, long number) {
    return sum(x, String.valueOf(number));
  }

  /** {@code x * factor}. */
  public static String times(String x, long factor) {
    if (factor == 0 || x.equals("0")) {
      return "0";
    }
    if (factor == 1) {
      return x;
    }
    Matcher product = PRODUCT.matcher(x);
    if (!isSum(x) && product.matches()) {
      long both = Long.parseLong(product.group(2)) * factor;
      if (both <= Integer.MAX_VALUE) {
        return product.group(1) + " * " + both;
      }
    }
    return factor(x) + " * " + factor;
  }

  /** {@code x / divisor}, for what is not negative. */
  public static String over(String x, long divisor) {
    return divisor == 1 || x.equals("0") ? x : factor(x) + " / " + divisor;
  }

  /** {@code x % divisor}, for what is not negative. */
  public static String modulo(String x, long divisor) {
    return divisor == 1 || x.equals("0") ? "0" : factor(x) + " % " + divisor;
  }

  /** The expression as a factor: in parentheses if it is a sum. */
  private static String factor(String x) {
    return isSum(x) ? "(" + x + ")" : x;
  }

  private static boolean isSum(String x) {
    int depth = 0;
    for (int i = 0; i < x.length(); i++) {
      char c = x.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if ((c == '+' || c == '-') && depth == 0) {
        return true;
      }
    }
    return false;
  }
}
