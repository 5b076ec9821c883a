package bb.report;

import bb.report.Report.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The layers of a network by their paths: {@code layer1.0.conv2} is a child of {@code layer1.0}. A
 * node that has layers below it stands for their sum.
 *
 * @param name the last part of the path
 * @param own the layers whose path ends here: one, or several uses of a shared layer
 */
record LayerTree(String name, String path, List<Layer> own, List<LayerTree> children) {
  LayerTree {
    own = List.copyOf(own);
    children = List.copyOf(children);
  }

  static LayerTree of(Report report) {
    return grow("", "", 0, report.layers());
  }

  private static LayerTree grow(String name, String path, int depth, List<Layer> layers) {
    List<Layer> own = new ArrayList<>();
    Map<String, List<Layer>> below = new LinkedHashMap<>();
    for (Layer layer : layers) {
      String[] parts = layer.path().split("\\.");
      if (parts.length == depth) {
        own.add(layer);
      } else {
        below.computeIfAbsent(parts[depth], _ -> new ArrayList<>()).add(layer);
      }
    }
    List<LayerTree> children = new ArrayList<>();
    below.forEach((part, inside) ->
        children.add(grow(part, path.isEmpty() ? part : path + "." + part, depth + 1, inside)));
    return new LayerTree(name, path, own, children);
  }

  Stream<Layer> layers() {
    return Stream.concat(own.stream(), children.stream().flatMap(LayerTree::layers));
  }

  /** What a row of a report says of this node and all below it. */
  Row row() {
    List<Layer> layers = layers().toList();
    Layer last = layers.getLast();
    return new Row(
        layers.size() == 1 ? last.op() : kinds(layers),
        last.output().toString(),
        layers.stream().map(Layer::params).reduce(0L, Math::addExact),
        layers.stream().map(Layer::macs).reduce(0L, Math::addExact),
        layers.stream().mapToInt(Layer::line).distinct().count() == 1
            ? String.valueOf(last.line())
            : "");
  }

  private static String kinds(List<Layer> layers) {
    boolean alike = layers.stream().map(Layer::op).distinct().count() == 1;
    return layers.size() + " " + (alike ? "× " + layers.getFirst().op() : "layers");
  }

  /** A node's sums, its output (that of its last layer) and the line, if its layers share one. */
  record Row(String op, String output, long params, long macs, String line) {}

  /** The leaves of this tree when it is cut {@code depth} levels below its root. */
  Stream<LayerTree> leaves(int depth) {
    if (depth <= 0 || children.isEmpty()) {
      return Stream.of(this);
    }
    Stream<LayerTree> below = children.stream().flatMap(child -> child.leaves(depth - 1));
    return own.isEmpty() ? below : Stream.concat(Stream.of(withoutChildren()), below);
  }

  private LayerTree withoutChildren() {
    return new LayerTree(name, path, own, List.of());
  }
}
