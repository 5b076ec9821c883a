package bb.report.draw;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.report.draw.Box.Group;
import bb.report.draw.Box.Stack;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SequencedSet;

/**
 * The boxes of a drawing that are seen at a depth, and what is read of what: for programs that lay
 * out by themselves.
 *
 * @param seen of each layer of the first of equal boxes the box in which it is seen
 */
record Flat(Graph graph, Group root, int depth, Map<Integer, Box> seen) {
  /** About as many boxes as such programs draw well. */
  private static final int MOST = 44;

  static Flat of(Graph whole, OptionalInt depth) {
    Graph graph = Thinned.of(whole).graph();
    Group root = Structure.of(graph);
    Flat flat = new Flat(graph, root, depth.orElse(Laid.depth(root, MOST)), new HashMap<>());
    flat.see(root, 0);
    return flat;
  }

  boolean isOpen(Box box, int level) {
    return box instanceof Group && level < depth;
  }

  private void see(Group group, int level) {
    for (Box box : group.boxes()) {
      if (isOpen(box, level + 1)) {
        see((Group) box, level + 1);
      } else {
        for (int i = box.first(); i < box.end(); i++) {
          seen.put(i, box);
        }
      }
    }
  }

  /**
   * @param from the id of a box or an input
   * @param text the shape of what flows
   */
  record Arrow(String from, String to, String text) {}

  SequencedSet<Arrow> arrows() {
    Map<Integer, String> makers = new HashMap<>();
    for (int i = 0; i < graph.inputs().size(); i++) {
      makers.put(graph.inputs().get(i).value().id(), "in" + i);
    }
    // what a copy makes is drawn at the first of them
    Map<Integer, Integer> first = new HashMap<>();
    first(root, 0, first);
    for (int i = 0; i < graph.nodes().size(); i++) {
      String maker = id(seen.get(first.getOrDefault(i, i)));
      graph.nodes().get(i).outputs().forEach(value -> makers.put(value.id(), maker));
    }
    SequencedSet<Arrow> arrows = new LinkedHashSet<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      if (!first.containsKey(i)) {
        String reader = id(seen.get(i));
        for (Value input : graph.nodes().get(i).inputs()) {
          add(arrows, makers, input, reader);
        }
      }
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      add(arrows, makers, graph.outputs().get(i).value(), "out" + i);
    }
    return arrows;
  }

  private static void add(
      SequencedSet<Arrow> arrows, Map<Integer, String> makers, Value value, String reader) {
    String maker = makers.get(value.id());
    if (!maker.equals(reader)) {
      arrows.add(new Arrow(maker, reader, Metrics.shape(value.type().shape())));
    }
  }

  /** Of each layer of a copy that is open, the layer of the first one that stands for it. */
  private void first(Group group, int level, Map<Integer, Integer> found) {
    for (Box box : group.boxes()) {
      if (isOpen(box, level + 1)) {
        first((Group) box, level + 1, found);
        int length = box.inner() - box.first();
        for (int i = box.inner(); i < box.end(); i++) {
          int of = box.first() + (i - box.first()) % length;
          found.put(i, found.getOrDefault(of, of));
        }
      }
    }
  }

  static String id(Box box) {
    return "n" + box.first() + "_" + box.end();
  }

  /** What stands in a box, a line each. */
  List<String> lines(Box box) {
    String times = box.count() > 1 ? " ×" + box.count() : "";
    return switch (box) {
      case Group group -> {
        String label = group.label();
        yield label.isEmpty()
            ? List.of(group.title() + times)
            : List.of(group.title() + times, label);
      }
      case Stack stack -> {
        List<String> lines = new ArrayList<>();
        for (Node node : graph.nodes().subList(stack.first(), stack.inner())) {
          lines.add(Captions.of(node));
        }
        if (lines.size() == 1) {
          yield List.of(lines.getFirst() + times);
        }
        if (box.count() > 1) {
          lines.add("×" + box.count());
        }
        yield lines;
      }
    };
  }

  /** How a box is coloured: as its first layer. */
  String style(Box box) {
    return switch (box) {
      case Group _ -> "group";
      case Stack stack -> Role.of(graph, graph.nodes().get(stack.first())).style();
    };
  }
}
