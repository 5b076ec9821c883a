package bb.report;

import bb.report.TextTable.Align;
import bb.source.Hidden;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The formats of a sweep: a row for each combination. */
public final class SweepText {
  private static final List<String> HEADINGS =
      List.of("parameters", "multiply-adds", "activations", "weights");
  private static final List<String> COLUMNS =
      List.of("params", "macs", "peak_bytes", "weight_bytes", "error");

  private SweepText() {}

  /** For a terminal. */
  public static String table(Sweep sweep) {
    List<Align> columns = new ArrayList<>(Collections.nCopies(sweep.names().size(), Align.LEFT));
    columns.addAll(Collections.nCopies(HEADINGS.size(), Align.RIGHT));
    columns.add(Align.LEFT);
    TextTable table = new TextTable(columns.toArray(Align[]::new));
    table.row(cells(sweep.names(), HEADINGS, ""));
    table.rule();
    for (Sweep.Row row : sweep.rows()) {
      table.row(cells(row.values(), counts(row), failure(row)));
    }
    return Hidden.escape(sweep.network() + " (" + sweep.file() + ")\n" + table.render());
  }

  /** For a README. */
  public static String markdown(Sweep sweep) {
    StringBuilder text = new StringBuilder("## " + sweep.network() + "\n\n");
    text.append(line(sweep.names(), HEADINGS, "").replaceFirst(" \\|\n$", "|\n"));
    text.append("|").append(" --- |".repeat(sweep.names().size()));
    text.append(" ---: |".repeat(HEADINGS.size())).append(" --- |\n");
    for (Sweep.Row row : sweep.rows()) {
      text.append(line(row.values(), counts(row), failure(row)));
    }
    return Hidden.escape(text.toString());
  }

  private static String line(List<String> names, List<String> counts, String failure) {
    return Stream.of(cells(names, counts, failure))
        .map(cell -> cell.replace("|", "\\|").replace("<", "&lt;"))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String[] cells(List<String> names, List<String> counts, String failure) {
    return Stream.of(names, counts, List.of(failure)).flatMap(List::stream).toArray(String[]::new);
  }

  private static List<String> counts(Sweep.Row row) {
    return row.cost()
        .map(cost ->
            List.of(
                Numbers.exact(cost.params()),
                Numbers.exact(cost.macs()),
                Numbers.bytes(cost.peakBytes()),
                Numbers.bytes(cost.weightBytes())))
        .orElse(Collections.nCopies(HEADINGS.size(), "–"));
  }

  private static String failure(Sweep.Row row) {
    return row.failure().map(f -> f.code() + ": " + f.message()).orElse("");
  }

  /** For spreadsheets: RFC 4180, with the names of the columns first and exact numbers. */
  public static String csv(Sweep sweep) {
    StringBuilder text = new StringBuilder();
    record(text, Stream.concat(sweep.names().stream(), COLUMNS.stream()));
    for (Sweep.Row row : sweep.rows()) {
      Stream<String> counts =
          row.cost()
              .map(c -> Stream.of(c.params(), c.macs(), c.peakBytes(), c.weightBytes()))
              .map(numbers -> numbers.map(String::valueOf))
              .orElse(Collections.nCopies(COLUMNS.size() - 1, "").stream());
      Stream<String> code = Stream.of(row.failure().map(Sweep.Failure::code).orElse(""));
      record(text, Stream.of(row.values().stream(), counts, code).flatMap(s -> s));
    }
    return text.toString();
  }

  private static void record(StringBuilder text, Stream<String> fields) {
    text.append(
        fields
            .map(field ->
                field.matches("(?s).*[\",\r\n].*")
                    ? "\"" + field.replace("\"", "\"\"") + "\""
                    : field)
            .collect(Collectors.joining(",", "", "\r\n")));
  }

  /** An object with an array of rows, one to a line, as docs/report.schema.json says. */
  public static String json(Sweep sweep) {
    return """
    {
      "schema": %d,
      "network": %s,
      "file": %s,
      "rows": [
    %s
      ]
    }
    """
        .formatted(
            ReportJson.SCHEMA,
            JsonWriter.string(sweep.network()),
            JsonWriter.string(sweep.file()),
            sweep.rows().stream()
                .map(row -> "    " + JsonWriter.string(object(sweep, row)))
                .collect(Collectors.joining(",\n")));
  }

  private static JsonObject object(Sweep sweep, Sweep.Row row) {
    var values = new JsonObject();
    for (int i = 0; i < sweep.names().size(); i++) {
      values.put(sweep.names().get(i), row.values().get(i));
    }
    var object = new JsonObject();
    object.put("values", values);
    row.cost()
        .ifPresent(cost -> {
          object.put("params", cost.params());
          object.put("macs", cost.macs());
          object.put("peak_bytes", cost.peakBytes());
          object.put("weight_bytes", cost.weightBytes());
        });
    row.failure()
        .ifPresent(failure -> {
          object.put("error", failure.code());
          object.put("message", failure.message());
        });
    return object;
  }
}
