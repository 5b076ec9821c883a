import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table in Markdown: the first column to the left, numbers to the right. */
final class Table {
  private Table() {}

  /**
   * @param lines of equally many cells, the headings first
   */
  static String markdown(List<List<String>> lines) {
    int[] widths =
        IntStream.range(0, lines.getFirst().size())
            .map(i -> lines.stream().mapToInt(line -> line.get(i).length()).max().orElse(0))
            .toArray();
    StringBuilder text = new StringBuilder(row(lines.getFirst(), widths));
    text.append(
        IntStream.range(0, widths.length)
            .mapToObj(i -> "-".repeat(widths[i] + (i == 0 ? 0 : -1)) + (i == 0 ? "" : ":"))
            .collect(Collectors.joining(" | ", "| ", " |\n")));
    lines.stream().skip(1).map(line -> row(line, widths)).forEach(text::append);
    return text.toString();
  }

  private static String row(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> {
          String space = " ".repeat(widths[i] - cells.get(i).length());
          return i == 0 ? cells.get(i) + space : space + cells.get(i);
        })
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }
}
