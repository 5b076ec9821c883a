package bb.report;

import bb.report.Report.Layer;
import bb.types.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The layers of a network by their paths: {@code layer1.0.conv2} is a child of {@code layer1.0}. A
 * node that has layers below it stands for their sum, which is found once.
 *
 * @param name the last part of the path
 * @param own the sum of the layers whose path ends here: one, or several uses of a shared layer
 * @param sum of all layers here and below
 */
record LayerTree(String name, String path, Sum own, Sum sum, List<LayerTree> children) {
  LayerTree {
    children = List.copyOf(children);
  }

  static LayerTree of(Report report) {
    Growth root = new Growth("", "");
    for (Layer layer : report.layers()) {
      Growth at = root;
      int from = 0;
      String path = layer.path();
      for (int to = path.indexOf('.'); to >= 0; to = path.indexOf('.', from)) {
        at = at.child(path, from, to);
        from = to + 1;
      }
      at = from < path.length() || from == 0 ? at.child(path, from, path.length()) : at;
      at.own = at.own.plus(Sum.of(layer));
    }
    return root.tree();
  }

  /** A node while layers are added to it. */
  private static final class Growth {
    private final String name;
    private final String path;
    private final Map<String, Growth> children = new LinkedHashMap<>();
    private Sum own = Sum.NOTHING;

    Growth(String name, String path) {
      this.name = name;
      this.path = path;
    }

    Growth child(String full, int from, int to) {
      return children.computeIfAbsent(
          full.substring(from, to), part -> new Growth(part, full.substring(0, to)));
    }

    LayerTree tree() {
      List<LayerTree> below = new ArrayList<>();
      Sum sum = own;
      for (Growth child : children.values()) {
        LayerTree tree = child.tree();
        below.add(tree);
        sum = sum.plus(tree.sum);
      }
      return new LayerTree(name, path, own, sum, below);
    }
  }

  /**
   * What several layers have together.
   *
   * @param op what they all are; empty if they differ
   * @param output the shape that the last one yields
   * @param field how much of the inputs an element of that depends on
   * @param line where they all stand; 0 if they stand on several lines
   */
  record Sum(int layers, String op, Shape output, String field, long params, long macs, int line) {
    static final Sum NOTHING = new Sum(0, "", Shape.of(), "", 0, 0, 0);

    static Sum of(Layer layer) {
      return new Sum(
          1,
          layer.op(),
          layer.output(),
          layer.field().size(),
          layer.params(),
          layer.macs(),
          layer.line());
    }

    /** With other layers behind these. */
    Sum plus(Sum other) {
      if (layers == 0 || other.layers == 0) {
        return layers == 0 ? other : this;
      }
      return new Sum(
          layers + other.layers,
          op.equals(other.op) ? op : "",
          other.output,
          other.field,
          Math.addExact(params, other.params),
          Math.addExact(macs, other.macs),
          line == other.line ? line : 0);
    }
  }

  /** What a row of a report says of this node and all below it. */
  Row row() {
    String kind = sum.op.isEmpty() ? sum.layers + " layers" : sum.layers + " × " + sum.op;
    return new Row(
        sum.layers == 1 ? sum.op : kind,
        sum.output.toString(),
        sum.field,
        sum.params,
        sum.macs,
        sum.line == 0 ? "" : String.valueOf(sum.line));
  }

  /**
   * A node's sums, its output and receptive field (those of its last layer) and the line, if its
   * layers share one.
   */
  record Row(String op, String output, String field, long params, long macs, String line) {}

  /** The leaves of this tree when it is cut {@code depth} levels below its root. */
  List<LayerTree> leaves(int depth) {
    List<LayerTree> leaves = new ArrayList<>();
    collect(depth, leaves);
    return leaves;
  }

  private void collect(int depth, List<LayerTree> leaves) {
    if (depth <= 0 || children.isEmpty()) {
      leaves.add(this);
      return;
    }
    if (own.layers > 0) {
      leaves.add(new LayerTree(name, path, own, own, List.of()));
    }
    children.forEach(child -> child.collect(depth - 1, leaves));
  }
}
