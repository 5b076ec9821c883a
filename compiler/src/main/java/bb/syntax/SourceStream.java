package bb.syntax;

import bb.source.SourceFile;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A part of a source file as the lexer reads it. Positions are UTF-16 offsets in the whole file, as
 * in {@link bb.source.Span}, so the tokens of an interpolated expression need no shifting.
 */
final class SourceStream implements CharStream {
  private final SourceFile file;
  private final int start;
  private final int end;
  private int position;

  SourceStream(SourceFile file, int start, int end) {
    this.file = file;
    this.start = start;
    this.end = end;
    this.position = start;
  }

  @Override
  public void consume() {
    if (position >= end) {
      throw new IllegalStateException("cannot consume past the end");
    }
    position++;
  }

  @Override
  public int LA(int i) {
    int at = i > 0 ? position + i - 1 : position + i;
    if (i == 0 || at < start || at >= end) {
      return i == 0 ? 0 : EOF;
    }
    return file.isLoneReturn(at) ? '\n' : file.text().charAt(at);
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return position;
  }

  @Override
  public void seek(int index) {
    position = Math.min(index, end);
  }

  @Override
  public int size() {
    return end;
  }

  @Override
  public String getSourceName() {
    return file.path();
  }

  @Override
  public String getText(Interval interval) {
    int to = Math.min(interval.b + 1, end);
    return interval.a >= to ? "" : file.text().substring(interval.a, to);
  }
}
