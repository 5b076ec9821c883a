package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Attention by its formula. */
final class Attentions {
  private Attentions() {}

  /**
   * Queries, keys or values of heads {@code [heads, tokens, features]}, and what they are cut of.
   */
  private record Heads(Ref tensor, long heads, long features) {}

  /** What the softmax gets. */
  private record Scores(
      Ref queries,
      Ref keys,
      boolean transposed,
      double scale,
      Optional<Ref> bias,
      boolean causal) {}

  /**
   * {@code reshape([t, d])(permute([1, 0, 2])(matmul(softmax(matmul(q, k) * scale + bias), v)))}.
   */
  static Optional<List<Layer>> attention(Match match, Layer root) {
    if (!root.is("reshape") || root.type().shape().rank() != 2) {
      return Optional.empty();
    }
    return match
        .only(root.input(), "permute")
        .filter(p -> Moves.order(p).equals(List.of(1L, 0L, 2L)))
        .flatMap(p -> match.only(p.input(), "matmul"))
        .filter(product -> !product.args().containsKey("transpose"))
        .flatMap(product -> {
          Optional<Layer> shares = match.only(product.inputs().get(0), "softmax");
          Optional<Heads> values = heads(match, product.inputs().get(1), List.of(1L, 0L, 2L));
          return shares
              .flatMap(s -> scores(match, s.input()))
              .flatMap(s -> values.flatMap(v -> layer(match, root, s, v)));
        });
  }

  private static Optional<List<Layer>> layer(Match match, Layer root, Scores scores, Heads values) {
    Optional<Heads> queries = heads(match, scores.queries(), List.of(1L, 0L, 2L));
    Optional<Heads> keys =
        heads(
            match, scores.keys(), scores.transposed() ? List.of(1L, 0L, 2L) : List.of(1L, 2L, 0L));
    if (queries.isEmpty()
        || keys.isEmpty()
        || queries.get().heads() != keys.get().heads()
        || keys.get().heads() != values.heads()) {
      return Optional.empty();
    }
    SequencedMap<String, Object> args = Layers.args("heads", queries.get().heads());
    double usual = 1 / Math.sqrt(queries.get().features());
    if (!Match.near(scores.scale(), usual)) {
      args.put("scale", scores.scale());
    }
    if (scores.causal()) {
      args.put("causal", true);
    }
    List<Ref> inputs =
        new ArrayList<>(List.of(queries.get().tensor(), keys.get().tensor(), values.tensor()));
    scores
        .bias()
        .ifPresent(bias -> {
          args.put("bias", true);
          inputs.add(bias);
        });
    return match
        .make("attention", args, inputs, Layers.none(), root.node())
        .filter(made -> made.type().shape().equals(root.type().shape()))
        .map(List::of);
  }

  /** {@code reshape([t, heads, d / heads]); permute(order)}. */
  private static Optional<Heads> heads(Match match, Ref ref, List<Long> order) {
    return match
        .is(ref, "permute")
        .filter(p -> Moves.order(p).equals(order))
        .flatMap(p -> match.is(p.input(), "reshape"))
        .filter(r -> r.type().shape().rank() == 3)
        .flatMap(r -> {
          List<Long> dims = r.type().shape().dims();
          boolean tokens =
              match.dims(r.input()).equals(List.of(dims.get(0), dims.get(1) * dims.get(2)));
          return tokens
              ? Optional.of(new Heads(r.input(), dims.get(1), dims.get(2)))
              : Optional.empty();
        });
  }

  private static Optional<Scores> scores(Match match, Ref ref) {
    Layer layer = match.at(ref);
    if (layer.is("add") && layer.inputs().size() == 2) {
      for (List<Ref> order : match.orders(layer)) {
        Optional<Scores> inner = plain(match, order.get(0));
        if (inner.isPresent()) {
          Scores s = inner.get();
          boolean causal = isCausal(match, order.get(1));
          return Optional.of(
              new Scores(
                  s.queries(),
                  s.keys(),
                  s.transposed(),
                  s.scale(),
                  causal ? Optional.empty() : Optional.of(order.get(1)),
                  causal));
        }
      }
      return Optional.empty();
    }
    return plain(match, ref);
  }

  /** {@code affine(scale)(matmul(q, k))}, or without the scale. */
  private static Optional<Scores> plain(Match match, Ref ref) {
    Layer layer = match.at(ref);
    double scale = 1;
    if (layer.is("affine") && Match.number(layer, "shift", 0) == 0) {
      scale = Match.number(layer, "scale", 1);
      layer = match.at(layer.input());
    }
    return layer.is("matmul")
        ? Optional.of(
            new Scores(
                layer.inputs().get(0),
                layer.inputs().get(1),
                layer.args().containsKey("transpose"),
                scale,
                Optional.empty(),
                false))
        : Optional.empty();
  }

  /** Whether what is added hides later keys from each query, and nothing else. */
  private static boolean isCausal(Match match, Ref ref) {
    Optional<Const> mask = match.at(ref).numbers();
    if (mask.isEmpty() || mask.get().rank() < 2) {
      return false;
    }
    Const m = mask.get();
    long columns = m.dim(-1);
    long rows = m.dim(-2);
    if (rows != columns || m.elements() != rows * columns) {
      return false;
    }
    for (long i = 0; i < m.elements(); i++) {
      boolean later = i % columns > i / columns;
      if (later ? m.at(i) > -1e4 : m.at(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
