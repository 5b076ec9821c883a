package bb.source;

/**
 * A range of characters of one source file: {@code start} inclusive, {@code end} exclusive, offsets
 * in UTF-16 units. An empty span marks a place between two characters.
 */
public record Span(SourceFile file, int start, int end) {
  public Span {
    if (start < 0 || end < start || end > file.text().length()) {
      throw new IllegalArgumentException("span " + start + ".." + end + " lies outside " + file);
    }
  }

  public String text() {
    return file.text().substring(start, end);
  }

  /** The 1-based line of the first character. */
  public int line() {
    return file.line(start);
  }

  /** The 1-based column of the first character. */
  public int column() {
    return file.column(start);
  }

  /** The smallest span that covers this one and {@code other}, which is in the same file. */
  public Span to(Span other) {
    return new Span(file, Math.min(start, other.start), Math.max(end, other.end));
  }

  /** {@code resnet.bb:12}. */
  public String place() {
    return file.path() + ":" + line();
  }

  @Override
  public String toString() {
    return place() + ":" + column();
  }
}
