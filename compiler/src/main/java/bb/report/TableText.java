package bb.report;

import bb.report.TextTable.Align;
import java.util.List;
import java.util.OptionalInt;

/** One network as a table for the terminal. */
final class TableText {
  private TableText() {}

  static String render(Report report, OptionalInt depth) {
    TextTable table = columns();
    table.row("layer", "kind", "output", "field", "parameters", "multiply-adds", "line");
    table.rule();
    if (!report.layers().isEmpty()) {
      LayerTree.of(report)
          .leaves(depth.orElse(Integer.MAX_VALUE))
          .forEach(leaf -> row(table, leaf.path(), leaf.row()));
    }
    table.rule();
    table.row(
        "total",
        report.layers().size() + " layers",
        "",
        "",
        Numbers.exact(report.params().trainable()),
        Numbers.exact(report.macs()),
        "");
    return heading(report) + '\n' + table.render() + '\n' + lines(Summary.totals(report));
  }

  /** Path, kind, output, receptive field, parameters, multiply-adds, line. */
  static TextTable columns() {
    return new TextTable(
        Align.LEFT, Align.LEFT, Align.LEFT, Align.RIGHT, Align.RIGHT, Align.RIGHT, Align.RIGHT);
  }

  static void row(TextTable table, String name, LayerTree.Row row) {
    table.row(
        name,
        row.op(),
        row.output(),
        row.field(),
        count(row.params()),
        count(row.macs()),
        row.line());
  }

  static String heading(Report report) {
    return report.network() + " (" + report.file() + ")\n" + lines(Summary.tensors(report));
  }

  static String lines(List<Summary.Line> lines) {
    TextTable table = new TextTable(Align.LEFT, Align.LEFT);
    lines.forEach(line -> table.row(line.name(), line.text()));
    return table.render();
  }

  /** Nothing reads as nothing: most layers have no parameters. */
  private static String count(long number) {
    return number == 0 ? "–" : Numbers.exact(number);
  }
}
