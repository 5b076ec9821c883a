package bb.runtime;

import java.util.Objects;

/**
 * Makes text that comes from a file or a file's name fit for a terminal and for one line of a
 * message. All that running networks print of such text goes through here; the compiler, which this
 * package does not know, has the same rule for sources.
 */
public final class Visible {
  /** Longer lines are cut. */
  private static final int MAX_LENGTH = 500;

  private static final String CUT = " … ";

  private Visible() {}

  /**
   * One line: what would move the cursor, change the direction of the text or not be seen is {@code
   * U+FFFD}, and what is longer than a reader can take in lacks its middle.
   */
  public static String line(String text) {
    return cut(replaced(text, false));
  }

  /** The same for each line of a text. */
  public static String lines(String text) {
    return replaced(text, true);
  }

  private static String replaced(String text, boolean lines) {
    StringBuilder out = new StringBuilder();
    Objects.requireNonNull(text, "text")
        .codePoints()
        .forEach(c -> {
          if (isHarmful(c) && !(lines && c == '\n')) {
            out.append("<U+%04X>".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  /** Whether a code point does something other than to be seen. */
  private static boolean isHarmful(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static String cut(String line) {
    if (line.length() <= MAX_LENGTH) {
      return line;
    }
    int kept = (MAX_LENGTH - CUT.length()) / 2;
    int head = Character.isHighSurrogate(line.charAt(kept - 1)) ? kept - 1 : kept;
    int tail = line.length() - kept;
    tail = Character.isLowSurrogate(line.charAt(tail)) ? tail + 1 : tail;
    return line.substring(0, head) + CUT + line.substring(tail);
  }
}
