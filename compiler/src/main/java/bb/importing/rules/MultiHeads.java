package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.LongStream;

/** Attention between linear layers whose tensors are called as those of PyTorch's module. */
final class MultiHeads {
  private static final String PACKED = "in_proj_weight";
  private static final Set<String> ARGUMENTS = Set.of("heads", "causal");

  private MultiHeads() {}

  /** What queries, keys or values are made of, and the rows of a packed weight that make them. */
  private record Part(Ref tensor, Const weight, Optional<Const> bias, long first) {}

  /** {@code out_proj(attention(q, k, v))} of which a tensor {@code in_proj_weight} makes all. */
  static Optional<List<Layer>> module(Match match, Layer root) {
    if (!root.is("linear") || !isCalled(root.weights().get("weight"), "out_proj.weight")) {
      return Optional.empty();
    }
    Optional<Layer> attention =
        match
            .only(root.input(), "attention")
            .filter(a -> a.inputs().size() == 3 && ARGUMENTS.containsAll(a.args().keySet()));
    if (attention.isEmpty()) {
      return Optional.empty();
    }
    List<Part> parts = new ArrayList<>();
    for (Ref input : attention.get().inputs()) {
      part(match, input).ifPresent(parts::add);
    }
    long d = root.type().shape().dim(-1);
    boolean packed =
        parts.size() == 3
            && LongStream.range(0, 3).allMatch(i -> parts.get((int) i).first() == i * d)
            && parts.stream().allMatch(p -> p.weight().data() == parts.getFirst().weight().data())
            && parts.getFirst().weight().dims().equals(List.of(3 * d, d));
    return packed ? made(match, root, attention.get(), parts) : Optional.empty();
  }

  private static Optional<List<Layer>> made(
      Match match, Layer root, Layer attention, List<Part> parts) {
    Part first = parts.getFirst();
    SequencedMap<String, Object> args = Layers.args();
    args.putAll(attention.args());
    args.put("bias", first.bias().isPresent());
    SequencedMap<String, Const> weights = Layers.of(PACKED, first.weight());
    first.bias().ifPresent(bias -> weights.put("in_proj_bias", bias));
    new LinkedHashMap<>(root.weights())
        .forEach((name, tensor) -> weights.put("out_proj." + name, tensor));
    List<Ref> inputs = new ArrayList<>(parts.stream().map(Part::tensor).toList());
    while (inputs.size() > 1 && inputs.getLast().equals(inputs.get(inputs.size() - 2))) {
      inputs.removeLast();
    }
    return match
        .make("multihead_attention", args, inputs, weights, root.node())
        .filter(layer -> layer.type().shape().equals(root.type().shape()))
        .map(List::of);
  }

  /** A linear layer's output, or the part of it that a slice takes. */
  private static Optional<Part> part(Match match, Ref ref) {
    Layer layer = match.at(ref);
    if (layer.is("slice") && layer.axis() == layer.type().shape().rank() - 1) {
      long start = layer.args().get("start") instanceof Long number ? number : 0;
      return match
          .is(layer.input(), "linear")
          .flatMap(linear -> part(linear))
          .map(p -> new Part(p.tensor(), p.weight(), p.bias(), p.first() + start));
    }
    return layer.is("linear") && match.inside(layer) ? part(layer) : Optional.empty();
  }

  private static Optional<Part> part(Layer linear) {
    Const own = linear.weights().get("weight");
    Const whole = own.whole();
    if (!isCalled(whole, PACKED)) {
      return Optional.empty();
    }
    Optional<Const> bias = Optional.ofNullable(linear.weights().get("bias")).map(Const::whole);
    return own.placeIn(whole)
        .map(place -> new Part(linear.input(), whole, bias, place / whole.dim(-1)));
  }

  private static boolean isCalled(Const tensor, String name) {
    return tensor.origin().filter(origin -> origin.endsWith(name)).isPresent();
  }
}
