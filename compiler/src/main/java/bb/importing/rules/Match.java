package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/** What a rule looks at, and what it makes. */
final class Match {
  private final LayerGraph graph;
  private final Map<Integer, List<Layer>> readers;
  private final Set<Integer> leaving;
  private final Set<Integer> still;

  Match(LayerGraph graph) {
    this.graph = graph;
    this.readers = graph.readers();
    this.leaving = graph.leaving();
    this.still = graph.still();
  }

  Layer at(Ref ref) {
    return graph.layer(ref);
  }

  List<Long> dims(Ref ref) {
    return graph.dims(ref);
  }

  /** Whether a layer is read once, and by a layer. */
  boolean inside(Layer layer) {
    return !leaving.contains(layer.id()) && readers.getOrDefault(layer.id(), List.of()).size() == 1;
  }

  List<Layer> readers(Layer layer) {
    return readers.getOrDefault(layer.id(), List.of());
  }

  /** Whether more than the first of what a layer makes is read, or flows out. */
  boolean readsMore(Layer layer) {
    return Stream.concat(
            readers(layer).stream().flatMap(reader -> reader.inputs().stream()),
            graph.outputs().stream().map(LayerGraph.Output::ref))
        .anyMatch(ref -> ref.layer() == layer.id() && ref.output() > 0);
  }

  boolean leaves(Layer layer) {
    return leaving.contains(layer.id());
  }

  /** Whether a tensor is there before anything flows. */
  boolean isStill(Ref ref) {
    return still.contains(ref.layer());
  }

  /** The layer behind a tensor, if it is of that kind. */
  Optional<Layer> is(Ref ref, String op) {
    return Optional.of(at(ref)).filter(layer -> layer.is(op));
  }

  /** The layer behind a tensor, if it is one of those and nothing else reads it. */
  Optional<Layer> only(Ref ref, String... ops) {
    return Optional.of(at(ref)).filter(l -> List.of(ops).contains(l.op())).filter(this::inside);
  }

  /** The tensor that a layer of two has beside one, whichever comes first. */
  Optional<Ref> beside(Layer layer, Ref one) {
    if (layer.inputs().size() != 2) {
      return Optional.empty();
    }
    Ref first = layer.inputs().get(0);
    Ref second = layer.inputs().get(1);
    return first.equals(one)
        ? Optional.of(second)
        : second.equals(one) ? Optional.of(first) : Optional.empty();
  }

  /** Both orders of a layer's two tensors. */
  List<List<Ref>> orders(Layer layer) {
    return layer.inputs().size() == 2
        ? List.of(layer.inputs(), layer.inputs().reversed())
        : List.of();
  }

  /** A number among a layer's arguments. */
  static double number(Layer layer, String name, double otherwise) {
    return layer.args().get(name) instanceof Double number ? number : otherwise;
  }

  /** Whether a layer is {@code affine} with these numbers. */
  static boolean affine(Layer layer, double scale, double shift) {
    return layer.is("affine")
        && near(number(layer, "scale", 1), scale)
        && near(number(layer, "shift", 0), shift);
  }

  static boolean near(double x, double y) {
    return Math.abs(x - y) <= 1e-5 * Math.max(1e-3, Math.abs(y));
  }

  /** Lets further layers of an answer read one that is not in the graph yet. */
  void remember(Layer layer) {
    graph.remember(layer);
  }

  /** A layer for a rule to answer with; empty if its own rule does not allow it. */
  Optional<Layer> make(
      String op,
      SequencedMap<String, Object> args,
      List<Ref> inputs,
      SequencedMap<String, Const> weights,
      String node) {
    try {
      return Optional.of(graph.make(op, args, inputs, weights, node));
    } catch (LayerGraph.Impossible _) {
      return Optional.empty();
    }
  }

  /** A tensor of the network under another shape, for a rule to answer with. */
  Layer reshaped(Layer tensor, List<Long> dims) {
    Const numbers = tensor.numbers().orElseThrow().reshaped(dims);
    Layer made = graph.makeTensor(tensor.op(), numbers, tensor.node());
    graph.remember(made);
    return made;
  }

  Optional<List<Layer>> one(
      String op, SequencedMap<String, Object> args, Layer root, Ref... inputs) {
    return weighted(op, args, Layers.none(), root, inputs);
  }

  Optional<List<Layer>> one(String op, Layer root, Ref... inputs) {
    return one(op, Layers.args(), root, inputs);
  }

  Optional<List<Layer>> weighted(
      String op,
      SequencedMap<String, Object> args,
      SequencedMap<String, Const> weights,
      Layer root,
      Ref... inputs) {
    return make(op, args, List.of(inputs), weights, root.node())
        .filter(layer -> layer.type().shape().equals(root.type().shape()))
        .map(List::of);
  }

  /**
   * Some layers one behind the other. The first reads {@code from}, each other one the one before.
   */
  Optional<List<Layer>> chain(
      Layer root, Ref from, List<Map.Entry<String, SequencedMap<String, Object>>> steps) {
    return steps(root, from, steps)
        .filter(made -> made.getLast().type().shape().equals(root.type().shape()));
  }

  /** The same, whatever comes out of it. */
  Optional<List<Layer>> steps(
      Layer root, Ref from, List<Map.Entry<String, SequencedMap<String, Object>>> steps) {
    List<Layer> made = new ArrayList<>();
    Ref flow = from;
    for (var step : steps) {
      Optional<Layer> layer =
          make(step.getKey(), step.getValue(), List.of(flow), Layers.none(), root.node());
      if (layer.isEmpty()) {
        return Optional.empty();
      }
      // what a rule answers is not in the graph yet
      graph.remember(layer.get());
      made.add(layer.get());
      flow = layer.get().out();
    }
    return Optional.of(made);
  }
}
