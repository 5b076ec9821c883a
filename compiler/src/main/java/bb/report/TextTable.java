package bb.report;

import java.util.ArrayList;
import java.util.List;

/** Lays cells out in columns, two spaces apart; a column's alignment is the caller's choice. */
public final class TextTable {
  /** On which side of its column a cell stands. */
  public enum Align {
    LEFT,
    RIGHT
  }

  private static final List<String> RULE = List.of();

  private final List<Align> columns;
  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(Align... columns) {
    this.columns = List.of(columns);
  }

  /** Adds a row; it has as many cells as there are columns. */
  public TextTable row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** Adds a line across the table. */
  public TextTable rule() {
    rows.add(RULE);
    return this;
  }

  /** The lines of the table. */
  public String render() {
    int[] widths = new int[columns.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    int total = 2 * (columns.size() - 1);
    for (int width : widths) {
      total += width;
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      text.append(row.isEmpty() ? "─".repeat(total) : line(row, widths)).append('\n');
    }
    return text.toString();
  }

  private String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      String cell = row.get(i);
      String space = " ".repeat(widths[i] - width(cell));
      line.append(columns.get(i) == Align.LEFT ? cell + space : space + cell).append("  ");
    }
    return line.toString().stripTrailing();
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
