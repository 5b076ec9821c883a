package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** Vectors that are added to a layer's output, or that it is multiplied with: its own tensors. */
final class Biases {
  private static final Set<String> BIASED =
      Set.of("linear", "conv", "conv1d", "conv3d", "conv_transpose", "conv_transpose1d");

  private Biases() {}

  /** {@code add(linear(…, bias: false), vector)}. */
  static Optional<List<Layer>> bias(Match match, Layer root) {
    if (!root.is("add")) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(root)) {
      Layer layer = match.at(order.get(0));
      Optional<Const> vector = match.at(order.get(1)).numbers();
      if (vector.isEmpty()
          || !BIASED.contains(layer.op())
          || !Boolean.FALSE.equals(layer.args().get("bias"))
          || !match.inside(layer)
          || !along(layer, vector.get())) {
        continue;
      }
      SequencedMap<String, Const> weights = new LinkedHashMap<>(layer.weights());
      weights.put("bias", vector.get());
      SequencedMap<String, Object> args = new LinkedHashMap<>(layer.args());
      args.remove("bias");
      return match.make(layer.op(), args, layer.inputs(), weights, layer.node()).map(List::of);
    }
    return Optional.empty();
  }

  /** {@code affine(scale); affine(shift)}. */
  static Optional<List<Layer>> shiftedScale(Match match, Layer root) {
    if (!root.is("affine") || !root.args().keySet().equals(Set.of("shift"))) {
      return Optional.empty();
    }
    return match
        .only(root.input(), "affine")
        .filter(first -> first.args().keySet().equals(Set.of("scale")))
        .flatMap(first -> {
          SequencedMap<String, Object> args = new LinkedHashMap<>(first.args());
          args.putAll(root.args());
          return match.one("affine", args, root, first.input());
        });
  }

  /** Whether a tensor has one number for each of a layer's channels. */
  static boolean along(Layer layer, Const vector) {
    int axis = layer.type().channelAxis();
    List<Long> dims = layer.type().shape().dims();
    if (vector.elements() != dims.get(axis) || vector.rank() > dims.size()) {
      return false;
    }
    int from = axis - (dims.size() - vector.rank());
    return from >= 0 && vector.dim(from) == dims.get(axis);
  }

  /** Whether a norm only norms: it has no tensors, or ones that stand for none. */
  private static boolean bare(Layer layer) {
    boolean norm =
        layer.is("layer_norm")
            || layer.is("rms_norm")
            || layer.is("group_norm")
            || layer.is("instance_norm");
    return norm
        && (layer.weights().isEmpty()
            || layer.weights().keySet().equals(Set.of("weight"))
                && isOne(layer.weights().get("weight")));
  }

  /** Whether nobody gave it a name, and it multiplies by one. */
  private static boolean isOne(Const scale) {
    return scale.origin().filter(Names::isMeant).isEmpty()
        && scale.uniform().equals(Optional.of(1.0));
  }

  /** A norm's arguments when it gets tensors. */
  private static SequencedMap<String, Object> affine(Layer norm) {
    SequencedMap<String, Object> args = new LinkedHashMap<>(norm.args());
    args.remove("affine");
    args.remove("bias");
    return args;
  }

  /** {@code mul(norm(affine: false), vector)}. */
  static Optional<List<Layer>> scaledNorm(Match match, Layer root) {
    if (!root.is("mul")) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(root)) {
      Layer norm = match.at(order.get(0));
      Optional<Const> vector = match.at(order.get(1)).numbers();
      if (vector.isEmpty() || !bare(norm) || !match.inside(norm) || !along(norm, vector.get())) {
        continue;
      }
      if (!norm.is("rms_norm")) {
        return shifted(match, root, norm, vector.get());
      }
      SequencedMap<String, Object> args = affine(norm);
      return match
          .make(norm.op(), args, norm.inputs(), Layers.of("weight", vector.get()), norm.node())
          .map(List::of);
    }
    return Optional.empty();
  }

  /** The scale alone, where no shift follows: only layer norms can do without. */
  private static Optional<List<Layer>> shifted(Match match, Layer root, Layer norm, Const scale) {
    boolean follows =
        match.readers(root).stream()
            .anyMatch(reader ->
                reader.is("add") && reader.inputs().stream().anyMatch(r -> match.at(r).isTensor()));
    if (follows && match.inside(root) || !norm.is("layer_norm")) {
      return Optional.empty();
    }
    SequencedMap<String, Object> args = affine(norm);
    args.put("bias", false);
    return match
        .make(norm.op(), args, norm.inputs(), Layers.of("weight", scale), norm.node())
        .map(List::of);
  }

  /** {@code add(mul(norm(affine: false), vector), vector)}. */
  static Optional<List<Layer>> shiftedNorm(Match match, Layer root) {
    if (!root.is("add")) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(root)) {
      Optional<Layer> product = match.only(order.get(0), "mul");
      Optional<Const> shift = match.at(order.get(1)).numbers();
      if (product.isEmpty() || shift.isEmpty()) {
        continue;
      }
      for (List<Ref> factors : match.orders(product.get())) {
        Layer norm = match.at(factors.get(0));
        Optional<Const> scale = match.at(factors.get(1)).numbers();
        if (scale.isEmpty()
            || !bare(norm)
            || norm.is("rms_norm")
            || !match.inside(norm)
            || !along(norm, scale.get())
            || !along(norm, shift.get())) {
          continue;
        }
        SequencedMap<String, Object> args = affine(norm);
        if (norm.is("instance_norm")) {
          args.put("affine", true);
        }
        SequencedMap<String, Const> weights = Layers.of("weight", scale.get());
        weights.put("bias", shift.get());
        return match.make(norm.op(), args, norm.inputs(), weights, norm.node()).map(List::of);
      }
    }
    return Optional.empty();
  }
}
