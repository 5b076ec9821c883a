package bb.report.html;

import bb.report.Numbers;
import bb.report.Report;
import bb.report.Reported;
import bb.report.draw.Drawing;
import bb.report.draw.Markup;
import bb.report.draw.Style;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Pairs of networks beside each other, with what differs marked in both drawings. */
public final class ComparisonPage {
  private ComparisonPage() {}

  /**
   * @param name what it is called in the page
   * @param marks the classes of the layers that differ, by their numbers
   */
  public record Side(String name, Reported network, Map<Integer, String> marks) {
    public Side {
      marks = Map.copyOf(marks);
    }
  }

  /**
   * @param kind its class, a word that the style sheet has a colour for
   * @param meaning what the class means
   */
  public record Difference(String kind, String meaning, String text) {}

  public record Pair(Side before, Side after, List<Difference> differences) {
    public Pair {
      differences = List.copyOf(differences);
    }

    private String title() {
      return before.name + " → " + after.name;
    }
  }

  /**
   * @param notes what there is to say besides, as sentences
   */
  public static String render(List<Pair> pairs, List<String> notes) {
    String style = Style.page(Style.resource("page.css"));
    String script = Style.resource("page.js");
    String title =
        switch (pairs.size()) {
          case 0 -> "no network differs";
          case 1 -> pairs.getFirst().title();
          default -> "%d networks differ".formatted(pairs.size());
        };
    Markup out = new Markup();
    Head.write(out, title, style, List.of(script), "'none'");
    out.open("body").line().open("main").line();
    for (int i = 0; i < pairs.size(); i++) {
      pair(pairs.get(i), pairs.size() == 1 ? "" : String.valueOf(i + 1), out);
    }
    notes.forEach(note -> out.element("p", note).line());
    out.close().line();
    out.open("script").own(script).close().line();
    return out.close().close().line().toString();
  }

  /**
   * @param number by which its drawings are told from those of other pairs
   */
  private static void pair(Pair pair, String number, Markup out) {
    out.element("h2", pair.title()).line();
    differences(pair.differences, out);
    costs(pair.before.network.report(), pair.after.network.report(), out);
    out.open("div", "class", "view pair").line();
    side(pair.before, "a" + number, out);
    side(pair.after, "b" + number, out);
    out.close().line();
  }

  private static void differences(List<Difference> differences, Markup out) {
    if (differences.isEmpty()) {
      out.element("p", "Nothing has changed.").line();
      return;
    }
    out.open("table", "class", "differences").open("tbody").line();
    for (Difference difference : differences) {
      out.open("tr")
          .open("th", "scope", "row")
          .element(
              "span",
              difference.kind,
              "class",
              "chip chip-" + difference.kind,
              "title",
              difference.meaning)
          .close();
      code(difference.text, out.open("td"));
      out.close().close().line();
    }
    out.close().close().line();
  }

  /** A text, of which what stands between backticks is code. */
  private static void code(String text, Markup out) {
    String[] parts = text.split("`", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 1 && i < parts.length - 1) {
        out.element("code", parts[i]);
      } else {
        out.text((i % 2 == 1 ? "`" : "") + parts[i]);
      }
    }
  }

  private static void costs(Report before, Report after, Markup out) {
    out.open("div", "class", "wide").line();
    out.open("table", "class", "costs").open("thead").open("tr");
    for (String name : new String[] {"", "before", "after", "change"}) {
      out.element("th", name, "scope", "col", "class", name.isEmpty() ? "" : "number");
    }
    out.close().close().line().open("tbody").line();
    cost("parameters", before, after, r -> r.params().trainable(), Numbers::exact, out);
    cost("multiply-adds", before, after, Report::macs, Numbers::exact, out);
    cost("activations", before, after, r -> r.memory().peakBytes(), Numbers::bytes, out);
    cost("weights", before, after, r -> r.params().bytes(), Numbers::bytes, out);
    out.close().close().line();
    out.close().line();
  }

  private static void cost(
      String name,
      Report before,
      Report after,
      ToLongFunction<Report> cost,
      LongFunction<String> text,
      Markup out) {
    long was = cost.applyAsLong(before);
    long is = cost.applyAsLong(after);
    out.open("tr").element("th", name, "scope", "row");
    out.element("td", text.apply(was), "class", "number");
    out.element("td", text.apply(is), "class", "number");
    out.element("td", change(was, is, text), "class", "number").close().line();
  }

  private static String change(long was, long is, LongFunction<String> text) {
    if (was == is) {
      return "–";
    }
    String sign = is > was ? "+" : "−";
    String amount = sign + text.apply(Math.abs(is - was));
    long tenths = was == 0 ? 0 : Math.round(Math.abs((double) is - was) / was * 1000);
    return was == 0 ? amount : amount + " (" + sign + tenths / 10 + "." + tenths % 10 + " %)";
  }

  private static void side(Side side, String id, Markup out) {
    Places places = new Places(id);
    places.of(side.network.graph().span());
    Drawing drawing =
        Drawing.of(
            side.network.graph(),
            OptionalInt.empty(),
            new Drawing.Options(id, true, side.marks, places::of));
    Markup svg = drawing.svg("");
    out.open("section", "class", "network", "id", id, "aria-label", side.name).line();
    NetworkSection.figure(side.name, svg, out);
    places.write(out);
    out.close().line();
  }
}
