package bb.backend.tornado.methods;

import bb.backend.tornado.index.Neutral;
import java.util.ArrayList;
import java.util.List;

/**
 * Generated Java, taken apart at the literals of its ints.
 *
 * @param marked the text, with marks around what may be left out
 * @param pieces the text before, between and after the numbers
 * @param neutral for each number whether it is in what changes nothing, and so may be left out
 */
record NumberedText(
    String marked, List<String> pieces, List<Integer> numbers, List<Boolean> neutral) {
  /** What an array is made by, and its type. */
  private static final String NEW = "new ";

  NumberedText {
    pieces = List.copyOf(pieces);
    numbers = List.copyOf(numbers);
    neutral = List.copyOf(neutral);
  }

  static NumberedText of(String marked) {
    String text = marked.replace(Neutral.NEUTRAL, Neutral.NEEDED);
    List<String> pieces = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    List<Boolean> neutral = new ArrayList<>();
    boolean isNeutral = false;
    char[] chars = text.toCharArray();
    int from = 0;
    for (int start = 0; start < chars.length; start++) {
      if (chars[start] == Neutral.NEEDED || chars[start] == Neutral.END) {
        isNeutral = marked.charAt(start) == Neutral.NEUTRAL;
      }
      if (isDigit(chars[start]) && (start == 0 || !isWord(chars[start - 1]))) {
        int end = start + 1;
        while (end < chars.length && isDigit(chars[end])) {
          end++;
        }
        boolean whole = end == chars.length || !isWord(chars[end]);
        if (whole && !isExponent(text, start) && !isArray(text, start)) {
          pieces.add(text.substring(from, start));
          numbers.add(Integer.parseInt(text, start, end, 10));
          neutral.add(isNeutral);
          from = end;
        }
        start = end - 1;
      }
    }
    pieces.add(text.substring(from));
    return new NumberedText(marked, pieces, numbers, neutral);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether it is part of a name, or of a number of any kind. */
  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '.';
  }

  /** Whether digits are those after {@code 1e-}. */
  private static boolean isExponent(String text, int start) {
    return start > 2
        && "+-".indexOf(text.charAt(start - 1)) >= 0
        && "eE".indexOf(text.charAt(start - 2)) >= 0
        && "0123456789.".indexOf(text.charAt(start - 3)) >= 0;
  }

  /** Whether digits are the size of a new array, which is no argument. */
  private static boolean isArray(String text, int start) {
    if (start == 0 || text.charAt(start - 1) != '[') {
      return false;
    }
    int type = start - 1;
    while (type > 0 && isWord(text.charAt(type - 1))) {
      type--;
    }
    return text.startsWith(NEW, type - NEW.length());
  }

  /** The text, without what changes nothing. */
  String whole() {
    return Neutral.alone(marked);
  }

  /** Whether it differs in numbers only. */
  boolean isLike(NumberedText other) {
    return pieces.equals(other.pieces);
  }

  /** The text with other numbers, and without what has {@link Neutral#LEFT_OUT} as one. */
  String with(List<String> others) {
    StringBuilder text = new StringBuilder(pieces.getFirst());
    for (int i = 0; i < others.size(); i++) {
      text.append(others.get(i)).append(pieces.get(i + 1));
    }
    return Neutral.resolve(text.toString());
  }
}
