package bb.report.draw;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.report.Counts;
import bb.report.Numbers;
import bb.report.draw.Box.Group;
import bb.report.draw.Box.Stack;
import bb.report.draw.Layouts.Size;
import bb.report.draw.Sheet.Frame;
import bb.report.draw.Sheet.Point;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * A network as SVG. Boxes that can be opened hold what is inside of them, with what the page's
 * script needs to place it anew: the sheet of each group, in {@code data-sheet}.
 */
public final class Drawing {
  /** About as many boxes as are seen at once, unless somebody asks for a depth. */
  private static final int MOST = 44;

  private final Graph graph;
  private final List<Integer> kept;
  private final Counts counts;
  private final Group root;
  private final int depth;
  private final Options options;
  private final Markup out = new Markup();
  private Optional<Laid> laid = Optional.empty();

  /**
   * @param id what the ids of its elements begin with: unique in a page
   * @param live whether a script can open and close boxes; without, what is closed is left out
   * @param marks the layers that differ from another version, and the class of each difference
   * @param place where a place in the source is shown, as {@code FILE:LINE}
   */
  public record Options(
      String id, boolean live, Map<Integer, String> marks, Function<Span, String> place) {
    public Options {
      marks = Map.copyOf(marks);
    }
  }

  private Drawing(Graph whole, OptionalInt depth, Options options) {
    Thinned thinned = Thinned.of(whole);
    this.graph = thinned.graph();
    this.kept = thinned.kept();
    this.counts = Counts.of(graph);
    this.root = Structure.of(graph);
    this.depth = depth.orElse(Laid.depth(root, MOST));
    this.options = options;
  }

  /**
   * @param depth how many groups are open, one in the other; the network is the first
   */
  public static Drawing of(Graph graph, OptionalInt depth, Options options) {
    return new Drawing(graph, depth, options);
  }

  /** The layers that are drawn: all but those that only pass a tensor on. */
  public Graph graph() {
    return graph;
  }

  /** Which layer of the whole network one of {@link #graph} is. */
  public int layer(int node) {
    return kept.get(node);
  }

  /** What the layers of {@link #graph} cost. */
  public Counts counts() {
    return counts;
  }

  /** What the drawing shows, as a tree. */
  public Group root() {
    return root;
  }

  /** Whether a box at that many groups below the network is open at first. */
  public boolean isOpen(int level) {
    return level < depth;
  }

  /** The id of a box's element. */
  public String id(Box box) {
    return options.id + "-" + box.first() + "-" + box.end() + (box instanceof Group ? "g" : "");
  }

