package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/** Norms by their formula. */
final class SpelledNorms {
  private SpelledNorms() {}

  /** What is normed, along which axes, with what added to the variance. */
  private record Norm(Ref x, List<Long> axes, double eps, boolean centred) {}

  /** {@code div(x - mean(x), sqrt(mean(square(x - mean(x))) + eps))}. */
  static Optional<List<Layer>> centred(Match match, Layer root) {
    return norm(match, root)
        .filter(Norm::centred)
        .filter(norm -> norm.axes().size() == 1)
        .flatMap(norm -> features(match, root, norm, "layer_norm"));
  }

  /** {@code x / sqrt(mean(square(x)) + eps)}. */
  static Optional<List<Layer>> root(Match match, Layer root) {
    return norm(match, root)
        .filter(norm -> !norm.centred())
        .filter(norm -> norm.axes().size() == 1)
        .flatMap(norm -> features(match, root, norm, "rms_norm"));
  }

  private static Optional<List<Layer>> features(Match match, Layer root, Norm norm, String layer) {
    int rank = root.type().shape().rank();
    long axis = norm.axes().getFirst();
    SequencedMap<String, Object> args = Layers.args("eps", norm.eps(), "affine", false);
    if (rank > 2 || axis != rank - 1) {
      args.put("axis", axis == rank - 1 ? -1L : axis);
    }
    return match.one(layer, args, root, norm.x());
  }

  /** {@code permute([1, 2, 0]); layer_norm; permute([2, 0, 1])}: of the channels of each pixel. */
  static Optional<List<Layer>> pixels(Match match, Layer root) {
    if (!root.is("permute") || !Moves.order(root).equals(List.of(2L, 0L, 1L))) {
      return Optional.empty();
    }
    return match
        .only(root.input(), "layer_norm", "rms_norm")
        .filter(norm -> !norm.arg("axis", -1L).equals(0L))
        .flatMap(norm ->
            match
                .is(norm.input(), "permute")
                .filter(first -> Moves.order(first).equals(List.of(1L, 2L, 0L)))
                .flatMap(first -> {
                  SequencedMap<String, Object> args = new LinkedHashMap<>(norm.args());
                  args.put("axis", 0L);
                  return match.make(norm.op(), args, first.inputs(), norm.weights(), norm.node());
                }))
        .map(List::of);
  }

  /** {@code div(x, clamp(min: eps)(sqrt(sum(square(x)))))}. */
  static Optional<List<Layer>> lengths(Match match, Layer root) {
    if (!root.is("div")) {
      return Optional.empty();
    }
    Ref x = root.inputs().get(0);
    Layer length = match.at(root.inputs().get(1));
    double eps =
        length.args().containsKey("max")
            ? 0
            : Match.number(length, length.is("clamp") ? "min" : "value", 0);
    if (!length.is("clamp") && !length.is("maximum") || eps <= 0) {
      return Optional.empty();
    }
    return match
        .is(length.input(), "sqrt")
        .flatMap(sqrt -> match.is(sqrt.input(), "sum"))
        .filter(sum -> Boolean.TRUE.equals(sum.args().get("keep")) && axes(sum).size() == 1)
        .filter(sum -> match.at(sum.input()).is("square"))
        .filter(sum -> match.at(sum.input()).input().equals(x))
        .flatMap(sum -> {
          SequencedMap<String, Object> args = Layers.args("axis", axes(sum).getFirst());
          args.put("eps", Double.parseDouble(Float.toString((float) eps)));
          return match.one("normalize", args, root, x);
        });
  }

  /** {@code reshape([1, c, h * w]); norm over the channels; reshape([c, h, w])}. */
  static Optional<List<Layer>> flattened(Match match, Layer root) {
    if (!root.is("reshape") || root.type().shape().rank() != 3) {
      return Optional.empty();
    }
    List<Long> image = root.type().shape().dims();
    List<Long> flat = List.of(1L, image.get(0), image.get(1) * image.get(2));
    return norm(match, match.at(root.input()))
        .filter(norm -> match.at(norm.x()).is("reshape") && match.dims(norm.x()).equals(flat))
        .filter(norm -> norm.axes().equals(List.of(1L)) || norm.axes().equals(List.of(-2L)))
        .filter(norm -> match.dims(match.at(norm.x()).input()).equals(image))
        .flatMap(norm ->
            match.one(
                norm.centred() ? "layer_norm" : "rms_norm",
                Layers.args("eps", norm.eps(), "affine", false, "axis", 0L),
                root,
                match.at(norm.x()).input()));
  }

