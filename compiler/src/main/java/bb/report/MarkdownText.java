package bb.report;

import java.util.OptionalInt;

/** One network as GitHub-flavoured Markdown. */
final class MarkdownText {
  private MarkdownText() {}

  static String render(Report report, OptionalInt depth) {
    StringBuilder text = new StringBuilder("## " + report.network() + "\n\n");
    Summary.tensors(report).forEach(line -> item(text, line));
    Summary.totals(report).forEach(line -> item(text, line));
    text.append("\n| layer | kind | output | receptive field | parameters | multiply-adds |\n");
    text.append("| --- | --- | --- | ---: | ---: | ---: |\n");
    if (!report.layers().isEmpty()) {
      LayerTree.of(report)
          .leaves(depth.orElse(Integer.MAX_VALUE))
          .forEach(leaf -> row(text, leaf.path(), leaf.row()));
    }
    return text.append(
            "| **total** | | | | %s | %s |\n"
                .formatted(
                    Numbers.exact(report.params().trainable()), Numbers.exact(report.macs())))
        .toString();
  }

  private static void item(StringBuilder text, Summary.Line line) {
    text.append("- ").append(line.name()).append(": ").append(line.text()).append('\n');
  }

  /** A cell of code, which a label can neither end nor divide. */
  private static String code(String path) {
    String text = path.replace("|", "\\|");
    return text.contains("`") ? "`` " + text.replace("``", "` `") + " ``" : "`" + text + "`";
  }

  private static void row(StringBuilder text, String path, LayerTree.Row row) {
    text.append(
        "| %s | %s | %s | %s | %s | %s |\n"
            .formatted(
                code(path),
                row.op(),
                row.output(),
                row.field(),
                Numbers.exact(row.params()),
                Numbers.exact(row.macs())));
  }
}
