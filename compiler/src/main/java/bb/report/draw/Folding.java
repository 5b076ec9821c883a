package bb.report.draw;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Draws as one what belongs together: layers that are stacked on top of each other, and equal boxes
 * in a row. Boxes are equal if their layers are, with arguments, shapes and connections; they are
 * in a row if each reads what the one before it made, or what that one read, too.
 */
final class Folding {
  private final Graph graph;
  private final Map<Integer, Integer> producers = new HashMap<>();
  private final Map<Integer, List<Integer>> readers = new HashMap<>();

  Folding(Graph graph) {
    this.graph = graph;
    int end = graph.nodes().size();
    for (int i = 0; i < end; i++) {
      for (Value output : node(i).outputs()) {
        producers.put(output.id(), i);
      }
      for (Value input : node(i).inputs()) {
        readers.computeIfAbsent(input.id(), _ -> new ArrayList<>()).add(i);
      }
    }
    // the network's outputs are read behind its last layer
    graph
        .outputs()
        .forEach(o -> readers.computeIfAbsent(o.value().id(), _ -> new ArrayList<>()).add(end));
  }

  private Node node(int index) {
    return graph.nodes().get(index);
  }

  /** The layer that makes a value; −1 for an input. */
  int producer(Value value) {
    return producers.getOrDefault(value.id(), -1);
  }

  List<Integer> readers(Value value) {
    return readers.getOrDefault(value.id(), List.of());
  }

  /** Adds the layers of a range: what keeps the shape stands on what it reads. */
  void stacks(int first, int end, List<Box> boxes) {
    int from = first;
    for (int i = first + 1; i <= end; i++) {
      if (i == end || !standsOn(i, i - 1)) {
        boxes.add(new Box.Stack(from, i, i, 1));
        from = i;
      }
    }
  }

  private boolean standsOn(int node, int below) {
    Node upper = node(node);
    Node lower = node(below);
    return upper.inputs().size() == 1
        && lower.outputs().size() == 1
        && lower.inputs().size() == 1
        && upper.inputs().getFirst().id() == lower.output().id()
        && readers(lower.output()).size() == 1
        && Role.of(graph, upper).standsOnOthers()
        && upper.output().type().equals(lower.output().type());
  }

  /** The same boxes with equal ones in a row as one. */
  List<Box> fold(List<Box> boxes) {
    List<Box> folded = new ArrayList<>();
    int from = 0;
    while (from < boxes.size()) {
      int to = from + 1;
      while (to < boxes.size() && follows(boxes.get(to - 1), boxes.get(to))) {
        to++;
      }
      // a chain of three may be one of two behind something else that they read
      folded.add(to - from > 1 ? counted(boxes, from, to) : boxes.get(from));
      from = to;
    }
    return folded;
  }

  private static Box counted(List<Box> boxes, int from, int to) {
    int end = boxes.get(to - 1).end();
    int count = to - from;
    return switch (boxes.get(from)) {
      case Box.Stack s -> new Box.Stack(s.first(), s.inner(), end, count);
      case Box.Group g ->
          new Box.Group(g.kind(), g.path(), g.first(), g.inner(), end, count, g.call(), g.boxes());
    };
  }

  private boolean follows(Box before, Box after) {
    if (before.count() > 1
        || after.count() > 1
        || before.end() != after.first()
        || before.end() - before.first() != after.end() - after.first()
        || !isWholeBlock(before)
        || !kind(before).equals(kind(after))
        || !outer(before).equals(outer(after))) {
      return false;
    }
    List<Value> were = new ArrayList<>();
    List<Value> are = new ArrayList<>();
    return signature(before, were).equals(signature(after, are))
        && isChain(before, were, after, are)
        && made(before).equals(made(after));
  }

  /** A single layer is no block: two in a row are what the source says. */
  private static boolean isWholeBlock(Box box) {
    return box instanceof Box.Group || box.end() - box.first() > 1;
  }

  private static String kind(Box box) {
    return box instanceof Box.Group group ? group.kind() : "";
  }

  /** The name without its last part: what is folded stands in one place. */
  private String outer(Box box) {
    String path = box instanceof Box.Group group ? group.path() : "";
    return path.substring(0, Math.max(0, path.lastIndexOf('.')));
  }

  /**
   * What a box computes, as text.
   *
   * @param outside takes the values that it reads, each once
   */
  private String signature(Box box, List<Value> outside) {
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    for (int i = box.first(); i < box.end(); i++) {
      Node node = node(i);
      text.append(node.call());
      for (Value input : node.inputs()) {
        int from = producer(input);
        if (from >= box.first() && from < box.end()) {
          text.append(" ^").append(from - box.first()).append('.').append(output(from, input));
        } else {
          int number = numbers.computeIfAbsent(input.id(), _ -> add(outside, input));
          text.append(" <").append(number).append(input.type());
        }
      }
      for (int parameter : node.parameters()) {
        text.append(' ').append(graph.parameters().get(parameter).type());
      }
      node.outputs().forEach(output -> text.append(" : ").append(output.type()));
      text.append('\n');
    }
    return text.toString();
  }

  private static int add(List<Value> values, Value value) {
    values.add(value);
    return values.size() - 1;
  }

  private int output(int node, Value value) {
    return node(node).outputs().stream().map(Value::id).toList().indexOf(value.id());
  }

  private boolean isChain(Box before, List<Value> were, Box after, List<Value> are) {
    boolean chained = false;
    for (int i = 0; i < are.size(); i++) {
      int from = producer(are.get(i));
      if (from >= before.first() && from < before.end()) {
        chained = true;
      } else if (are.get(i).id() != were.get(i).id()) {
        return false;
      }
    }
    Set<Integer> inside = new HashSet<>();
    for (int i = before.first(); i < before.end(); i++) {
      node(i).outputs().stream().flatMap(v -> readers(v).stream()).forEach(inside::add);
    }
    return chained && inside.stream().allMatch(reader -> reader < after.end());
  }

  /** Which of its layers others read. */
  private Set<Integer> made(Box box) {
    Set<Integer> made = new TreeSet<>();
    for (int i = box.first(); i < box.end(); i++) {
      boolean read =
          node(i).outputs().stream()
              .flatMap(v -> readers(v).stream())
              .anyMatch(reader -> reader >= box.end());
      if (read) {
        made.add(i - box.first());
      }
    }
    return made;
  }
}
