package bb.diagnostics;

import bb.source.Hidden;

/**
 * A line of source as a terminal shows it: tabs are four spaces, hidden characters are written by
 * their numbers, a very long line is cut to what surrounds the place of interest. Knows in which
 * column of the terminal each of its characters stands.
 */
final class SourceLine {
  private static final String TAB = "    ";
  private static final int LONGEST = 160;
  private static final int BEFORE = 60;

  private final StringBuilder shown = new StringBuilder();
  private final int from;
  private final int[] columns;

  private SourceLine(int from, int to) {
    this.from = from;
    columns = new int[to - from + 1];
  }

  /** {@code focus} is the offset in {@code text} that must stay visible. */
  static SourceLine of(String text, int focus) {
    int from = text.length() <= LONGEST ? 0 : Math.max(0, Math.min(focus, text.length()) - BEFORE);
    int to = text.length() <= LONGEST ? text.length() : Math.min(text.length(), from + LONGEST);
    var line = new SourceLine(from, to);
    int column = line.append(from > 0 ? "…" : "", 0);
    for (int i = from; i < to; ) {
      int c = text.codePointAt(i);
      int next = Math.min(to, i + Character.charCount(c));
      for (int k = i; k < next; k++) {
        line.columns[k - from] = column;
      }
      column = line.append(visible(c), column);
      i = next;
    }
    line.columns[to - from] = column;
    line.append(to < text.length() ? "…" : "", column);
    return line;
  }

  private int append(String text, int column) {
    shown.append(text);
    return column + text.codePoints().map(SourceLine::width).sum();
  }

  String shown() {
    return shown.toString();
  }

  /** The column of the terminal at which the character at {@code offset} begins. */
  int column(int offset) {
    return columns[Math.clamp(offset - from, 0, columns.length - 1)];
  }

  private static String visible(int c) {
    if (c == '\t') {
      return TAB;
    }
    return Hidden.is(c) || Character.isISOControl(c) ? Hidden.escape(c) : Character.toString(c);
  }

  /** How many columns a character takes: none if it combines, two if it is wide. */
  static int width(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(c) ? 2 : 1;
    };
  }

  /** East Asian wide and full-width characters, and emoji. */
  private static boolean isWide(int c) {
    return c >= 0x1100 && c <= 0x115F
        || c >= 0x2E80 && c <= 0xA4CF
        || c >= 0xAC00 && c <= 0xD7A3
        || c >= 0xF900 && c <= 0xFAFF
        || c >= 0xFE30 && c <= 0xFE6F
        || c >= 0xFF00 && c <= 0xFF60
        || c >= 0xFFE0 && c <= 0xFFE6
        || c >= 0x1F300 && c <= 0x1FAFF
        || c >= 0x20000 && c <= 0x3FFFD;
  }
}
