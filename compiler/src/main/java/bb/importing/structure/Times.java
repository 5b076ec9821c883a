package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The times that some layers are applied together: each time one tensor flows in, one flows out,
 * and the same is done with the same tensors of the model.
 */
final class Times {
  /** A tensor that makes two layers the same is one of the model; a folded one is its own. */
  private record Step(String op, Map<String, Object> args, Map<String, List<Object>> tensors) {
    static Step of(Layer layer) {
      Map<String, List<Object>> tensors = new HashMap<>();
      layer
          .weights()
          .forEach((local, tensor) -> tensors.put(local, List.of(tensor.data(), tensor.dims())));
      return new Step(layer.op(), layer.args(), tensors);
    }
  }

  /** What is done one time: layers in their order, what flows in, and what flows out. */
  record Time(List<Layer> layers, Ref in, Ref out) {}

  private final LayerGraph graph;
  private final Map<Integer, List<Layer>> readers;
  private final Set<Integer> leaving;

  /** Layers that a model has several times, by the number of the first. */
  private final Map<Integer, List<Layer>> often = new LinkedHashMap<>();

  Times(LayerGraph graph) {
    this.graph = graph;
    this.readers = graph.readers();
    this.leaving = graph.leaving();
    Map<Step, List<Layer>> alike = new LinkedHashMap<>();
    for (Layer layer : graph.layers()) {
      if (!layer.isTensor() && layer.weights().values().stream().anyMatch(t -> t.learned())) {
        alike.computeIfAbsent(Step.of(layer), _ -> new ArrayList<>()).add(layer);
      }
    }
    alike.values().stream()
        .filter(layers -> layers.size() > 1)
        .forEach(layers -> often.put(layers.getFirst().id(), layers));
  }

  /** The first of layers that a model has several times, in their order. */
  List<Layer> repeated() {
    return often.values().stream().map(List::getFirst).toList();
  }

  /**
   * All times that layers are applied; none if they are not, or not always as a whole.
   *
   * @param own the first of them that have tensors
   */
  List<Time> of(List<Layer> own) {
    if (own.isEmpty() || !own.stream().allMatch(layer -> often.containsKey(layer.id()))) {
      return List.of();
    }
    List<Time> times = new ArrayList<>();
    int count = often.get(own.getFirst().id()).size();
    for (int i = 0; i < count; i++) {
      Set<Integer> layers = new HashSet<>();
      for (Layer layer : own) {
        List<Layer> all = often.get(layer.id());
        if (all.size() != count) {
          return List.of();
        }
        layers.add(all.get(i).id());
      }
      List<Layer> between = between(layers);
      Set<Ref> in = in(between);
      Set<Ref> out = out(between);
      if (in.size() != 1 || out.size() != 1) {
        return List.of();
      }
      times.add(new Time(between, in.iterator().next(), out.iterator().next()));
    }
    return areAlike(times, own.size()) ? times : List.of();
  }

  /** With the activations that follow each time. */
  List<Time> closed(List<Time> times) {
    List<Time> longer = new ArrayList<>();
    Set<Step> steps = new HashSet<>();
    for (Time time : times) {
      List<Layer> next = readers.getOrDefault(time.out().layer(), List.of());
      boolean closes =
          next.size() == 1
              && !leaving.contains(time.out().layer())
              && Scopes.CLOSING.contains(next.getFirst().op());
      if (!closes) {
        return times;
      }
      List<Layer> layers = new ArrayList<>(time.layers());
      layers.add(next.getFirst());
      steps.add(Step.of(next.getFirst()));
      longer.add(new Time(layers, time.in(), next.getFirst().out()));
    }
    return steps.size() == 1 ? longer : times;
  }

  /** The layers, and those through which one of them reaches another, in their order. */
  private List<Layer> between(Set<Integer> ends) {
    Set<Integer> after = new HashSet<>(ends);
    for (Layer layer : graph.layers()) {
      if (layer.inputs().stream().anyMatch(ref -> after.contains(ref.layer()))) {
        after.add(layer.id());
      }
    }
    Set<Integer> before = new HashSet<>(ends);
    for (Layer layer : graph.layers().reversed()) {
      if (before.contains(layer.id())) {
        layer.inputs().forEach(ref -> before.add(ref.layer()));
      }
    }
    return graph.layers().stream()
        .filter(layer -> after.contains(layer.id()) && before.contains(layer.id()))
        .toList();
  }

  private Set<Ref> in(List<Layer> layers) {
    Set<Integer> inside = ids(layers);
    Set<Ref> in = new LinkedHashSet<>();
    layers.forEach(layer -> in.addAll(layer.inputs()));
    in.removeIf(ref -> inside.contains(ref.layer()));
    return in;
  }

  /** What others read, all of a layer's outputs if one of them. */
  private Set<Ref> out(List<Layer> layers) {
    Set<Integer> inside = ids(layers);
    Set<Ref> out = new LinkedHashSet<>();
    for (Layer layer : layers) {
      boolean read =
          readers.getOrDefault(layer.id(), List.of()).stream()
              .anyMatch(reader -> !inside.contains(reader.id()));
      if (read || leaving.contains(layer.id())) {
        for (int i = 0; i < layer.types().size(); i++) {
          out.add(new Ref(layer.id(), i));
        }
      }
    }
    return out;
  }

  static Set<Integer> ids(List<Layer> layers) {
    Set<Integer> ids = new HashSet<>();
    layers.forEach(layer -> ids.add(layer.id()));
    return ids;
  }

  /**
   * Whether layer by layer the same is done each time, of tensors that flow.
   *
   * @param named how many of the layers have tensors, all others having none
   */
  private boolean areAlike(List<Time> times, int named) {
    Set<List<Object>> kinds = new HashSet<>();
    Set<Integer> all = new HashSet<>();
    int count = 0;
    for (Time time : times) {
      Map<Integer, Integer> places = new HashMap<>();
      List<Object> kind = new ArrayList<>();
      for (Layer layer : time.layers()) {
        kind.add(Step.of(layer));
        for (Ref ref : layer.inputs()) {
          kind.add(places.getOrDefault(ref.layer(), -1));
          kind.add(places.containsKey(ref.layer()) ? ref.output() : 0);
        }
        places.put(layer.id(), places.size());
        all.add(layer.id());
        count++;
      }
      kind.add(places.get(time.out().layer()));
      kinds.add(kind);
      boolean own = time.layers().stream().filter(l -> !l.weights().isEmpty()).count() == named;
      if (!own || graph.layer(time.in()).isTensor()) {
        return false;
      }
    }
    return kinds.size() == 1 && all.size() == count;
  }
}
