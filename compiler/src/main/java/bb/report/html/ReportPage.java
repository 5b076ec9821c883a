package bb.report.html;

import bb.report.Reported;
import bb.report.draw.Markup;
import bb.report.draw.Style;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** A report as one file that needs nothing else: drawings, sources, costs and memory. */
public final class ReportPage {
  private ReportPage() {}

  public static String render(List<Reported> networks, OptionalInt depth) {
    String title =
        networks.stream().map(n -> n.graph().name()).limit(3).collect(Collectors.joining(", "))
            + (networks.size() > 3 ? ", …" : "");
    String style = Style.page(Style.resource("page.css"));
    String script = Style.resource("page.js");
    Markup out = new Markup();
    Head.write(out, title, style, List.of(script), "'none'");
    out.open("body").line();
    sections(networks, depth, out);
    out.open("script").own(script).close().line();
    return out.close().close().line().toString();
  }

  /** The networks, of which one is seen, and the tabs by which it is chosen. */
  static void sections(List<Reported> networks, OptionalInt depth, Markup out) {
    if (networks.size() > 1) {
      out.open("nav", "role", "tablist", "aria-label", "Networks");
      for (int i = 0; i < networks.size(); i++) {
        out.element(
            "button",
            networks.get(i).graph().name(),
            "type",
            "button",
            "role",
            "tab",
            "id",
            "n" + i + "-tab",
            "aria-controls",
            "n" + i,
            "aria-selected",
            i == 0,
            "tabindex",
            i == 0 ? 0 : -1);
      }
      out.close().line();
    }
    out.open("main").line();
    for (int i = 0; i < networks.size(); i++) {
      NetworkSection.write(networks.get(i), "n" + i, i == 0, depth, out);
    }
    out.close().line();
  }
}
