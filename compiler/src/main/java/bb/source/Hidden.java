package bb.source;

import java.util.OptionalInt;
import java.util.function.IntPredicate;

/**
 * Characters that a reader cannot see, or that make text look otherwise than it is: controls,
 * formats (what overrides direction, what has no width), separators of lines and paragraphs, and
 * halves of surrogate pairs. Tabs and line breaks are none.
 */
public final class Hidden {
  private Hidden() {}

  public static boolean is(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL -> !isSpace(codePoint);
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static boolean isSpace(int codePoint) {
    return codePoint == '\t' || codePoint == '\n' || codePoint == '\r';
  }

  /** The first one in a name, which may not have tabs and line breaks either. */
  public static OptionalInt inName(String name) {
    return name.codePoints().filter(Hidden::isInName).findFirst();
  }

  private static boolean isInName(int codePoint) {
    return is(codePoint) || isSpace(codePoint);
  }

  /** {@code U+202E RIGHT-TO-LEFT OVERRIDE}. */
  public static String describe(int codePoint) {
    return "U+%04X %s".formatted(codePoint, Character.getName(codePoint));
  }

  /** The text with its hidden characters by their numbers: {@code <U+202E>}. */
  public static String escape(String text) {
    return escape(text, Hidden::is);
  }

  /** The same with its tabs and line breaks. */
  public static String escapeName(String name) {
    return escape(name, Hidden::isInName);
  }

  private static String escape(String text, IntPredicate escaped) {
    if (text.codePoints().noneMatch(escaped)) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    text.codePoints().forEach(c -> out.append(escaped.test(c) ? escape(c) : Character.toString(c)));
    return out.toString();
  }

  public static String escape(int codePoint) {
    return "<U+%04X>".formatted(codePoint);
  }
}
