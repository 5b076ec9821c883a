package bb.report.draw;

import bb.graph.Graph;
import bb.graph.Graph.Node;
import bb.report.draw.Box.Group;
import bb.types.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * How the boxes of a group are connected. A box has an entry for each tensor that it reads from
 * outside, in the order in which it does, and an exit for each that others read.
 *
 * @param ins the tensors that come from outside of the group
 * @param outs those that are read outside
 */
record Wires(List<Value> ins, List<Value> outs, List<Ends> ends, List<Wire> wires) {
  Wires {
    ins = List.copyOf(ins);
    outs = List.copyOf(outs);
    ends = List.copyOf(ends);
    wires = List.copyOf(wires);
  }

  /** The box of the group's own entries and exits. */
  static final int EDGE = -1;

  /** What a box reads and what it yields. */
  record Ends(List<Value> ins, List<Value> outs) {
    Ends {
      ins = List.copyOf(ins);
      outs = List.copyOf(outs);
    }
  }

  /**
   * @param from the box, or {@link #EDGE}, and which of its exits
   * @param to the box, or {@link #EDGE}, and which of its entries
   * @param value what flows
   */
  record Wire(int from, int exit, int to, int entry, Value value) {}

  static Wires of(Graph graph, Folding folding, Group group) {
    List<Box> boxes = group.boxes();
    Ends whole =
        group.end() == graph.nodes().size() && group.first() == 0 && group.count() == 1
            ? network(graph)
            : ends(graph, folding, group.first(), group.inner());
    Map<Integer, int[]> makers = new LinkedHashMap<>();
    for (int i = 0; i < whole.ins.size(); i++) {
      makers.put(whole.ins.get(i).id(), new int[] {EDGE, i});
    }
    List<Ends> ends = new ArrayList<>();
    List<Wire> wires = new ArrayList<>();
    for (int i = 0; i < boxes.size(); i++) {
      Box box = boxes.get(i);
      Ends own = ends(graph, folding, box.first(), box.end());
      ends.add(own);
      for (int j = 0; j < own.ins.size(); j++) {
        wires.add(wire(makers, own.ins.get(j), i, j));
      }
      for (int j = 0; j < own.outs.size(); j++) {
        makers.put(own.outs.get(j).id(), new int[] {i, j});
      }
    }
    for (int j = 0; j < whole.outs.size(); j++) {
      wires.add(wire(makers, whole.outs.get(j), EDGE, j));
    }
    return new Wires(whole.ins, whole.outs, ends, wires);
  }

  private static Wire wire(Map<Integer, int[]> makers, Value value, int to, int entry) {
    int[] from = makers.get(value.id());
    return new Wire(from[0], from[1], to, entry, value);
  }

  /** All inputs, whether they are read or not. */
  private static Ends network(Graph graph) {
    return new Ends(
        graph.inputs().stream().map(Graph.Input::value).toList(),
        graph.outputs().stream().map(Graph.Output::value).toList());
  }

  private static Ends ends(Graph graph, Folding folding, int first, int end) {
    SequencedMap<Integer, Value> ins = new LinkedHashMap<>();
    List<Value> outs = new ArrayList<>();
    for (int i = first; i < end; i++) {
      Node node = graph.nodes().get(i);
      for (Value input : node.inputs()) {
        int producer = folding.producer(input);
        if (producer < first) {
          ins.put(input.id(), input);
        }
      }
      node.outputs().stream()
          .filter(value -> folding.readers(value).stream().anyMatch(reader -> reader >= end))
          .forEach(outs::add);
    }
    return new Ends(List.copyOf(ins.values()), outs);
  }
}
