package bb.report.html;

import bb.report.Reported;
import bb.report.draw.Markup;
import bb.report.draw.Style;
import java.util.List;
import java.util.OptionalInt;

/**
 * The page of a report while its file is being written: it loads itself anew when there is another
 * version.
 */
public final class WatchPage {
  private WatchPage() {}

  /**
   * What has become of a file.
   *
   * @param file as the command line names it
   * @param networks the last ones in which nothing was wrong
   * @param found what is wrong now, as the terminal would show it; empty if nothing is
   * @param failed whether that are errors, and the networks are older than the file
   */
  public record State(String file, List<Reported> networks, String found, boolean failed) {
    public State {
      networks = List.copyOf(networks);
    }
  }

  /**
   * @param version by which the page knows whether there is a newer one
   */
  public static String render(State state, long version, OptionalInt depth) {
    String style = Style.page(Style.resource("page.css"));
    List<String> scripts = List.of(Style.resource("page.js"), Style.resource("watch.js"));
    Markup out = new Markup();
    String title = (state.failed ? "✗ " : "") + state.file;
    Head.write(out, title, style, scripts, "'self'");
    out.open("body", "data-watch", "yes", "data-version", version).line();
    if (!state.found.isEmpty()) {
      out.open(
              "div",
              "class",
              state.failed ? "problems" : "problems warnings",
              "role",
              state.failed ? "alert" : "status")
          .element("pre", state.found)
          .close()
          .line();
    }
    if (state.failed) {
      out.open("div", "class", "stale", "inert", "inert", "aria-hidden", "true").line();
    }
    ReportPage.sections(state.networks, depth, out);
    if (state.failed) {
      out.close().line();
    }
    for (String script : scripts) {
      out.open("script").own(script).close().line();
    }
    return out.close().close().line().toString();
  }
}
