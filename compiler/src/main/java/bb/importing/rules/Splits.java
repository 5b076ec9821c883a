package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Slices of one tensor that take all of it between them: a split. */
final class Splits {
  private Splits() {}

  private record Place(Ref tensor, long axis) {}

  /** A split as slices, so that rules only have to know these. */
  static void part(LayerGraph graph) {
    Map<Ref, Ref> moved = new HashMap<>();
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : List.copyOf(graph.layers())) {
      if (!layer.is(Layer.SPLIT)) {
        layers.add(layer);
        continue;
      }
      long start = 0;
      for (int i = 0; i < layer.types().size(); i++) {
        long size = (Long) ((List<?>) layer.args().get("sizes")).get(i);
        SequencedMap<String, Object> args = Layers.args("axis", (long) layer.axis());
        args.put("start", start);
        if (start + size < graph.dims(layer.input()).get(layer.axis())) {
          args.put("end", start + size);
        }
        Layer slice = graph.make("slice", args, layer.inputs(), Layers.none(), layer.node());
        layers.add(slice);
        moved.put(new Ref(layer.id(), i), slice.out());
        start += size;
      }
    }
    graph.replace(layers);
    graph.redirect(moved);
  }

  static void join(LayerGraph graph) {
    Map<Place, List<Layer>> slices = new LinkedHashMap<>();
    for (Layer layer : graph.layers()) {
      boolean dense = !layer.args().containsKey("step");
      if (layer.is("slice") && dense) {
        slices
            .computeIfAbsent(new Place(layer.input(), layer.axis()), _ -> new ArrayList<>())
            .add(layer);
      }
    }
    Map<Ref, Ref> moved = new HashMap<>();
    Map<Integer, Layer> before = new HashMap<>();
    slices.forEach((place, parts) -> {
      List<Layer> sorted = parts.stream().sorted(Comparator.comparingLong(Splits::start)).toList();
      List<Long> sizes = sorted.stream().map(l -> size(l, place.axis())).toList();
      long reached = 0;
      for (int i = 0; i < sorted.size(); i++) {
        if (start(sorted.get(i)) != reached) {
          return;
        }
        reached += sizes.get(i);
      }
      if (sorted.size() < 2 || reached != graph.dims(place.tensor()).get((int) place.axis())) {
        return;
      }
      List<Ref> outputs =
          graph.split(place.tensor(), (int) place.axis(), sizes, sorted.getFirst().node());
      Layer split = graph.layers().removeLast();
      for (int i = 0; i < sorted.size(); i++) {
        moved.put(sorted.get(i).out(), outputs.get(i));
      }
      int first = parts.stream().mapToInt(l -> graph.layers().indexOf(l)).min().orElseThrow();
      before.put(graph.layers().get(first).id(), split);
    });
    if (moved.isEmpty()) {
      return;
    }
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : graph.layers()) {
      if (before.containsKey(layer.id())) {
        layers.add(before.get(layer.id()));
      }
      layers.add(layer);
    }
    graph.replace(layers);
    graph.redirect(moved);
  }

  private static long start(Layer slice) {
    return slice.args().get("start") instanceof Long start ? start : 0;
  }

  private static long size(Layer slice, long axis) {
    return slice.type().shape().dim((int) axis);
  }
}
