package bb.report;

import bb.source.Hidden;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The formats of {@code bbc report}: pure functions from reports to text. */
public enum Renderer {
  /** Layers in columns, for a terminal of 100. */
  TABLE {
    @Override
    public String render(List<Report> reports, OptionalInt depth) {
      return joined(reports, report -> TableText.render(report, depth));
    }
  },
  /** The hierarchy of the names, with sums. */
  TREE {
    @Override
    public String render(List<Report> reports, OptionalInt depth) {
      return joined(reports, report -> TreeText.render(report, depth));
    }
  },
  /** An array with every number, for programs; it is never folded. */
  JSON {
    @Override
    public String render(List<Report> reports, OptionalInt depth) {
      return ReportJson.render(reports);
    }
  },
  /** A row for each layer, for spreadsheets; it is never folded. */
  CSV {
    @Override
    public String render(List<Report> reports, OptionalInt depth) {
      return CsvText.render(reports);
    }
  },
  /** For a README. */
  MARKDOWN {
    @Override
    public String render(List<Report> reports, OptionalInt depth) {
      return joined(reports, report -> MarkdownText.render(report, depth));
    }
  };

  /**
   * The text of all reports.
   *
   * @param depth how many parts of the layers' names to tell apart; layers below are summed up
   */
  public abstract String render(List<Report> reports, OptionalInt depth);

  /** For a terminal, whatever the names are. */
  private static String joined(List<Report> reports, Function<Report, String> one) {
    return Hidden.escape(reports.stream().map(one).collect(Collectors.joining("\n")));
  }
}
