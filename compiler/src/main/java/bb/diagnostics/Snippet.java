package bb.diagnostics;

import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Diagnostic.Label;
import bb.source.Hidden;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Draws lines of one file with marks below them. */
final class Snippet {
  /** What is marked in one line, in offsets of that line. */
  private record Mark(int start, int end, String symbol, String text, Style style) {}

  /** The most lines of an edit that are shown. */
  private static final int EDIT_LINES = 8;

  private final int gutter;
  private final Style primaryStyle;
  private final boolean colour;

  /** {@code gutter} is the width of the largest line number. */
  Snippet(int gutter, Style primaryStyle, boolean colour) {
    this.gutter = gutter;
    this.primaryStyle = primaryStyle;
    this.colour = colour;
  }

  /** The place of {@code head}, then the lines of all labels, which are in the same file. */
  String labels(Span head, List<Label> labels, Label primary) {
    SourceFile file = head.file();
    Map<Integer, List<Mark>> marks = new TreeMap<>();
    for (Label label : labels) {
      boolean isPrimary = label.equals(primary);
      mark(marks, label, isPrimary ? "^" : "-", isPrimary ? primaryStyle : Style.SECONDARY);
    }
    var out = new StringBuilder();
    String place = file.path() + ":" + head.line() + ":" + head.column();
    out.append(" ".repeat(gutter + 1));
    out.append(Style.GUTTER.paint("┌─ ", colour)).append(visible(place)).append('\n');
    int last = -1;
    for (var entry : marks.entrySet()) {
      int line = entry.getKey();
      if (last > 0 && line == last + 2) {
        out.append(source(last + 1, file.lineText(last + 1), List.of()));
      } else if (last > 0 && line > last + 2) {
        out.append(" ".repeat(gutter + 1)).append(Style.GUTTER.paint("⋮", colour)).append('\n');
      }
      out.append(source(line, file.lineText(line), entry.getValue()));
      last = line;
    }
    return out.toString();
  }

  /** A label over several lines marks the first to its end, and the last, which has the text. */
  private static void mark(
      Map<Integer, List<Mark>> marks, Label label, String symbol, Style style) {
    Span span = label.span();
    SourceFile file = span.file();
    int first = span.line();
    int start = span.column() - 1;
    int last = file.line(span.end());
    int end = file.column(span.end()) - 1;
    if (last > first && end == 0) {
      last--;
      end = file.lineText(last).length();
    }
    if (first == last) {
      add(marks, first, new Mark(start, end, symbol, label.text(), style));
      return;
    }
    int firstEnd = Math.max(start, file.lineText(first).length());
    String text = file.lineText(last);
    int lastStart = Math.min(end, text.length() - text.stripLeading().length());
    add(marks, first, new Mark(start, firstEnd, symbol, "", style));
    add(marks, last, new Mark(lastStart, end, symbol, label.text(), style));
  }

  private static void add(Map<Integer, List<Mark>> marks, int line, Mark mark) {
    marks.computeIfAbsent(line, _ -> new ArrayList<>()).add(mark);
  }

  /** The lines that {@code edit} changes, as they would be, with what is new marked. */
  String edit(Edit edit) {
    Span span = edit.span();
    SourceFile file = span.file();
    String text = file.text();
    int lineStart = span.start() - span.column() + 1;
    int lineEnd = text.indexOf('\n', span.end());
    String before = text.substring(lineStart, span.start());
    String after = text.substring(span.end(), lineEnd < 0 ? text.length() : lineEnd);
    String[] lines = (before + edit.replacement() + after).split("\n", -1);
    String added = edit.replacement();
    int same = commonPrefix(span.text(), added);
    boolean inserts = added.endsWith(span.text().substring(same));
    int from = before.length() + (inserts ? same : 0);
    int to = before.length() + added.length() - (inserts ? span.text().length() - same : 0);
    String symbol = inserts ? "+" : "~";
    var out = new StringBuilder();
    int offset = 0;
    for (int i = 0; i < Math.min(lines.length, EDIT_LINES); i++) {
      int start = Math.max(0, from - offset);
      int end = Math.min(lines[i].length(), to - offset);
      boolean changed = start < end;
      List<Mark> marks =
          changed ? List.of(new Mark(start, end, symbol, "", Style.ADDED)) : List.of();
      out.append(source(span.line() + i, lines[i].stripTrailing(), marks));
      offset += lines[i].length() + 1;
    }
    return out.toString();
  }

  private static int commonPrefix(String a, String b) {
    int i = 0;
    while (i < Math.min(a.length(), b.length()) && a.charAt(i) == b.charAt(i)) {
      i++;
    }
    return i;
  }

  // ---- one line and its marks

  private String source(int number, String text, List<Mark> marks) {
    int focus = marks.stream().mapToInt(Mark::start).min().orElse(0);
    SourceLine line = SourceLine.of(text, focus);
    String shown = line.shown().isEmpty() ? "" : " " + line.shown();
    String margin = ("%" + gutter + "d │").formatted(number);
    var out = new StringBuilder(Style.GUTTER.paint(margin, colour)).append(shown).append('\n');
    for (Row row : rows(marks, line)) {
      out.append(Style.GUTTER.paint(" ".repeat(gutter + 1) + "│", colour));
      out.append(' ').append(row.render(colour)).append('\n');
    }
    return out.toString();
  }

  /**
   * The marks in one row, the text of the rightmost behind them if nothing is in its way; the other
   * texts below, from right to left, each hanging from its mark.
   */
  private static List<Row> rows(List<Mark> marks, SourceLine line) {
    if (marks.isEmpty()) {
      return List.of();
    }
    List<Row> rows = new ArrayList<>();
    var row = new Row();
    rows.add(row);
    // wide marks first, so that the narrow ones inside them stay visible, primary ones last
    marks.stream()
        .sorted(
            Comparator.comparing((Mark m) -> m.style() != Style.SECONDARY)
                .thenComparing(m -> m.start() - m.end()))
        .forEach(
            m -> row.put(line.column(m.start()), m.symbol().repeat(width(m, line)), m.style()));
    List<Mark> hanging =
        new ArrayList<>(
            marks.stream()
                .filter(m -> !m.text().isEmpty())
                .sorted(Comparator.comparingInt(Mark::start))
                .toList());
    if (!hanging.isEmpty()) {
      Mark last = hanging.getLast();
      if (line.column(last.start()) + width(last, line) == row.length()) {
        row.put(row.length() + 1, visible(last.text()), last.style());
        hanging.removeLast();
      }
    }
    while (!hanging.isEmpty()) {
      rows.add(connectors(hanging, line));
      Mark last = hanging.removeLast();
      Row text = connectors(hanging, line);
      text.put(line.column(last.start()), visible(last.text()), last.style());
      rows.add(text);
    }
    return rows;
  }

  private static Row connectors(List<Mark> marks, SourceLine line) {
    var row = new Row();
    marks.forEach(m -> row.put(line.column(m.start()), "│", m.style()));
    return row;
  }

  private static int width(Mark mark, SourceLine line) {
    return Math.max(1, line.column(mark.end()) - line.column(mark.start()));
  }

  /** Text that cannot harm the terminal. */
  static String visible(String text) {
    return Hidden.escape(text);
  }
}
