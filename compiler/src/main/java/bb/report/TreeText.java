package bb.report;

import java.util.List;
import java.util.OptionalInt;

/** One network as the tree of its names. */
final class TreeText {
  private TreeText() {}

  static String render(Report report, OptionalInt depth) {
    TextTable table = TableText.columns();
    table.row("", "kind", "output", "field", "parameters", "multiply-adds", "line");
    if (!report.layers().isEmpty()) {
      LayerTree root = LayerTree.of(report);
      TableText.row(table, report.network(), root.row());
      below(table, root.children(), "", depth.orElse(Integer.MAX_VALUE));
    }
    return TableText.heading(report)
        + '\n'
        + table.render()
        + '\n'
        + TableText.lines(Summary.totals(report));
  }

  private static void below(TextTable table, List<LayerTree> nodes, String indent, int depth) {
    if (depth <= 0) {
      return;
    }
    for (int i = 0; i < nodes.size(); i++) {
      boolean last = i == nodes.size() - 1;
      LayerTree node = nodes.get(i);
      TableText.row(table, indent + (last ? "└─ " : "├─ ") + node.name(), node.row());
      below(table, node.children(), indent + (last ? "   " : "│  "), depth - 1);
    }
  }
}
