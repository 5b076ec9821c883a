package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Layers of one axis, of what is flattened for them and put back. */
final class Flattened {
  private static final Set<String> OF_FEATURES = Set.of("linear", "layer_norm", "rms_norm");
  private static final Set<String> OF_CHANNELS = Set.of("bn");
  private static final Set<String> OF_ELEMENTS =
      Set.of(
          "relu",
          "relu6",
          "gelu",
          "silu",
          "sigmoid",
          "tanh",
          "hard_swish",
          "mish",
          "leaky_relu",
          "elu",
          "affine");

  private Flattened() {}

  /**
   * {@code reshape([h * w, d]); linear(e); gelu; reshape([h, w, e])} of {@code [h, w, d]}: without
   * the two; and {@code reshape([c, d * h, w]); bn; reshape([c, d, h, w])}.
   */
  static Optional<List<Layer>> restored(Match match, Layer root) {
    if (!root.is("reshape")) {
      return Optional.empty();
    }
    List<Layer> inside = new ArrayList<>();
    Layer at = match.at(root.input());
    while (match.inside(at)
        && at.inputs().size() == 1
        && (OF_FEATURES.contains(at.op())
            || OF_CHANNELS.contains(at.op())
            || OF_ELEMENTS.contains(at.op()))) {
      inside.addFirst(at);
      at = match.at(at.input());
    }
    if (!at.is("reshape") || inside.stream().allMatch(l -> OF_ELEMENTS.contains(l.op()))) {
      return Optional.empty();
    }
    List<Long> before = match.dims(at.input());
    List<Long> flat = at.type().shape().dims();
    boolean features = inside.stream().noneMatch(l -> OF_CHANNELS.contains(l.op()));
    boolean channels = inside.stream().noneMatch(l -> OF_FEATURES.contains(l.op()));
    boolean kept =
        features
                && before.getLast().equals(flat.getLast())
                && inside.stream().noneMatch(Flattened::statesFirst)
            || channels && before.getFirst().equals(flat.getFirst());
    return kept ? over(match, root, at.input(), inside, features) : Optional.empty();
  }

  private static boolean statesFirst(Layer layer) {
    return layer.args().containsKey("axis") && !layer.arg("axis", -1L).equals(-1L);
  }

  private static Optional<List<Layer>> over(
      Match match, Layer root, Ref from, List<Layer> inside, boolean features) {
    List<Layer> made = new ArrayList<>();
    Ref flow = from;
    for (Layer layer : inside) {
      Ref x = flow;
      List<Long> dims = match.dims(x);
      Optional<Layer> next =
          again(match, layer, x, false)
              .filter(l -> keeps(l, dims, features))
              .or(() -> again(match, layer, x, true).filter(l -> keeps(l, dims, features)));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      match.remember(next.get());
      made.add(next.get());
      flow = next.get().out();
    }
    return made.getLast().type().shape().equals(root.type().shape())
        ? Optional.of(made)
        : Optional.empty();
  }

  private static Optional<Layer> again(Match match, Layer layer, Ref x, boolean axis) {
    SequencedMap<String, Object> args = new LinkedHashMap<>(layer.args());
    if (axis) {
      if (!OF_FEATURES.contains(layer.op())) {
        return Optional.empty();
      }
      args.put("axis", -1L);
    }
    return match.make(
        layer.op(), args, List.of(x), new LinkedHashMap<>(layer.weights()), layer.node());
  }

  /** Whether only the one axis is another. */
  private static boolean keeps(Layer layer, List<Long> from, boolean features) {
    List<Long> dims = layer.type().shape().dims();
    int last = from.size() - 1;
    return dims.size() == from.size()
        && (features ? dims.subList(0, last).equals(from.subList(0, last)) : dims.equals(from));
  }
}
