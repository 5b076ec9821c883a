package bb.report.draw;

import bb.graph.Graph;
import bb.graph.Graph.BlockCall;
import bb.report.draw.Box.Group;
import bb.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a network is made of: its blocks as they were called, and between them the parts that
 * have a label of their own, such as the stages that {@code "layer1": repeat …} names. Both are
 * ranges of layers; a label whose layers do not nest with the blocks is left out.
 */
final class Structure {
  /** More boxes than anybody wants to see side by side. */
  private static final int MOST = 120;

  private final Graph graph;
  private final Folding folding;
  private final Range[] innermost;

  private Structure(Graph graph) {
    this.graph = graph;
    this.folding = new Folding(graph);
    this.innermost = new Range[graph.nodes().size()];
  }

  static Group of(Graph graph) {
    return new Structure(graph).root();
  }

  /** Layers that belong together, with what lies inside once the ranges are nested. */
  private static final class Range {
    private final int first;
    private final int end;
    private String kind;
    private String path;
    private Optional<Span> call;
    private final List<Range> inside = new ArrayList<>();
    private Range outer;

    Range(int first, int end, String kind, String path, Optional<Span> call) {
      this.first = first;
      this.end = end;
      this.kind = kind;
      this.path = path;
      this.call = call;
    }

    boolean equalTo(Range other) {
      return first == other.first && end == other.end;
    }

    boolean holds(Range other) {
      return first <= other.first && other.end <= end;
    }
  }

  private Group root() {
    List<Range> blocks = new ArrayList<>();
    // an outer call is listed behind those inside it, and has to come first among equal ranges
    for (BlockCall call : graph.blocks().reversed()) {
      blocks.add(new Range(call.first(), call.end(), call.block(), "", Optional.of(call.span())));
    }
    int size = graph.nodes().size();
    Range root = new Range(0, size, graph.name(), "", Optional.of(graph.span()));
    nest(root, blocks);
    List<Range> all = new ArrayList<>(blocks);
    List<Range> labels = new ArrayList<>();
    labels(0, size, 0, labels);
    labels.stream().filter(this::nests).forEach(all::add);
    return group(nest(new Range(0, size, graph.name(), "", root.call), all));
  }

  /** Puts ranges into each other; of equal ones the inner gives what the outer lacks. */
  private Range nest(Range root, List<Range> ranges) {
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort(Comparator.<Range>comparingInt(r -> r.first).thenComparingInt(r -> -r.end));
    Range at = root;
    for (Range range : sorted) {
      while (!at.holds(range)) {
        at = at.outer;
      }
      if (at.equalTo(range) && at != root) {
        at.call = at.call.or(() -> range.call);
        at.kind = at.kind.isEmpty() ? range.kind : at.kind;
        at.path = at.path.isEmpty() ? range.path : at.path;
        continue;
      }
      range.outer = at;
      range.inside.clear();
      at.inside.add(range);
      for (int i = range.first; i < range.end; i++) {
        innermost[i] = range;
      }
      at = range;
    }
    return root;
  }

  /** Runs of layers whose names agree in their first {@code depth + 1} parts, and those inside. */
  private void labels(int first, int end, int depth, List<Range> found) {
    int from = first;
    while (from < end) {
      String prefix = prefix(from, depth);
      int to = from + 1;
      while (to < end && !prefix.isEmpty() && prefix.equals(prefix(to, depth))) {
        to++;
      }
      if (!prefix.isEmpty() && to - from > 1) {
        found.add(new Range(from, to, "", prefix, Optional.empty()));
        labels(from, to, depth + 1, found);
      }
      from = to;
    }
  }

  /** The first parts of a layer's name, if it has more than these. */
  private String prefix(int node, int depth) {
    String path = graph.nodes().get(node).path();
    int dot = -1;
    for (int i = 0; i <= depth; i++) {
      dot = path.indexOf('.', dot + 1);
      if (dot < 0) {
        return "";
      }
    }
    return path.substring(0, dot);
  }

  /** Whether no block holds only a part of a range, or begins or ends within it. */
  private boolean nests(Range range) {
    for (Range at = innermost[range.first]; at != null; at = at.outer) {
      if (at.first < range.first && at.end < range.end) {
        return false;
      }
    }
    for (Range at = innermost[range.end - 1]; at != null; at = at.outer) {
      if (at.end > range.end && at.first > range.first) {
        return false;
      }
    }
    return true;
  }

  private Group group(Range range) {
    List<Box> boxes = new ArrayList<>();
    int at = range.first;
    for (Range inside : range.inside) {
      folding.stacks(at, inside.first, boxes);
      boxes.add(simplest(group(inside)));
      at = inside.end;
    }
    folding.stacks(at, range.end, boxes);
    return new Group(
        range.kind,
        range.path,
        range.first,
        range.end,
        range.end,
        1,
        range.call,
        parted(folding.fold(boxes)));
  }

  /** A box that holds nothing but another is that one. */
  private static Box simplest(Group group) {
    if (group.boxes().size() != 1) {
      return group;
    }
    return switch (group.boxes().getFirst()) {
      case Box.Stack stack -> stack;
      case Group only when group.kind().isEmpty() ->
          new Group(
              only.kind(),
              group.path(),
              only.first(),
              only.inner(),
              only.end(),
              only.count(),
              only.call(),
              only.boxes());
      case Group _ -> group;
    };
  }

  /** Cuts a long row of boxes into parts, so that any network can be drawn. */
  private List<Box> parted(List<Box> boxes) {
    if (boxes.size() <= MOST) {
      return boxes;
    }
    List<Box> parts = new ArrayList<>();
    int each = Math.max(MOST / 2, Math.ceilDiv(boxes.size(), MOST));
    for (int from = 0; from < boxes.size(); from += each) {
      List<Box> part = boxes.subList(from, Math.min(boxes.size(), from + each));
      int first = part.getFirst().first();
      int end = part.getLast().end();
      String kind = "layers " + (first + 1) + " to " + end;
      Optional<Span> place = Optional.of(graph.nodes().get(first).span());
      parts.add(new Group(kind, "", first, end, end, 1, place, parted(part)));
    }
    return parts;
  }
}