  /** The drawing as one {@code svg} element. */
  public Markup svg(String style) {
    Laid network = laid.orElseGet(() -> Laid.of(graph, root));
    laid = Optional.of(network);
    Placed placed = placed(network, 0);
    double width = placed.size().width();
    double height = placed.size().height();
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "class",
        "drawing",
        "id",
        options.id + "-svg",
        "viewBox",
        "0 0 " + Markup.number(width) + " " + Markup.number(height),
        "width",
        width,
        "height",
        height,
        "data-arrow",
        options.live ? options.id + "-arrow" : "",
        "data-metrics",
        options.live
            ? Metrics.HEADER
                + " "
                + Metrics.STEP
                + " "
                + Metrics.NEAR
                + " "
                + Metrics.NUDGE
                + " "
                + Metrics.STRAIGHT
            : "",
        "role",
        options.live ? "tree" : "img",
        "aria-label",
        "The network " + graph.name());
    if (!style.isEmpty()) {
      out.element("title", graph.name()).open("style").own(style).close();
    }
    Shapes.arrow(out, options.id + "-arrow");
    body(network, placed, 0);
    return out.close().line();
  }

  private Placed placed(Laid group, int level) {
    List<Size> sizes = new ArrayList<>();
    for (Laid part : group.parts()) {
      sizes.add(size(part, level + 1));
    }
    return Placed.of(group.sheet().orElseThrow(), sizes, least(group, level), level == 0);
  }

  private static double least(Laid laid, int level) {
    return level > 0 && laid.box() instanceof Group group
        ? Math.max(laid.closed().width(), Sizes.open(group)) - Sizes.behind(group)
        : 0;
  }

  private Size size(Laid part, int level) {
    if (part.box() instanceof Group group && isOpen(level)) {
      Size inner = placed(part, level).size();
      double behind = Sizes.behind(group);
      return new Size(inner.width() + behind, inner.height() + behind);
    }
    return part.closed();
  }

  private void body(Laid group, Placed placed, int level) {
    Sheet sheet = group.sheet().orElseThrow();
    out.open(
        "g",
        "class",
        "body",
        "role",
        options.live ? "group" : "",
        "data-sheet",
        options.live ? Shapes.data(sheet, level == 0) : "");
    wires(group, sheet, placed, level);
    if (level == 0) {
      ends(sheet, placed);
    }
    for (int i = 0; i < group.parts().size(); i++) {
      Laid part = group.parts().get(i);
      Point at = placed.boxes().get(i);
      switch (part.box()) {
        case Stack stack -> stack(stack, part.closed(), at, level);
        case Group inner -> group(inner, part, at, level);
      }
    }
    out.close();
  }

  private void wires(Laid group, Sheet sheet, Placed placed, int level) {
    for (int i = 0; i < placed.wires().size(); i++) {
      Sheet.Line line = sheet.lines().get(i);
      boolean through = line.to() == Wires.EDGE && level > 0 || isOpen(group, line.to(), level);
      out.empty(
          "path",
          "class",
          through ? "wire" : "wire arrow",
          "marker-end",
          through ? "" : "url(#" + options.id + "-arrow)",
          "d",
          Placed.path(placed.wires().get(i)));
      if (!line.text().isEmpty()) {
        Point at = placed.texts().get(i);
        out.element("text", line.text(), "class", "shape", "x", at.x(), "y", at.y() + 3.5);
      }
    }
  }

  private boolean isOpen(Laid group, int box, int level) {
    return box >= 0 && group.parts().get(box).box() instanceof Group && isOpen(level + 1);
  }

  private void ends(Sheet sheet, Placed placed) {
    for (int i = 0; i < graph.inputs().size(); i++) {
      Graph.Input input = graph.inputs().get(i);
      end(input.name(), sheet.ins().get(i), placed.ins().get(i), options.place.apply(input.span()));
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      end(graph.outputs().get(i).name(), sheet.outs().get(i), placed.outs().get(i), "");
    }
  }

  private void end(String name, Frame frame, Point at, String place) {
    out.open(
            "g",
            "class",
            "end",
            "data-at",
            options.live ? place : "",
            "transform",
            Shapes.translate(at))
        .empty("rect", "width", frame.width(), "height", frame.height(), "rx", frame.height() / 2)
        .element("text", name, "class", "name", "x", frame.width() / 2, "y", 15.0)
        .close();
  }

  private void stack(Stack stack, Size whole, Point at, int level) {
    Size size = front(stack, whole);
    boolean circle = Sizes.isCircle(graph, stack);
    out.open(
        "g",
        "class",
        "stack",
        "id",
        options.live ? id(stack) : "",
        "transform",
        Shapes.translate(at),
        "data-size",
        options.live ? Markup.number(whole.width()) + " " + Markup.number(whole.height()) : "");
    if (stack.count() > 1) {
      Shapes.shadow(out, size);
    }
    double rows = circle ? size.height() : Metrics.ROW;
    double room = stack.count() > 1 ? size.width() - Sizes.times(stack.count()) - 8 : size.width();
    for (int i = stack.first(); i < stack.inner(); i++) {
      layer(graph.nodes().get(i), i, stack, rows, size.width(), room, level);
    }
    if (!circle) {
      out.empty(
          "rect", "class", "outline", "width", size.width(), "height", size.height(), "rx", 4.0);
    }
    if (stack.count() > 1) {
      Shapes.times(out, stack.count(), size.width() - 6, size.height() / 2);
    }
    out.close();
  }

  private void layer(
      Node node, int index, Stack stack, double height, double width, double room, int level) {
    String sign = Sizes.isCircle(graph, stack) ? Captions.sign(node) : "";
    double y = (index - stack.first()) * height;
    String mark = mark(index);
    out.open(
        "g",
        "class",
        "layer " + Role.of(graph, node).style() + (mark.isEmpty() ? "" : " mark mark-" + mark),
        "role",
        options.live ? "treeitem" : "",
        "aria-level",
        options.live ? level + 1 : "",
        "tabindex",
        options.live ? "-1" : "",
        "aria-label",
        options.live ? spoken(node, index, mark) : "",
        "data-at",
        options.live ? options.place.apply(node.span()) : "");
    out.element("title", told(node, index));
    if (sign.isEmpty()) {
      out.open("g", "class", "cell");
      boolean top = index == stack.first();
      boolean bottom = index == stack.inner() - 1;
      out.empty("path", "d", Shapes.cell(width, y, height, top, bottom));
      out.element(
          "text", Captions.of(node), "class", "name", "x", room / 2, "y", y + height / 2 + 4);
      out.close();
    } else {
      out.empty("circle", "cx", width / 2, "cy", height / 2, "r", height / 2 - 0.5);
      out.element("text", sign, "class", "sign", "x", width / 2, "y", height / 2 + 5);
    }
    out.close();
  }

  private void group(Group group, Laid laid, Point at, int level) {
    boolean open = isOpen(level + 1);
    Placed placed = placed(laid, level + 1);
    Size size = open ? placed.size() : front(group, laid.closed());
    String mark = mark(group);
    out.open(
        "g",
        "class",
        "group" + (open ? " open" : " closed") + (mark.isEmpty() ? "" : " mark mark-" + mark),
        "id",
        options.live ? id(group) : "",
        "role",
        options.live ? "treeitem" : "",
        "aria-expanded",
        options.live ? open : "",
        "aria-level",
        options.live ? level + 1 : "",
        "tabindex",
        options.live ? "-1" : "",
        "aria-label",
        options.live ? spoken(group, mark) : "",
        "data-at",
        options.live ? group.call().map(options.place).orElse("") : "",
        "data-size",
        options.live
            ? Markup.number(laid.closed().width())
                + " "
                + Markup.number(laid.closed().height())
                + " "
                + Markup.number(least(laid, 1))
                + " "
                + Markup.number(Sizes.behind(group))
            : "",
        "transform",
        Shapes.translate(at));
    out.element("title", told(group));
    if (group.count() > 1) {
      Shapes.shadow(out, size);
    }
    out.empty("rect", "class", "frame", "width", size.width(), "height", size.height(), "rx", 6.0);
    heading(group);
    if (open || options.live) {
      body(laid, placed, level + 1);
    }
    out.close();
  }

  private void heading(Group group) {
    out.open("g", "class", "heading");
    if (options.live) {
      out.empty("path", "class", "twist", "d", "M9 9L14 13L9 17");
    }
    double left = options.live ? 20 : 11;
    out.element("text", group.title(), "class", "title", "x", left, "y", 17.0);
    double end = left + Metrics.width(group.title(), Metrics.TEXT) * 1.08;
    if (group.count() > 1) {
      Shapes.times(out, group.count(), end + 5 + Sizes.times(group.count()), 13);
    }
    out.element("text", Sizes.subtitle(group, graph), "class", "label", "x", left, "y", 31.0);
    out.close();
  }

  /** A box without what sticks out behind it. */
  private static Size front(Box box, Size whole) {
    double behind = Sizes.behind(box);
    return new Size(whole.width() - behind, whole.height() - behind);
  }

  private String mark(int node) {
    return options.marks.getOrDefault(kept.get(node), "");
  }

  /** The first difference of a group's layers. */
  private String mark(Group group) {
    return java.util.stream.IntStream.range(group.first(), group.end())
        .mapToObj(this::mark)
        .filter(mark -> !mark.isEmpty())
        .findFirst()
        .orElse("");
  }

  private String told(Node node, int index) {
    return "%s: %s → %s%s"
        .formatted(
            node.path(),
            node.call(),
            node.output().type().shape(),
            cost(counts.layerParams().get(index), counts.layerMacs().get(index)));
  }

  private String told(Group group) {
    long params = 0;
    long macs = 0;
    for (int i = group.first(); i < group.end(); i++) {
      params += counts.layerParams().get(i);
      macs += counts.layerMacs().get(i);
    }
    String times = group.count() > 1 ? " ×" + group.count() : "";
    return (group.path().isEmpty() ? group.title() : group.path() + ": " + group.title())
        + times
        + cost(params, macs);
  }

  private static String cost(long params, long macs) {
    return (params == 0 ? "" : "\n" + Numbers.exact(params) + " parameters")
        + (macs == 0 ? "" : "\n" + Numbers.exact(macs) + " multiply-adds");
  }

  private String spoken(Node node, int index, String mark) {
    return told(node, index).replace("\n", ", ") + (mark.isEmpty() ? "" : ", changed");
  }

  private String spoken(Group group, String mark) {
    return told(group).replace("\n", ", ") + (mark.isEmpty() ? "" : ", changed inside");
  }
}
