package bb.backend.tornado.index;

import java.util.regex.Pattern;

/**
 * Marks around what changes nothing in one kernel and something in another, such as {@code * 1}
 * beside {@code * 2}: in a method that both share it is written, and where nobody needs it, it is
 * left out.
 */
public final class Neutral {
  /** Before what changes something. */
  public static final char NEEDED = '\u00ab';

  /** Before what changes nothing. */
  public static final char NEUTRAL = '\u2039';

  /** After either. */
  public static final char END = '\u00bb';

  /** Stands for a number in what is left out. */
  public static final String LEFT_OUT = "\u2205";

  private static final Pattern MARK = Pattern.compile("[" + NEEDED + NEUTRAL + END + "]");

  private static final Pattern SPARE =
      Pattern.compile("%1$s[^%2$s]*%3$s[^%2$s]*%2$s".formatted(NEEDED, END, LEFT_OUT));

  private static final Pattern OWN = Pattern.compile("%s[^%s]*%2$s".formatted(NEUTRAL, END));

  private Neutral() {}

  /**
   * Marks a part of a text that has a number in it.
   *
   * @param isNeutral whether it changes nothing here
   */
  static String mark(String part, boolean isNeutral) {
    return (isNeutral ? NEUTRAL : NEEDED) + part + END;
  }

  /** The text of a kernel that shares nothing. */
  public static String alone(String text) {
    return without(OWN, text);
  }

  /**
   * The text of a method, without the parts that have {@link #LEFT_OUT} in them; all are marked as
   * needed.
   */
  public static String resolve(String text) {
    return without(SPARE, text);
  }

  private static String without(Pattern part, String text) {
    return text.indexOf(END) < 0
        ? text
        : MARK.matcher(part.matcher(text).replaceAll("")).replaceAll("");
  }
}
