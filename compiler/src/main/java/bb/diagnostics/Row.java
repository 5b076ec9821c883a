package bb.diagnostics;

import java.util.Arrays;

/**
 * A line of marks below a line of source: characters put at columns, the later over the earlier.
 */
final class Row {
  private char[] chars = new char[0];
  private Style[] styles = new Style[0];

  void put(int column, String text, Style style) {
    int end = column + text.length();
    if (end > chars.length) {
      int old = chars.length;
      chars = Arrays.copyOf(chars, end);
      styles = Arrays.copyOf(styles, end);
      Arrays.fill(chars, old, end, ' ');
      Arrays.fill(styles, old, end, Style.PLAIN);
    }
    text.getChars(0, text.length(), chars, column);
    Arrays.fill(styles, column, end, style);
  }

  int length() {
    return chars.length;
  }

  String render(boolean colour) {
    var out = new StringBuilder();
    int from = 0;
    for (int i = 1; i <= chars.length; i++) {
      if (i == chars.length || styles[i] != styles[from]) {
        out.append(styles[from].paint(new String(chars, from, i - from), colour));
        from = i;
      }
    }
    return out.toString();
  }
}
