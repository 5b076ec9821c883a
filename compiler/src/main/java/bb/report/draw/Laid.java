package bb.report.draw;

import bb.graph.Graph;
import bb.report.draw.Box.Group;
import bb.report.draw.Box.Stack;
import bb.report.draw.Layouts.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A box with its size while it is closed; of a group also where its boxes lie.
 *
 * @param parts those boxes, in the group's order
 */
record Laid(Box box, Size closed, Optional<Sheet> sheet, List<Laid> parts) {
  Laid {
    parts = List.copyOf(parts);
  }

  /** Lays out a network. */
  static Laid of(Graph graph, Group root) {
    return new Layouting(graph).network(root);
  }

  private Laid atLeast(double width) {
    Size size = new Size(Math.max(width, closed.width()), closed.height());
    return new Laid(box, size, sheet, parts);
  }

  private static final class Layouting {
    private final Graph graph;
    private final Folding folding;

    /** What looks the same is laid out once. */
    private final Map<String, Sheet> known = new HashMap<>();

    Layouting(Graph graph) {
      this.graph = graph;
      this.folding = new Folding(graph);
    }

    Laid network(Group root) {
      List<Size> ins = graph.inputs().stream().map(i -> Sizes.end(i.name())).toList();
      List<Size> outs = graph.outputs().stream().map(o -> Sizes.end(o.name())).toList();
      return group(root, Optional.of(ins), Optional.of(outs), 10);
    }

    private Laid laid(Box box) {
      return switch (box) {
        case Stack stack -> new Laid(box, Sizes.of(graph, stack), Optional.empty(), List.of());
        case Group group -> group(group, Optional.empty(), Optional.empty(), Metrics.HEADER);
      };
    }

    private Laid group(
        Group group, Optional<List<Size>> ins, Optional<List<Size>> outs, double top) {
      Wires wires = Wires.of(graph, folding, group);
      List<Laid> parts = new ArrayList<>();
      for (int i = 0; i < group.boxes().size(); i++) {
        double least = Sizes.apart(wires.ends().get(i).outs());
        parts.add(laid(group.boxes().get(i)).atLeast(least));
      }
      List<Size> sizes = parts.stream().map(Laid::closed).toList();
      List<Size> inSizes = ins.orElse(points(wires.ins().size()));
      List<Size> outSizes = outs.orElse(points(wires.outs().size()));
      double above = top + (ins.isPresent() ? 0 : Metrics.STEP * wires.ins().size());
      Sheet sheet =
          known.computeIfAbsent(
              key(wires, List.of(sizes, inSizes, outSizes)),
              _ -> Layouts.layout(wires, sizes, inSizes, outSizes, above));
      return new Laid(group, Sizes.of(graph, group), Optional.of(sheet), parts);
    }

    private static List<Size> points(int count) {
      return Collections.nCopies(count, new Size(0, 0));
    }

    private static String key(Wires wires, Object sizes) {
      List<String> key = new ArrayList<>(List.of(sizes.toString()));
      for (Wires.Wire wire : wires.wires()) {
        key.add(
            "%d.%d-%d.%d %s"
                .formatted(
                    wire.from(),
                    wire.exit(),
                    wire.to(),
                    wire.entry(),
                    wire.value().type().shape()));
      }
      return key.toString();
    }
  }

  /**
   * How deep groups are open if about {@code most} boxes are to be seen: 1 is the network alone.
   */
  static int depth(Group root, int most) {
    int depth = 1;
    int seen = root.boxes().size();
    while (depth < 16) {
      int more = count(root, depth + 1);
      if (more > most || more == seen) {
        return depth;
      }
      seen = more;
      depth++;
    }
    return depth;
  }

  private static int count(Box box, int depth) {
    return box instanceof Group group && depth > 0
        ? group.boxes().stream().mapToInt(inside -> count(inside, depth - 1)).sum()
        : 1;
  }
}
