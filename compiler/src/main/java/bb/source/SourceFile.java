package bb.source;

import java.util.Arrays;

/**
 * The text of one {@code .bb} file and the path a reader knows it by. It never touches the file
 * system: whoever made it has read the text already.
 */
public final class SourceFile {
  private final String path;
  private final String text;
  private final int[] lineStarts;

  /** The line that was asked for last: what is found is often on one line, which may be long. */
  private volatile Line last = new Line(0, "");

  private record Line(int number, String text) {}

  public SourceFile(String path, String text) {
    this.path = path;
    this.text = text;
    this.lineStarts = lineStarts(text);
  }

  public String path() {
    return path;
  }

  public String text() {
    return text;
  }

  /** The span from offset {@code start} (inclusive) to {@code end} (exclusive), in UTF-16 units. */
  public Span span(int start, int end) {
    return new Span(this, start, end);
  }

  /** The 1-based line that holds {@code offset}. */
  public int line(int offset) {
    int found = Arrays.binarySearch(lineStarts, offset);
    return found >= 0 ? found + 1 : -found - 1;
  }

  /** The 1-based column of {@code offset} in its line, in UTF-16 units. */
  public int column(int offset) {
    return offset - lineStarts[line(offset) - 1] + 1;
  }

  public int lineCount() {
    return lineStarts.length;
  }

  /**
   * Whether a carriage return is at {@code offset} that no line feed follows. It ends a line, as
   * old editors have it, so that what is behind it is read; it is a mistake all the same.
   */
  public boolean isLoneReturn(int offset) {
    return isLoneReturn(text, offset);
  }

  private static boolean isLoneReturn(String text, int offset) {
    return text.charAt(offset) == '\r'
        && (offset + 1 == text.length() || text.charAt(offset + 1) != '\n');
  }

  /** The text of a 1-based line, without its line break. */
  public String lineText(int line) {
    Line known = last;
    if (known.number() == line) {
      return known.text();
    }
    int start = lineStarts[line - 1];
    int end = line < lineStarts.length ? lineStarts[line] : text.length();
    String found = text.substring(start, end).stripTrailing();
    last = new Line(line, found);
    return found;
  }

  @Override
  public String toString() {
    return path;
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[(int) text.chars().filter(c -> c == '\n' || c == '\r').count() + 1];
    int line = 1;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n' || isLoneReturn(text, i)) {
        starts[line++] = i + 1;
      }
    }
    return Arrays.copyOf(starts, line);
  }
}
