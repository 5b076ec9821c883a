package bb.report.html;

import bb.graph.Graph.Node;
import bb.report.Numbers;
import bb.report.Report;
import bb.report.draw.Box;
import bb.report.draw.Box.Group;
import bb.report.draw.Box.Stack;
import bb.report.draw.Drawing;
import bb.report.draw.Markup;
import bb.report.html.Costs.Cost;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** The boxes of a drawing as a table that opens and closes with them, with a bar for each cost. */
final class CostTable {
  private static final double BAR = 72;

  private final Drawing drawing;
  private final Costs costs;
  private final Report report;
  private final Cost whole;
  private final Markup out;

  private CostTable(Drawing drawing, Costs costs, Report report, Markup out) {
    this.report = report;
    this.drawing = drawing;
    this.costs = costs;
    this.whole = costs.of(drawing.root());
    this.out = out;
  }

  static void write(Drawing drawing, Costs costs, Report report, Markup out) {
    new CostTable(drawing, costs, report, out).table();
  }

  private void table() {
    out.open("table", "class", "costs").open("thead").open("tr");
    out.element("th", "block", "scope", "col");
    out.element("th", "output", "scope", "col");
    out.element("th", "field", "scope", "col", "class", "number");
    for (String name : new String[] {"parameters", "multiply-adds", "memory"}) {
      out.element("th", name, "scope", "col", "class", "number");
    }
    out.close().close().line().open("tbody").line();
    rows(drawing.root(), 1);
    out.close()
        .open("tfoot")
        .open("tr")
        .element("th", "total", "scope", "row")
        .element("td", "")
        .element("td", "");
    number(report.params().trainable(), whole.params(), Numbers::exact);
    number(whole.macs(), whole.macs(), Numbers::exact);
    number(whole.bytes(), whole.bytes(), Numbers::bytes);
    out.close().close().close().line();
  }

  private void rows(Group group, int level) {
    for (Box box : group.boxes()) {
      row(box, level);
      if (box instanceof Group inner) {
        rows(inner, level + 1);
      }
    }
  }

  private void row(Box box, int level) {
    boolean shown = level == 1 || drawing.isOpen(level - 1);
    out.open(
        "tr", "data-row", drawing.id(box), "data-level", level, "class", shown ? "" : "hidden");
    out.open("th", "scope", "row");
    switch (box) {
      case Group group -> {
        out.open(
                "button",
                "type",
                "button",
                "class",
                "toggle",
                "data-box",
                drawing.id(box),
                "aria-expanded",
                drawing.isOpen(level))
            .element("span", "", "class", "arrow", "aria-hidden", "true")
            .text(group.title())
            .close();
        if (!group.label().isEmpty()) {
          out.text(" ").element("span", group.label(), "class", "path");
        }
      }
      case Stack stack ->
          out.element(
              "button",
              name(stack),
              "type",
              "button",
              "class",
              "plain",
              "data-box",
              drawing.id(box));
    }
    if (box.count() > 1) {
      out.text(" ").element("span", "×" + box.count(), "class", "count");
    }
    out.close();
    Node last = drawing.graph().nodes().get(box.end() - 1);
    out.element("td", last.output().type().shape().toString(), "class", "shape");
    String field = report.layers().get(drawing.layer(box.end() - 1)).field().size();
    out.element("td", field, "class", "number");
    Cost cost = costs.of(box);
    number(cost.params(), whole.params(), Numbers::exact);
    number(cost.macs(), whole.macs(), Numbers::exact);
    number(cost.bytes(), whole.bytes(), Numbers::bytes);
    out.close().line();
  }

  private String name(Stack stack) {
    return drawing.graph().nodes().subList(stack.first(), stack.inner()).stream()
        .map(node -> node.op().spec().name())
        .collect(Collectors.joining(" · "));
  }

  private void number(long value, long of, LongFunction<String> text) {
    out.open("td", "class", "number");
    if (value > 0) {
      out.text(text.apply(value));
    } else {
      out.text("–");
    }
    double width = of == 0 ? 0 : BAR * value / of;
    out.open("svg", "class", "bar", "width", BAR, "height", 8.0, "aria-hidden", "true")
        .empty("rect", "class", "all", "width", BAR, "height", 8.0, "rx", 2.0);
    if (value > 0) {
      out.empty("rect", "class", "part", "width", Math.max(1, width), "height", 8.0, "rx", 2.0);
    }
    out.close().close();
  }
}
