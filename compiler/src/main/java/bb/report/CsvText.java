package bb.report;

import bb.report.Report.Layer;
import bb.source.Hidden;
import bb.types.Shape;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports as comma-separated values (RFC 4180): a head, and a row for each layer of each network,
 * with plain numbers in every locale. What a spreadsheet would take for a formula, as a label may
 * be one, begins with an apostrophe.
 */
final class CsvText {
  private static final String END = "\r\n";

  private CsvText() {}

  static String render(List<Report> reports) {
    StringBuilder text = new StringBuilder();
    row(
        text,
        Stream.of(
            "network",
            "path",
            "kind",
            "shape",
            "params",
            "macs",
            "bytes",
            "receptive_field",
            "file",
            "line"));
    for (Report report : reports) {
      report.layers().forEach(layer -> row(text, cells(report, layer)));
    }
    return text.toString();
  }

  private static Stream<String> cells(Report report, Layer layer) {
    return Stream.of(
        report.network(),
        layer.path(),
        layer.op(),
        shape(layer.output()),
        String.valueOf(layer.params()),
        String.valueOf(layer.macs()),
        String.valueOf(layer.bytes()),
        field(layer.field()),
        report.file(),
        String.valueOf(layer.line()));
  }

  /** {@code 64x112x112}. */
  private static String shape(Shape shape) {
    return shape.dims().stream().map(String::valueOf).collect(Collectors.joining("x"));
  }

  /** {@code 483}, {@code 7x1}, {@code all}. */
  private static String field(ReceptiveField field) {
    return field.size().replace("×", "x").replace("∞", "all");
  }

  private static void row(StringBuilder text, Stream<String> cells) {
    text.append(cells.map(CsvText::cell).collect(Collectors.joining(","))).append(END);
  }

  private static String cell(String raw) {
    String visible = Hidden.escape(raw);
    boolean formula = !visible.isEmpty() && "=+-@".indexOf(visible.charAt(0)) >= 0;
    String text = formula ? "'" + visible : visible;
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
