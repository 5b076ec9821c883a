package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Activations that exporters spell out. */
final class Activations {
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final double TANH_FACTOR = Math.sqrt(2 / Math.PI);
  private static final double CUBIC = 0.044715;

  private Activations() {}

  /** {@code mul(x, x)}. */
  static Optional<List<Layer>> square(Match match, Layer root) {
    return root.is("mul")
            && root.inputs().size() == 2
            && root.inputs().get(0).equals(root.inputs().get(1))
        ? match.one("square", root, root.input())
        : Optional.empty();
  }

  /** {@code mul(x, sigmoid(x))}. */
  static Optional<List<Layer>> silu(Match match, Layer root) {
    return gated(match, root, "sigmoid", "silu");
  }

  private static Optional<List<Layer>> gated(Match match, Layer root, String gate, String layer) {
    return timesOwn(match, root, ref -> match.is(ref, gate).map(Layer::input))
        .flatMap(x -> match.one(layer, root, x));
  }

  /** The x of {@code x * f(x)}, of which {@code f} finds its own. */
  private static Optional<Ref> timesOwn(
      Match match, Layer product, Function<Ref, Optional<Ref>> f) {
    return !product.is("mul")
        ? Optional.empty()
        : match.orders(product).stream()
            .filter(order -> f.apply(order.get(1)).equals(Optional.of(order.get(0))))
            .map(List::getFirst)
            .findFirst();
  }

  /** {@code affine(shift: 3); relu6; affine(1/6)}. */
  static Optional<List<Layer>> hardSigmoid(Match match, Layer root) {
    return Match.affine(root, 1 / 6.0, 0)
        ? six(match, root.input()).flatMap(x -> match.one("hard_sigmoid", root, x))
        : Optional.empty();
  }

  /** What {@code min(max(x + 3, 0), 6)} is made of. */
  private static Optional<Ref> six(Match match, Ref ref) {
    return Optional.of(match.at(ref))
        .filter(clip ->
            clip.is("relu6")
                || clip.is("clamp")
                    && Match.number(clip, "min", -1) == 0
                    && Match.number(clip, "max", -1) == 6)
        .map(clip -> match.at(clip.input()))
        .filter(shifted -> Match.affine(shifted, 1, 3))
        .map(Layer::input);
  }

  /** {@code mul(x, hard_sigmoid(x))}, or {@code mul(x, min(max(x + 3, 0), 6)); affine(1/6)}. */
  static Optional<List<Layer>> hardSwish(Match match, Layer root) {
    Optional<List<Layer>> gated = gated(match, root, "hard_sigmoid", "hard_swish");
    if (gated.isPresent() || !Match.affine(root, 1 / 6.0, 0)) {
      return gated;
    }
    return timesOwn(match, match.at(root.input()), ref -> six(match, ref))
        .flatMap(x -> match.one("hard_swish", root, x));
  }

  /** {@code mul(x, tanh(softplus(x)))}. */
  static Optional<List<Layer>> mish(Match match, Layer root) {
    return timesOwn(
            match,
            root,
            ref ->
                match
                    .is(ref, "tanh")
                    .flatMap(tanh -> match.is(tanh.input(), "softplus"))
                    .map(Layer::input))
        .flatMap(x -> match.one("mish", root, x));
  }

