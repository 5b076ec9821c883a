package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.types.Axes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

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

  /** Layers of one axis, the last of which ends them, and the reshape that is before them. */
  private record Chain(List<Layer> inside, Layer flat) {
    /** One that ends with a layer, whoever reads it. */
    static Optional<Chain> to(Match match, Layer last) {
      List<Layer> inside = new ArrayList<>();
      Layer at = last;
      while (at.inputs().size() == 1 && isOfOneAxis(at) && (at == last || match.inside(at))) {
        inside.addFirst(at);
        at = match.at(at.input());
      }
      boolean idle = inside.stream().allMatch(l -> OF_ELEMENTS.contains(l.op()));
      return at.is("reshape") && !idle ? Optional.of(new Chain(inside, at)) : Optional.empty();
    }

    private static boolean isOfOneAxis(Layer layer) {
      return OF_FEATURES.contains(layer.op())
          || OF_CHANNELS.contains(layer.op())
          || OF_ELEMENTS.contains(layer.op());
    }

    List<Long> dims() {
      return flat.type().shape().dims();
    }

    boolean isOfFeatures() {
      return inside.stream().noneMatch(l -> OF_CHANNELS.contains(l.op()) || statesFirst(l));
    }

    boolean isOfChannels() {
      return inside.stream().noneMatch(l -> OF_FEATURES.contains(l.op()));
    }

    /** The layers over what was not flattened yet, or else in the shape that is wanted. */
    Optional<List<Layer>> making(Match match, List<Long> wanted) {
      List<Long> before = match.dims(flat.input());
      boolean features = isOfFeatures() && before.getLast().equals(dims().getLast());
      boolean channels = isOfChannels() && before.getFirst().equals(dims().getFirst());
      Optional<List<Layer>> plain =
          features || channels
              ? over(match, flat.input(), inside, features, wanted)
              : Optional.empty();
      return plain.isPresent() || !isOfFeatures() ? plain : reshapedBefore(match, wanted);
    }

    private Optional<List<Layer>> reshapedBefore(Match match, List<Long> wanted) {
      List<Long> first = new ArrayList<>(wanted.subList(0, wanted.size() - 1));
      first.add(dims().getLast());
      return match
          .make("reshape", Layers.args("shape", first), flat.inputs(), Layers.none(), flat.node())
          .flatMap(reshaped -> {
            match.remember(reshaped);
            return over(match, reshaped.out(), inside, true, wanted)
                .map(made -> Stream.concat(Stream.of(reshaped), made.stream()).toList());
          });
    }
  }

  /**
   * {@code reshape([h * w, d]); linear(e); gelu; reshape([h, w, e])} of {@code [h, w, d]}: without
   * the two; {@code reshape([c, d * h, w]); bn; reshape([c, d, h, w])}; and features of any other
   * shape with the last reshape alone, but first.
   */
  static Optional<List<Layer>> restored(Match match, Layer root) {
    return root.is("reshape")
        ? Chain.to(match, match.at(root.input()))
            .filter(chain -> match.inside(chain.inside().getLast()))
            .flatMap(chain -> chain.making(match, root.type().shape().dims()))
        : Optional.empty();
  }

  /**
   * {@code reshape([h * w, d]); layer_norm}, where somebody has {@code [h, w, d]} again: the norm
   * of what was not flattened yet, flattened for all others.
   */
  static Optional<List<Layer>> sunk(Match match, Layer root) {
    if (!OF_FEATURES.contains(root.op()) || match.inside(root)) {
      return Optional.empty();
    }
    long features = root.type().shape().dims().getLast();
    return match.readers(root).stream()
        .filter(l -> l.is("reshape"))
        .map(l -> l.type().shape().dims())
        .filter(dims -> dims.getLast() == features && dims.size() > root.type().shape().rank())
        .findFirst()
        .flatMap(dims ->
            Chain.to(match, root)
                .filter(Chain::isOfFeatures)
                .flatMap(chain -> chain.making(match, dims)))
        .flatMap(made -> {
          match.remember(made.getLast());
          return match
              .one(
                  "reshape",
                  Layers.args("shape", root.type().shape().dims()),
                  root,
                  made.getLast().out())
              .map(flat -> Stream.concat(made.stream(), flat.stream()).toList());
        });
  }

  private static boolean statesFirst(Layer layer) {
    return layer.args().containsKey("axis") && !layer.arg("axis", -1L).equals(-1L);
  }

  private static Optional<List<Layer>> over(
      Match match, Ref from, List<Layer> inside, boolean features, List<Long> wanted) {
    List<Layer> made = new ArrayList<>();
    Ref flow = from;
    for (Layer layer : inside) {
      Ref x = flow;
      List<Long> dims = match.dims(x);
      // where nothing says which axis the features are, the layer has to
      boolean said =
          dims.size() < 3 || match.at(x).types().get(x.output()).axes() == Axes.LAST || !features;
      Optional<Layer> next =
          again(match, layer, x, !said)
              .filter(l -> keeps(l, dims, features))
              .or(() -> again(match, layer, x, said).filter(l -> keeps(l, dims, features)));
      if (next.isEmpty()) {
        return Optional.empty();
      }
      match.remember(next.get());
      made.add(next.get());
      flow = next.get().out();
    }
    return made.getLast().type().shape().dims().equals(wanted)
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
