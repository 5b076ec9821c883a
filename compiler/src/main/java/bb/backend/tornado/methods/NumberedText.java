package bb.backend.tornado.methods;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Generated Java, taken apart at the literals of its ints.
 *
 * @param pieces the text before, between and after the numbers
 */
record NumberedText(List<String> pieces, List<Integer> numbers) {
  /** After it comes the size of an array, which is no argument. */
  private static final Pattern ARRAY = Pattern.compile(".*\\bnew \\w+\\[", Pattern.DOTALL);

  NumberedText {
    pieces = List.copyOf(pieces);
    numbers = List.copyOf(numbers);
  }

  static NumberedText of(String text) {
    List<String> pieces = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    int from = 0;
    int end = 0;
    for (int start = 0; start < text.length(); start = end) {
      end = start + 1;
      if (isWord(text.charAt(start))) {
        boolean digits = true;
        for (end = start; end < text.length() && isWord(text.charAt(end)); end++) {
          digits &= Character.isDigit(text.charAt(end));
        }
        if (digits && !isExponent(text, start) && !isArray(text, start)) {
          pieces.add(text.substring(from, start));
          numbers.add(Integer.parseInt(text, start, end, 10));
          from = end;
        }
      }
    }
    pieces.add(text.substring(from));
    return new NumberedText(pieces, numbers);
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

  /** Whether digits are the size of a new array. */
  private static boolean isArray(String text, int start) {
    return start > 0
        && text.charAt(start - 1) == '['
        && ARRAY.matcher(text.substring(text.lastIndexOf('\n', start) + 1, start)).matches();
  }

  /** Whether it differs in numbers only. */
  boolean isLike(NumberedText other) {
    return pieces.equals(other.pieces);
  }

  String whole() {
    return with(numbers.stream().map(String::valueOf).toList());
  }

  /** The text with other numbers. */
  String with(List<String> others) {
    StringBuilder text = new StringBuilder(pieces.getFirst());
    for (int i = 0; i < others.size(); i++) {
      text.append(others.get(i)).append(pieces.get(i + 1));
    }
    return text.toString();
  }
}