  /** {@code reshape([g, c / g, …]); norm over all but the first axis; reshape([c, …])}. */
  static Optional<List<Layer>> grouped(Match match, Layer root) {
    if (!root.is("reshape")) {
      return Optional.empty();
    }
    Layer inner = match.at(root.input());
    Optional<Norm> norm =
        norm(match, inner).filter(Norm::centred).filter(n -> match.at(n.x()).is("reshape"));
    if (norm.isEmpty()) {
      return Optional.empty();
    }
    Layer apart = match.at(norm.get().x());
    List<Long> image = match.dims(apart.input());
    List<Long> groups = apart.type().shape().dims();
    List<Long> axes = norm.get().axes();
    boolean all = axes.size() == groups.size() - 1 && !axes.contains(0L);
    if (!all
        || !image.equals(root.type().shape().dims())
        || image.size() < 3
        || image.getFirst() % groups.getFirst() != 0) {
      return Optional.empty();
    }
    SequencedMap<String, Object> args =
        Layers.args("groups", groups.getFirst(), "eps", norm.get().eps(), "affine", false);
    return match.one("group_norm", args, root, apart.input());
  }

  /** {@code reshape([g, …]); instance_norm; reshape([c, …])}. */
  static Optional<List<Layer>> instances(Match match, Layer root) {
    if (!root.is("reshape")) {
      return Optional.empty();
    }
    Layer flow = match.at(root.input());
    Layer inner = flow.is("permute") ? match.at(flow.input()) : flow;
    if (!inner.is("instance_norm") || !inner.weights().isEmpty()) {
      return Optional.empty();
    }
    Layer turned = match.at(inner.input());
    Layer apart = turned.is("permute") ? match.at(turned.input()) : turned;
    if (!apart.is("reshape")) {
      return Optional.empty();
    }
    List<Long> image = match.dims(apart.input());
    long groups = apart.type().shape().dim(0);
    if (!image.equals(root.type().shape().dims()) || image.getFirst() % groups != 0) {
      return Optional.empty();
    }
    SequencedMap<String, Object> args = Layers.args("groups", groups);
    args.put("eps", inner.arg("eps", 1e-5));
    args.put("affine", false);
    return match.one("group_norm", args, root, apart.input());
  }

  private static Optional<Norm> norm(Match match, Layer root) {
    if (root.is("div")) {
      return match
          .is(root.inputs().get(1), "sqrt")
          .flatMap(sqrt -> of(match, root.inputs().get(0), sqrt.input()));
    }
    if (!root.is("mul") || root.inputs().size() != 2) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(root)) {
      Layer factor = match.at(order.get(1));
      Optional<Ref> variance =
          factor.is("rsqrt")
              ? Optional.of(factor.input())
              : factor.is("reciprocal") && match.at(factor.input()).is("sqrt")
                  ? Optional.of(match.at(factor.input()).input())
                  : factor.is("pow") && Match.number(factor, "exponent", 0) == -0.5
                      ? Optional.of(factor.input())
                      : Optional.empty();
      Optional<Norm> norm = variance.flatMap(v -> of(match, order.get(0), v));
      if (norm.isPresent()) {
        return norm;
      }
    }
    return Optional.empty();
  }

  /**
   * @param biased the variance and what is added to it
   */
  private static Optional<Norm> of(Match match, Ref shifted, Ref biased) {
    Layer sum = match.at(biased);
    if (!sum.is("affine") || Match.number(sum, "scale", 1) != 1) {
      return Optional.empty();
    }
    double eps = Match.number(sum, "shift", 0);
    Layer mean = match.at(sum.input());
    if (!isMean(mean) || !match.at(mean.input()).is("square")) {
      return Optional.empty();
    }
    Ref squared = match.at(mean.input()).input();
    List<Long> axes = axes(mean);
    Layer difference = match.at(shifted);
    if (difference.is("sub") && sameDifference(match, squared, difference)) {
      Ref x = difference.inputs().get(0);
      Layer centre = match.at(difference.inputs().get(1));
      if (isMean(centre) && centre.input().equals(x) && axes(centre).equals(axes)) {
        return Optional.of(new Norm(x, axes, eps, true));
      }
    }
    return squared.equals(shifted)
        ? Optional.of(new Norm(shifted, axes, eps, false))
        : Optional.empty();
  }

  /** Some exporters take the difference twice. */
  private static boolean sameDifference(Match match, Ref squared, Layer difference) {
    if (squared.equals(difference.out())) {
      return true;
    }
    Layer other = match.at(squared);
    return other.is("sub") && other.inputs().equals(difference.inputs());
  }

  /** That of each channel has become a pool. */
  private static boolean isMean(Layer layer) {
    return layer.is("mean") && Boolean.TRUE.equals(layer.args().get("keep"))
        || layer.is("global_avg_pool");
  }

  @SuppressWarnings("unchecked")
  private static List<Long> axes(Layer mean) {
    if (mean.is("global_avg_pool")) {
      return LongStream.range(1, mean.type().shape().rank()).boxed().toList();
    }
    List<Long> axes = (List<Long>) mean.args().get("axis");
    if (axes != null) {
      return axes;
    }
    return LongStream.range(0, mean.type().shape().rank()).boxed().toList();
  }
}
