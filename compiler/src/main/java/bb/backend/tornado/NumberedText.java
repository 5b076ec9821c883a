package bb.backend.tornado;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Generated Java, taken apart at the literals of its ints.
 *
 * @param pieces the text before, between and after the numbers
 */
record NumberedText(List<String> pieces, List<Integer> numbers) {
  /**
   * What is no part of a name or of another kind of number, such as the exponent of {@code 1e-5}.
   * The size of an array is no argument.
   */
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.$])(?<!\\d[eE][-+])(?<!new \\w{1,9}\\[)\\d+(?![\\w.])");

  NumberedText {
    pieces = List.copyOf(pieces);
    numbers = List.copyOf(numbers);
  }

  static NumberedText of(String text) {
    List<String> pieces = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    int from = 0;
    for (MatchResult number : NUMBER.matcher(text).results().toList()) {
      pieces.add(text.substring(from, number.start()));
      numbers.add(Integer.parseInt(number.group()));
      from = number.end();
    }
    pieces.add(text.substring(from));
    return new NumberedText(pieces, numbers);
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
