import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was measured, as text.
 *
 * @param machine what it was measured on, in words
 * @param peak of one processor, in GFLOP/s
 */
record Report(String machine, double peak, List<Row> rows) {
  Report {
    rows = List.copyOf(rows);
  }

  /** A table for each batch and number of threads, in Markdown that can be read as it is. */
  String tables() {
    StringBuilder text = new StringBuilder(machine).append(".\n");
    text.append(
        """

        bb and ORT (ONNX Runtime): milliseconds for a batch. First answer: seconds from the start of
        the process. Memory: the most that the process had, in MB.
        """);
    for (int batch : rows.stream().map(Row::batch).distinct().toList()) {
      for (int threads : rows.stream().map(Row::threads).distinct().toList()) {
        List<Row> those =
            rows.stream().filter(r -> r.batch() == batch && r.threads() == threads).toList();
        if (!those.isEmpty()) {
          text.append(
              "\n### Batch %d, %d thread%s\n\n".formatted(batch, threads, threads > 1 ? "s" : ""));
          text.append(table(those));
        }
      }
    }
    return text.toString();
  }

  private String table(List<Row> those) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(
        List.of(
            "network",
            "bb",
            "ORT",
            "ratio",
            "% of peak",
            "ORT",
            "first answer",
            "ORT",
            "memory",
            "ORT"));
    those.forEach(row -> lines.add(line(row)));
    List<String> mean = new ArrayList<>(List.of("**geometric mean**", "", ""));
    mean.add("**" + number(2, mean(those)) + "**");
    while (mean.size() < lines.getFirst().size()) {
      mean.add("");
    }
    lines.add(mean);
    return Table.markdown(lines);
  }

  private List<String> line(Row row) {
    return List.of(
        row.network().title,
        number(2, row.bb().median()),
        number(2, row.ort().median()),
        number(2, row.ratio()),
        number(0, 100 * row.share(row.bb(), peak)),
        number(0, 100 * row.share(row.ort(), peak)),
        number(2, Row.median(row.bb().first())),
        number(2, Row.median(row.ort().first())),
        number(0, Row.median(row.bb().megabytes())),
        number(0, Row.median(row.ort().megabytes())));
  }

  /** Of ratios. */
  static double mean(List<Row> rows) {
    return Math.exp(rows.stream().mapToDouble(row -> Math.log(row.ratio())).average().orElse(0));
  }

  /** Everything, with each process's numbers. */
  String json() {
    String lines = rows.stream().map(this::json).collect(Collectors.joining(",\n    "));
    return """
    {
      "machine": %s,
      "peak_gflops": %s,
      "rows": [
        %s
      ]
    }
    """
        .formatted(string(machine), number(1, peak), lines);
  }

  private String json(Row row) {
    return """
    {"network": %s, "batch": %d, "threads": %d, "ratio": %s, "gigaflop": %s, "distance": %s,
     "bb": %s,
     "onnxruntime": %s}\
    """
        .formatted(
            string(row.network().network),
            row.batch(),
            row.threads(),
            number(4, row.ratio()),
            number(4, row.gigaflops()),
            row.distance(),
            json(row, row.bb()),
            json(row, row.ort()))
        .indent(5)
        .strip();
  }

  private String json(Row row, Row.Score score) {
    return "{\"ms\": %s, \"of_peak\": %s, \"first_answer_s\": %s, \"peak_rss_mb\": %s}"
        .formatted(
            numbers(score.millis()),
            number(4, row.share(score, peak)),
            numbers(score.first()),
            numbers(score.megabytes()));
  }

  private static String numbers(List<Double> numbers) {
    return numbers.stream().map(n -> number(4, n)).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String string(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static String number(int digits, double number) {
    return String.format(Locale.ROOT, "%." + digits + "f", number);
  }
}
