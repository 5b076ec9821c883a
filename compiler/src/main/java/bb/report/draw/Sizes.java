package bb.report.draw;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.report.draw.Box.Group;
import bb.report.draw.Box.Stack;
import bb.report.draw.Layouts.Size;
import bb.types.Value;
import java.util.List;

/** How large closed boxes are, by what is written in them. */
final class Sizes {
  private static final double LEAST = 104;
  private static final double CIRCLE = 22;
  private static final double BESIDE = 10;

  /** More exits than have room for what is said of them. */
  private static final int MANY = 5;

  private Sizes() {}

  /** An input or output of the network. */
  static Size end(String name) {
    return new Size(even(Math.max(64, Metrics.width(name, Metrics.TEXT) + 28)), 22);
  }

  static boolean isCircle(Graph graph, Stack stack) {
    return stack.count() == 1
        && stack.inner() - stack.first() == 1
        && !Captions.sign(graph.nodes().get(stack.first())).isEmpty();
  }

  static Size of(Graph graph, Stack stack) {
    if (isCircle(graph, stack)) {
      return new Size(CIRCLE, CIRCLE);
    }
    double width = LEAST;
    for (Node node : graph.nodes().subList(stack.first(), stack.inner())) {
      width = Math.max(width, Metrics.width(Captions.of(node), Metrics.TEXT) + 2 * BESIDE);
    }
    double count = stack.count() > 1 ? times(stack.count()) + BESIDE : 0;
    double behind = behind(stack);
    return new Size(
        even(width + count) + behind, (stack.inner() - stack.first()) * Metrics.ROW + behind);
  }

  /** With room for the sign that it can be opened. */
  static Size of(Graph graph, Group group) {
    double title = Metrics.width(group.title(), Metrics.TEXT) * 1.08;
    double count = group.count() > 1 ? times(group.count()) + 8 : 0;
    double label = Metrics.width(subtitle(group, graph), Metrics.SMALL);
    double width = Math.max(title + count, label) + 2 * BESIDE + 18;
    return new Size(
        even(Math.max(LEAST + 28, width)) + behind(group), Metrics.CLOSED + behind(group));
  }

  /** How wide a box is at least so that what is said of each of its exits ends before the next. */
  static double apart(List<Value> outs) {
    double widest = 0;
    for (Value out : outs) {
      String text = Metrics.shape(out.type().shape());
      widest = Math.max(widest, Metrics.width(text, Metrics.SMALL));
    }
    return outs.size() < 2 || outs.size() > MANY ? 0 : even((outs.size() + 1) * (widest + BESIDE));
  }

  /** How wide an open group is at least: a wire enters in the middle, and its name is beside it. */
  static double open(Group group) {
    double count = group.count() > 1 ? times(group.count()) + 8 : 0;
    return even(2 * (Metrics.width(group.title(), Metrics.TEXT) * 1.08 + count + 28));
  }

  /** How much larger a box is of which others stand behind it. */
  static double behind(Box box) {
    return box.count() > 1 ? Metrics.BEHIND : 0;
  }

  /** Middles are at whole pixels. */
  private static double even(double width) {
    return 2 * Math.ceil(width / 2);
  }

  /** The width of {@code ×12}, in its frame. */
  static double times(int count) {
    return Metrics.width("×" + count, Metrics.SMALL) + 10;
  }

  /** What is said below a group's name: its label and its layers. */
  static String subtitle(Group group, Graph graph) {
    int layers = group.inner() - group.first();
    String size = layers + (layers == 1 ? " layer" : " layers");
    return group.label().isEmpty() ? size : group.label() + " · " + size;
  }
}