  /** {@code add(relu(x), affine(slope)(minimum(0)(x)))}. */
  static Optional<List<Layer>> leaky(Match match, Layer root) {
    if (!root.is("add")) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(root)) {
      Optional<Layer> positive = match.is(order.get(0), "relu");
      Optional<Layer> negative =
          match.is(order.get(1), "affine").filter(l -> Match.number(l, "shift", 0) == 0);
      Optional<Ref> below = negative.flatMap(l -> belowZero(match, l.input()));
      if (positive.isPresent() && below.equals(positive.map(Layer::input))) {
        double slope = Match.number(negative.get(), "scale", 1);
        return match.one(
            "leaky_relu", Layers.args("negative_slope", slope), root, positive.get().input());
      }
    }
    return prelu(match, root);
  }

  private static Optional<Ref> belowZero(Match match, Ref ref) {
    Layer layer = match.at(ref);
    boolean cut =
        layer.is("minimum") && layer.inputs().size() == 1 && Match.number(layer, "value", 1) == 0
            || layer.is("clamp")
                && !layer.args().containsKey("min")
                && Match.number(layer, "max", 1) == 0;
    return cut ? Optional.of(layer.input()) : Optional.empty();
  }

  /** {@code add(relu(x), mul(minimum(0)(x), weight))}. */
  private static Optional<List<Layer>> prelu(Match match, Layer root) {
    for (List<Ref> order : match.orders(root)) {
      Optional<Layer> positive = match.is(order.get(0), "relu");
      Optional<Layer> product = match.is(order.get(1), "mul");
      if (positive.isEmpty() || product.isEmpty()) {
        continue;
      }
      for (List<Ref> factors : match.orders(product.get())) {
        Optional<Const> slope = match.at(factors.get(1)).numbers();
        Ref x = positive.get().input();
        if (slope.isPresent() && belowZero(match, factors.get(0)).equals(Optional.of(x))) {
          long count = slope.get().elements();
          return match.weighted(
              "prelu",
              Layers.args("num_parameters", count),
              Layers.of("weight", slope.get()),
              root,
              x);
        }
      }
    }
    return Optional.empty();
  }

  /** {@code x * (1 + erf(x / sqrt(2))) / 2}, the half wherever it stands. */
  static Optional<List<Layer>> gelu(Match match, Layer root) {
    return halved(
            match,
            root,
            x -> {
              Layer one = match.at(x);
              return Match.affine(one, 1, 1)
                  ? match
                      .is(one.input(), "erf")
                      .map(erf -> match.at(erf.input()))
                      .filter(scaled -> Match.affine(scaled, ROOT_HALF, 0))
                      .map(Layer::input)
                  : Optional.empty();
            })
        .flatMap(x -> match.one("gelu", root, x));
  }

  /** {@code x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x ** 3))) / 2}. */
  static Optional<List<Layer>> geluTanh(Match match, Layer root) {
    return halved(
            match,
            root,
            x -> {
              Layer one = match.at(x);
              return Match.affine(one, 1, 1)
                  ? match.is(one.input(), "tanh").flatMap(tanh -> cubic(match, tanh.input()))
                  : Optional.empty();
            })
        .flatMap(x -> match.one("gelu", Layers.args("approximate", "tanh"), root, x));
  }

  private static Optional<Ref> cubic(Match match, Ref ref) {
    Layer scaled = match.at(ref);
    if (!Match.affine(scaled, TANH_FACTOR, 0) || !match.at(scaled.input()).is("add")) {
      return Optional.empty();
    }
    Layer sum = match.at(scaled.input());
    for (List<Ref> order : match.orders(sum)) {
      Layer cube = match.at(order.get(1));
      if (Match.affine(cube, CUBIC, 0) && third(match, cube.input(), order.get(0))) {
        return Optional.of(order.get(0));
      }
    }
    return Optional.empty();
  }

  /** Whether a tensor is another one's third power. */
  private static boolean third(Match match, Ref ref, Ref x) {
    Layer layer = match.at(ref);
    if (layer.is("pow")) {
      return Match.number(layer, "exponent", 0) == 3 && layer.input().equals(x);
    }
    return layer.is("mul")
        && match.orders(layer).stream()
            .anyMatch(order ->
                order.get(0).equals(x)
                    && (match
                            .is(order.get(1), "square")
                            .filter(s -> s.input().equals(x))
                            .isPresent()
                        || match
                            .is(order.get(1), "mul")
                            .filter(m -> m.inputs().stream().allMatch(x::equals))
                            .isPresent()));
  }

  /** The x of {@code x * f(x) / 2}, of which {@code f} finds its own. */
  private static Optional<Ref> halved(Match match, Layer root, Function<Ref, Optional<Ref>> f) {
    if (Match.affine(root, 0.5, 0)) {
      return timesOwn(match, match.at(root.input()), f);
    }
    if (!root.is("mul")) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(root)) {
      Layer half = match.at(order.get(0));
      if (Match.affine(half, 0.5, 0) && f.apply(order.get(1)).equals(Optional.of(half.input()))) {
        return Optional.of(half.input());
      }
      if (Match.affine(match.at(order.get(1)), 0.5, 0)
          && f.apply(match.at(order.get(1)).input()).equals(Optional.of(order.get(0)))) {
        return Optional.of(order.get(0));
      }
    }
    return Optional.empty();
  }
}
