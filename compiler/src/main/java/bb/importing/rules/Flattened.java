package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.types.Axes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/** Layers of one axis, of what is flattened for them and put back. */
final class Flattened {
  private static final Set<String> OF_FEATURES = Set.of("linear", "layer_norm", "rms_norm");
  private static final String PRODUCT = "matmul";
  private static final Set<String> WITH_ROWS = Set.of("add", "mul");
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
      Optional<Ref> flow = flow(match, at);
      while (flow.isPresent() && (at == last || match.inside(at))) {
        inside.addFirst(at);
        at = match.at(flow.get());
        flow = flow(match, at);
      }
      boolean idle =
          inside.stream().allMatch(l -> OF_ELEMENTS.contains(l.op()) || WITH_ROWS.contains(l.op()));
      return at.is("reshape") && !idle ? Optional.of(new Chain(inside, at)) : Optional.empty();
    }

    /** What flows through a layer, if that is of one axis. */
    private static Optional<Ref> flow(Match match, Layer layer) {
      boolean alone =
          OF_FEATURES.contains(layer.op())
              || OF_CHANNELS.contains(layer.op())
              || OF_ELEMENTS.contains(layer.op());
      if (alone) {
        return Optional.of(layer.inputs()).filter(refs -> refs.size() == 1).map(List::getFirst);
      }
      if (layer.is(PRODUCT)) {
        Ref matrix = layer.inputs().getLast();
        boolean single = match.isStill(matrix) && match.dims(matrix).size() == 2;
        return single ? Optional.of(layer.input()) : Optional.empty();
      }
      return WITH_ROWS.contains(layer.op())
          ? match.orders(layer).stream()
              .filter(order -> match.isStill(order.getLast()) && isRow(match.dims(order.getLast())))
              .map(List::getFirst)
              .findFirst()
          : Optional.empty();
    }

    private static boolean isRow(List<Long> dims) {
      return dims.stream().limit(dims.size() - 1).allMatch(dim -> dim == 1);
    }

    List<Long> dims() {
      return flat.type().shape().dims();
    }

    boolean isOfFeatures() {
      return inside.stream().noneMatch(l -> OF_CHANNELS.contains(l.op()) || statesFirst(l));
    }

    boolean isOfChannels() {
      return inside.stream()
          .allMatch(l -> OF_CHANNELS.contains(l.op()) || OF_ELEMENTS.contains(l.op()));
    }

    /** The layers over what was not flattened yet, or else in the shape that is wanted. */
    Optional<List<Layer>> making(Match match, List<Long> wanted) {
      List<Long> before = match.dims(flat.input());
      boolean features = isOfFeatures() && before.getLast().equals(dims().getLast());
      boolean channels = isOfChannels() && before.getFirst().equals(dims().getFirst());
      Optional<List<Layer>> plain =
          features || channels ? over(match, flat.input(), features, wanted) : Optional.empty();
      return plain.isPresent() || !isOfFeatures() ? plain : reshapedBefore(match, wanted);
    }

    private Optional<List<Layer>> reshapedBefore(Match match, List<Long> wanted) {
      List<Long> first = new ArrayList<>(wanted.subList(0, wanted.size() - 1));
      first.add(dims().getLast());
      return match
          .make("reshape", Layers.args("shape", first), flat.inputs(), Layers.none(), flat.node())
          .flatMap(reshaped -> {
            match.remember(reshaped);
            return over(match, reshaped.out(), true, wanted)
                .map(made -> Stream.concat(Stream.of(reshaped), made.stream()).toList());
          });
    }

    private Optional<List<Layer>> over(Match match, Ref from, boolean features, List<Long> wanted) {
      List<Layer> made = new ArrayList<>();
      Ref before = flat.out();
      Ref flow = from;
      for (Layer layer : inside) {
        List<Long> dims = match.dims(flow);
        List<Ref> inputs = new ArrayList<>();
        for (Ref input : layer.inputs()) {
          if (input.equals(before)) {
            inputs.add(flow);
          } else if (layer.is(PRODUCT)) {
            inputs.add(input);
          } else {
            Optional<Layer> row = row(match, input, dims.size());
            row.ifPresent(made::add);
            inputs.add(row.map(Layer::out).orElse(input));
          }
        }
        // where nothing says which axis the features are, the layer has to
        boolean said =
            dims.size() < 3
                || match.at(flow).types().get(flow.output()).axes() == Axes.LAST
                || !features;
        Optional<Layer> next =
            again(match, layer, inputs, !said)
                .filter(l -> keeps(l, dims, features))
                .or(() -> again(match, layer, inputs, said).filter(l -> keeps(l, dims, features)));
        if (next.isEmpty()) {
          return Optional.empty();
        }
        match.remember(next.get());
        made.add(next.get());
        before = layer.out();
        flow = next.get().out();
      }
      return made.getLast().type().shape().dims().equals(wanted)
          ? Optional.of(made)
          : Optional.empty();
    }

    /** A row of {@code [1, d]} for tensors of so many axes. */
    private static Optional<Layer> row(Match match, Ref row, int rank) {
      List<Long> dims = new ArrayList<>(Collections.nCopies(rank - 1, 1L));
      dims.add(match.dims(row).getLast());
      if (match.dims(row).equals(dims)) {
        return Optional.empty();
      }
      Ref from = match.is(row, "reshape").map(Layer::input).orElse(row);
      Optional<Layer> made =
          match.make(
              "reshape",
              Layers.args("shape", dims),
              List.of(from),
              Layers.none(),
              match.at(row).node());
      made.ifPresent(match::remember);
      return made;
    }
  }

  /**
   * {@code reshape([h * w, d]); linear(e); gelu; reshape([h, w, e])} of {@code [h, w, d]}: without
   * the two; {@code reshape([c, d * h, w]); bn; reshape([c, d, h, w])}; and features of any other
   * shape with the last reshape alone, but first. A product with a matrix and rows that are added
   * are of one axis, too: {@code matmul(it, weight); add(it, bias)}.
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

  private static Optional<Layer> again(Match match, Layer layer, List<Ref> inputs, boolean axis) {
    SequencedMap<String, Object> args = new LinkedHashMap<>(layer.args());
    if (axis) {
      if (!OF_FEATURES.contains(layer.op())) {
        return Optional.empty();
      }
      args.put("axis", -1L);
    }
    return match.make(layer.op(), args, inputs, new LinkedHashMap<>(layer.weights()), layer.node());
  }

  /** Whether only the one axis is another. */
  private static boolean keeps(Layer layer, List<Long> from, boolean features) {
    List<Long> dims = layer.type().shape().dims();
    int last = from.size() - 1;
    return dims.size() == from.size()
        && (features ? dims.subList(0, last).equals(from.subList(0, last)) : dims.equals(from));
  }
}
