package bb.report;

import bb.report.draw.Pictures;
import bb.report.html.ReportPage;
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
    public String render(List<Reported> networks, OptionalInt depth) {
      return joined(networks, report -> TableText.render(report, depth));
    }
  },
  /** The hierarchy of the names, with sums. */
  TREE {
    @Override
    public String render(List<Reported> networks, OptionalInt depth) {
      return joined(networks, report -> TreeText.render(report, depth));
    }
  },
  /** An array with every number, for programs; it is never folded. */
  JSON {
    @Override
    public String render(List<Reported> networks, OptionalInt depth) {
      return ReportJson.render(networks.stream().map(Reported::report).toList());
    }
  },
  /** A page by itself, to be looked at. */
  HTML {
    @Override
    public String render(List<Reported> networks, OptionalInt depth) {
      return ReportPage.render(networks, depth);
    }
  },
  /** The drawing of one network, for a paper. */
  SVG {
    @Override
    public String render(List<Reported> networks, OptionalInt depth) {
      return Pictures.svg(networks, depth);
    }
  },
  /** The drawings as Mermaid, for Markdown. */
  MERMAID {
    @Override
    public String render(List<Reported> networks, OptionalInt depth) {
      return Pictures.mermaid(networks, depth);
    }
  },
  /** The drawings for Graphviz. */
  DOT {
    @Override
    public String render(List<Reported> networks, OptionalInt depth) {
      return Pictures.dot(networks, depth);
    }
  },
  /** A row for each layer, for spreadsheets; it is never folded. */
  CSV {
    @Override
    public String render(List<Reported> networks, OptionalInt depth) {
      return CsvText.render(networks.stream().map(Reported::report).toList());
    }
  },
  /** For a README. */
  MARKDOWN {
    @Override
    public String render(List<Reported> networks, OptionalInt depth) {
      return joined(networks, report -> MarkdownText.render(report, depth));
    }
  };

  /** Whether it holds one network, and no more. */
  public boolean isOfOne() {
    return this == SVG || this == MERMAID;
  }

  /**
   * The text of all reports.
   *
   * @param depth how many parts of the layers' names to tell apart; layers below are summed up
   */
  public abstract String render(List<Reported> networks, OptionalInt depth);

  /** For a terminal, whatever the names are. */
  private static String joined(List<Reported> networks, Function<Report, String> one) {
    return networks.parallelStream()
        .map(network -> Hidden.escape(one.apply(network.report())))
        .collect(Collectors.joining("\n"));
  }
}
