package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Ref;
import bb.types.DType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the layers that join branches. The branches of a join begin at the layer that everything
 * passes which reaches it, its dominator; they are branches if nothing else reads what is in them.
 */
public final class Branches {
  private static final Set<String> JOINS = Set.of("add", "concat", "mul");

  private final LayerGraph graph;
  private final Map<Integer, List<Layer>> readers;
  private final Set<Integer> leaving;
  private final Set<Integer> still;
  private final Set<Integer> conditions;
  private final Map<Integer, Integer> dominators = new HashMap<>();
  private final Map<Integer, Integer> depths = new HashMap<>();

  private Branches(LayerGraph graph) {
    this.graph = graph;
    this.readers = graph.readers();
    this.leaving = graph.leaving();
    this.still = graph.still();
    this.conditions = conditions(graph);
    dominate();
  }

  /** The layers but inputs and tensors, in order, with branches as such. */
  public static List<Item> of(LayerGraph graph) {
    List<Layer> layers = graph.layers().stream().filter(l -> !l.isSource()).toList();
    return new Branches(graph).items(layers);
  }

  /**
   * Layers that flow: tensors that are there before, and what is made of them, do not count, nor do
   * conditions beside what does.
   */
  private List<Ref> flows(Layer layer) {
    List<Ref> flows = layer.inputs().stream().filter(ref -> !still.contains(ref.layer())).toList();
    List<Ref> beside = flows.stream().filter(ref -> !conditions.contains(ref.layer())).toList();
    return beside.isEmpty() ? flows : beside;
  }

  /** Truth values that say something of what flows into the network, such as what is padding. */
  private static Set<Integer> conditions(LayerGraph graph) {
    Set<Integer> learned = new HashSet<>();
    Set<Integer> conditions = new HashSet<>();
    for (Layer layer : graph.layers()) {
      if (!layer.isSource()
          && (!layer.weights().isEmpty()
              || layer.inputs().stream().anyMatch(ref -> learned.contains(ref.layer())))) {
        learned.add(layer.id());
      } else if (!layer.isTensor() && layer.type().dtype() == DType.BOOL) {
        conditions.add(layer.id());
      }
    }
    return conditions;
  }

  /** The nearest layer that all ways lead through, or -1. */
  private void dominate() {
    depths.put(-1, 0);
    for (Layer layer : graph.layers()) {
      int dominator = -2;
      for (Ref ref : flows(layer)) {
        dominator = dominator == -2 ? ref.layer() : common(dominator, ref.layer());
      }
      int found = dominator == -2 ? -1 : dominator;
      dominators.put(layer.id(), found);
      depths.put(layer.id(), depths.get(found) + 1);
    }
  }

  private int common(int x, int y) {
    int a = x;
    int b = y;
    while (a != b) {
      if (depths.get(a) >= depths.get(b)) {
        a = dominators.get(a);
      } else {
        b = dominators.get(b);
      }
    }
    return a;
  }

  private List<Item> items(List<Layer> layers) {
    Map<Integer, Item> made = new LinkedHashMap<>();
    Set<Integer> inside = new HashSet<>();
    for (Layer layer : layers.reversed()) {
      if (inside.contains(layer.id())) {
        continue;
      }
      List<Set<Layer>> branches = branches(layer);
      if (branches.isEmpty()) {
        made.put(layer.id(), new Item.Call(layer));
        continue;
      }
      List<List<Item>> items = new ArrayList<>();
      for (Set<Layer> branch : branches) {
        branch.forEach(l -> inside.add(l.id()));
        items.add(items(layers.stream().filter(branch::contains).toList()));
      }
      made.put(layer.id(), new Item.Join(layer, graph.layer(dominators.get(layer.id())), items));
    }
    return List.copyOf(made.values()).reversed();
  }

  /** The layers of each branch, or nothing if they are no branches. */
  private List<Set<Layer>> branches(Layer join) {
    List<Ref> flows = flows(join);
    int from = dominators.getOrDefault(join.id(), -1);
    if (!JOINS.contains(join.op())
        || flows.size() < 2
        || flows.size() != join.inputs().size()
        || from < 0) {
      return List.of();
    }
    boolean tuple = graph.layer(from).types().size() > 1;
    if (tuple && graph.layer(from).types().size() != flows.size()) {
      return List.of();
    }
    List<Set<Layer>> branches = new ArrayList<>();
    Set<Integer> taken = new HashSet<>();
    for (int i = 0; i < flows.size(); i++) {
      Set<Layer> branch = new LinkedHashSet<>();
      Deque<Ref> open = new ArrayDeque<>(List.of(flows.get(i)));
      while (!open.isEmpty()) {
        Ref ref = open.pop();
        if (ref.layer() == from) {
          if (tuple && ref.output() != i) {
            return List.of();
          }
          continue;
        }
        Layer layer = graph.layer(ref);
        if (layer.is(Layer.INPUT) || layer.is(Layer.ENTRY)) {
          return List.of();
        }
        if (branch.add(layer)) {
          if (!taken.add(layer.id())) {
            return List.of();
          }
          open.addAll(flows(layer));
        }
      }
      branch.addAll(made(branch));
      branch.forEach(layer -> taken.add(layer.id()));
      branches.add(branch);
    }
    for (int i = 0; i < branches.size(); i++) {
      for (Layer layer : branches.get(i)) {
        if (leaving.contains(layer.id()) || !within(layer, branches.get(i), join)) {
          return List.of();
        }
      }
      if (branches.get(i).isEmpty() && branches.stream().allMatch(Set::isEmpty)) {
        return List.of();
      }
    }
    return branches;
  }

  /** Layers of nothing but tensors that only these read. */
  private Set<Layer> made(Set<Layer> branch) {
    Set<Layer> made = new LinkedHashSet<>();
    Deque<Layer> open = new ArrayDeque<>(branch);
    while (!open.isEmpty()) {
      for (Ref ref : open.pop().inputs()) {
        Layer layer = graph.layer(ref);
        boolean own =
            still.contains(layer.id())
                && !layer.isTensor()
                && !leaving.contains(layer.id())
                && readers.get(layer.id()).stream()
                    .allMatch(r -> branch.contains(r) || made.contains(r));
        if (own && made.add(layer)) {
          open.add(layer);
        }
      }
    }
    return made;
  }

  private boolean within(Layer layer, Set<Layer> branch, Layer join) {
    return readers.getOrDefault(layer.id(), List.of()).stream()
        .allMatch(reader -> reader.id() == join.id() || branch.contains(reader));
  }
}
