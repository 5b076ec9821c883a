package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Attention by its formula, as each library spells it. */
final class Attentions {
  /** What is added to hide a key. */
  private static final double HIDES = -1e4;

  private Attentions() {}

  /**
   * Queries, keys or values of heads {@code […, heads, tokens, features]}, and what they are cut
   * of.
   *
   * @param own heads, of which each may serve several
   * @param scale that they are multiplied by
   * @param made layers that are not there yet, of which the last makes the tensor
   */
  private record Heads(
      Ref tensor, long heads, long own, long features, double scale, List<Layer> made) {
    Heads(Ref tensor, long heads, long own, long features, double scale) {
      this(tensor, heads, own, features, scale, List.of());
    }

    Heads scaled(double factor) {
      return new Heads(tensor, heads, own, features, scale * factor, made);
    }

    Heads serving(long all) {
      return new Heads(tensor, all, own, features, scale, made);
    }

    Heads behind(List<Layer> layers) {
      List<Layer> all = new ArrayList<>(layers);
      all.addAll(made);
      return new Heads(tensor, heads, own, features, scale, all);
    }
  }

  /**
   * What the softmax gets.
   *
   * @param biases what is added
   * @param mask what is hidden otherwise
   */
  private record Scores(
      Ref queries,
      Ref keys,
      boolean transposed,
      double scale,
      List<Ref> biases,
      Optional<Ref> mask,
      boolean causal) {
    Scores adding(Ref bias) {
      List<Ref> all = new ArrayList<>(biases);
      all.add(bias);
      return new Scores(queries, keys, transposed, scale, all, mask, causal);
    }

    Scores masked(Ref hidden) {
      return new Scores(queries, keys, transposed, scale, biases, Optional.of(hidden), causal);
    }

    Scores onlyEarlier() {
      return new Scores(queries, keys, transposed, scale, biases, mask, true);
    }
  }

  /**
   * {@code reshape([t, d])(permute([1, 0, 2])(matmul(softmax(matmul(q, k) * scale + bias), v)))},
   * with any axes before them. A reshape that also makes one axis of those comes behind.
   */
  static Optional<List<Layer>> attention(Match match, Layer root) {
    if (!root.is("reshape")) {
      return Optional.empty();
    }
    return product(match, root)
        .filter(mixed -> !mixed.product().args().containsKey("transpose"))
        .flatMap(mixed ->
            Shares.softmax(match, mixed.product().inputs().get(0))
                .flatMap(s -> scores(match, s.input()))
                .flatMap(s ->
                    heads(match, mixed.product().inputs().get(1), false)
                        .flatMap(values -> layer(match, root, s, values)))
                .filter(made -> made.getLast().type().shape().dims().equals(mixed.together()))
                .flatMap(made -> shaped(match, root, made)));
  }

  private static Optional<List<Layer>> shaped(Match match, Layer root, List<Layer> made) {
    List<Long> out = root.type().shape().dims();
    Layer attention = made.getLast();
    if (attention.type().shape().dims().equals(out)) {
      return Optional.of(made);
    }
    match.remember(attention);
    return match
        .one("reshape", Layers.args("shape", out), root, attention.out())
        .map(last -> Stream.of(made, last).flatMap(List::stream).toList());
  }

  /**
   * The product of shares and values.
   *
   * @param together its dimensions with heads side by side
   */
  private record Mixed(Layer product, List<Long> together) {}

  /**
   * The product whose heads a reshape puts side by side; one head, or one token, needs no permute.
   */
  private static Optional<Mixed> product(Match match, Layer root) {
    List<Long> out = root.type().shape().dims();
    Optional<Layer> turned =
        match.only(root.input(), "permute").filter(p -> isOfHeads(Moves.order(p)));
    if (turned.isPresent()) {
      List<Long> together = together(turned.get().type().shape().dims());
      return match.only(turned.get().input(), "matmul").map(p -> new Mixed(p, together));
    }
    return match
        .only(root.input(), "matmul")
        .flatMap(p -> {
          List<Long> dims = p.type().shape().dims();
          int rank = dims.size();
          if (rank < 3 || dims.get(rank - 3) != 1 && dims.get(rank - 2) != 1) {
            return Optional.empty();
          }
          List<Long> together = new ArrayList<>(dims.subList(0, rank - 3));
          together.add(dims.get(rank - 2));
          together.add(dims.get(rank - 3) * dims.get(rank - 1));
          return Optional.of(new Mixed(p, together))
              .filter(mixed -> out.getLast().equals(together.getLast()));
        });
  }

  /** Whether heads and tokens change places, behind any axes. */
  static boolean isOfHeads(List<Long> order) {
    return order.equals(swapped(order.size(), false));
  }

  /** Tokens and heads in each other's place; the features between them for keys of a product. */
  private static List<Long> swapped(int rank, boolean turned) {
    if (rank < 3) {
      return List.of();
    }
    List<Long> order = new ArrayList<>(LongStream.range(0, rank - 3).boxed().toList());
    long tokens = rank - 3;
    order.addAll(
        turned ? List.of(tokens + 1, tokens + 2, tokens) : List.of(tokens + 1, tokens, tokens + 2));
    return order;
  }

  /** Dimensions with the last two as one. */
  private static List<Long> together(List<Long> dims) {
    int last = dims.size() - 1;
    List<Long> fewer = new ArrayList<>(dims.subList(0, last - 1));
    fewer.add(dims.get(last - 1) * dims.get(last));
    return fewer;
  }

  /** Whether a layer only takes the last axis apart. */
  static boolean isApart(Match match, Layer reshape) {
    List<Long> dims = reshape.type().shape().dims();
    return dims.size() > 2 && match.dims(reshape.input()).equals(together(dims));
  }

  /** Attention, behind what its heads are put together by. */
  private static Optional<List<Layer>> layer(Match match, Layer root, Scores scores, Heads values) {
    Optional<Heads> queries = heads(match, scores.queries(), false);
    Optional<Heads> keys = heads(match, scores.keys(), !scores.transposed());
    if (queries.isEmpty()
        || keys.isEmpty()
        || scores.biases().size() > 1 + (scores.mask().isPresent() ? 0 : 1)
        || queries.get().heads() != queries.get().own()
        || queries.get().heads() != keys.get().heads()
        || keys.get().heads() != values.heads()
        || keys.get().own() != values.own()
        || !Match.near(values.scale(), 1)) {
      return Optional.empty();
    }
    Heads q = queries.get();
    SequencedMap<String, Object> args = Layers.args("heads", q.heads());
    if (keys.get().own() != q.heads()) {
      args.put("kv_heads", keys.get().own());
    }
    double scale = scores.scale() * q.scale() * keys.get().scale();
    if (!Match.near(scale, 1 / Math.sqrt(q.features()))) {
      args.put("scale", scale);
    }
    if (scores.causal()) {
      args.put("causal", true);
    }
    List<Ref> inputs = new ArrayList<>(List.of(q.tensor(), keys.get().tensor(), values.tensor()));
    List<Ref> extra = new ArrayList<>(scores.biases());
    if (!extra.isEmpty()) {
      args.put("bias", true);
      inputs.add(unpadded(match, extra.getFirst()));
    }
    Optional<Ref> mask = scores.mask().or(() -> extra.stream().skip(1).findFirst());
    mask.ifPresent(hidden -> {
      args.put("mask", true);
      inputs.add(hidden);
    });
    return match
        .make(
            "attention", Rotaries.last(match, q.tensor(), args), inputs, Layers.none(), root.node())
        .map(attention ->
            Stream.of(q.made(), keys.get().made(), values.made(), List.of(attention))
                .flatMap(List::stream)
                .toList());
  }

  /** A bias as it was before reshapes that only put axes of 1 before all others. */
  private static Ref unpadded(Match match, Ref bias) {
    List<Long> dims = match.dims(bias);
    List<Long> own = dims.subList(dims.getFirst() == 1 ? 1 : 0, dims.size());
    Ref best = bias;
    for (Layer at = match.at(bias); at.is("reshape"); at = match.at(at.input())) {
      List<Long> before = match.dims(at.input());
      best = before.equals(dims) || before.equals(own) ? at.input() : best;
    }
    return best;
  }

  /**
   * {@code reshape([t, heads, d / heads]); permute}, wherever it is scaled; or heads that several
   * others share; or one head.
   *
   * @param turned whether features come before tokens
   */
  private static Optional<Heads> heads(Match match, Ref ref, boolean turned) {
    Layer layer = match.at(ref);
    if (isScale(layer)) {
      return heads(match, layer.input(), turned)
          .map(h -> h.scaled(Match.number(layer, "scale", 1)));
    }
    if (layer.is("permute")) {
      List<Long> order = Moves.order(layer);
      return order.equals(swapped(order.size(), turned))
          ? apart(match, layer.input())
          : turned && isTransposition(order)
              ? heads(match, layer.input(), false)
              : Optional.empty();
    }
    return turned
        ? shared(match, layer, true)
        : shared(match, layer, false)
            .or(() -> single(match, layer))
            .or(() -> partOfHeads(match, layer));
  }

  /**
   * {@code slice(permute(reshape([t, heads, n])))} of the last axis, as EfficientFormer takes
   * queries, keys and values of each head: the slice before the permute.
   */
  private static Optional<Heads> partOfHeads(Match match, Layer layer) {
    return Optional.of(layer)
        .filter(Attentions::isOfLast)
        .flatMap(slice -> match.is(slice.input(), "permute"))
        .filter(turned -> isOfHeads(Moves.order(turned)))
        .flatMap(turned ->
            match
                .is(turned.input(), "reshape")
                .filter(reshape -> isApart(match, reshape))
                .flatMap(reshape ->
                    match.steps(layer, reshape.out(), List.of(Map.entry("slice", layer.args())))))
        .flatMap(slice -> together(match, slice.getLast()).map(h -> h.behind(slice)));
  }

  private static boolean isOfLast(Layer layer) {
    return layer.is("slice") && layer.axis() == layer.type().shape().rank() - 1;
  }

  /** A part of the features of each head, which is put side by side for it. */
  private static Optional<Heads> together(Match match, Layer parted) {
    List<Long> dims = parted.type().shape().dims();
    long heads = dims.get(dims.size() - 2);
    return match
        .steps(
            parted,
            parted.out(),
            List.of(Map.entry("reshape", Layers.args("shape", together(dims)))))
        .map(reshape ->
            new Heads(reshape.getLast().out(), heads, heads, dims.getLast(), 1, reshape));
  }

  /** {@code reshape([…, 1, tokens, features])}: one head changes places with tokens unmoved. */
  private static Optional<Heads> single(Match match, Layer layer) {
    List<Long> dims = layer.type().shape().dims();
    int at = dims.size() - 3;
    if (!layer.is("reshape") || at < 0 || dims.get(at) != 1) {
      return Optional.empty();
    }
    List<Long> alone = new ArrayList<>(dims);
    alone.remove(at);
    return match.dims(layer.input()).equals(alone)
        ? Optional.of(new Heads(layer.input(), 1, 1, dims.getLast(), 1))
        : Optional.empty();
  }

  private static boolean isTransposition(List<Long> order) {
    int rank = order.size();
    return LongStream.range(0, rank - 2).allMatch(a -> order.get((int) a) == a)
        && order.getLast() == rank - 2;
  }

  private static boolean isScale(Layer layer) {
    return layer.is("affine") && Match.number(layer, "shift", 0) == 0;
  }

  private static Optional<Heads> apart(Match match, Ref ref) {
    Layer layer = match.at(ref);
    if (isScale(layer)) {
      return apart(match, layer.input()).map(h -> h.scaled(Match.number(layer, "scale", 1)));
    }
    if (isOfLast(layer)) {
      return match
          .is(layer.input(), "reshape")
          .filter(reshape -> isApart(match, reshape))
          .flatMap(_ -> together(match, layer));
    }
    if (!layer.is("reshape") || !isApart(match, layer)) {
      return Optional.empty();
    }
    List<Long> dims = layer.type().shape().dims();
    long heads = dims.get(dims.size() - 2);
    Optional<Layer> scaled = match.only(layer.input(), "affine").filter(Attentions::isScale);
    double scale = scaled.map(l -> Match.number(l, "scale", 1)).orElse(1.0);
    Ref tensor = scaled.map(Layer::input).orElse(layer.input());
    return Optional.of(new Heads(tensor, heads, heads, dims.getLast(), scale));
  }

  /**
   * {@code reshape([h, s, d])(add(reshape([g, 1, s, d])(x), zeros [g, h / g, s, d]))}.
   *
   * @param turned whether features come before tokens
   */
  private static Optional<Heads> shared(Match match, Layer layer, boolean turned) {
    if (!layer.is("reshape")) {
      return Optional.empty();
    }
    Layer spread = match.at(layer.input());
    if (!spread.is("add")) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(spread)) {
      boolean zeros =
          match.at(order.get(1)).numbers().flatMap(Const::uniform).equals(Optional.of(0.0));
      Optional<Layer> one = match.is(order.get(0), "reshape");
      if (!zeros || one.isEmpty()) {
        continue;
      }
      List<Long> own = match.dims(one.get().input());
      List<Long> all = layer.type().shape().dims();
      int at = all.size() - 3;
      if (at < 0) {
        continue;
      }
      List<Long> alone = new ArrayList<>(all);
      alone.remove(at);
      if (own.equals(alone) && spread.type().shape().dims().get(at) == 1) {
        // one head that all queries share has no axis
        return alone(match, one.get().input(), turned)
            .map(tensor -> new Heads(tensor, all.get(at), 1, match.dims(tensor).getLast(), 1));
      }
      if (own.size() != all.size()) {
        continue;
      }
      List<Long> single = new ArrayList<>(own);
      single.add(at + 1, 1L);
      List<Long> several = new ArrayList<>(own);
      several.add(at + 1, all.get(at) / own.get(at));
      if (one.get().type().shape().dims().equals(single)
          && spread.type().shape().dims().equals(several)) {
        return heads(match, one.get().input(), turned).map(h -> h.serving(all.get(at)));
      }
    }
    return Optional.empty();
  }

  /** A tensor {@code […, tokens, features]}, which may stand there the other way round. */
  private static Optional<Ref> alone(Match match, Ref ref, boolean turned) {
    return turned
        ? match
            .is(ref, "permute")
            .filter(permute -> isTransposition(Moves.order(permute)))
            .map(Layer::input)
        : Optional.of(ref);
  }

  private static Optional<Scores> scores(Match match, Ref ref) {
    Layer layer = match.at(ref);
    if (layer.is("add") && layer.inputs().size() == 2) {
      for (List<Ref> order : match.orders(layer)) {
        Optional<Scores> inner = scores(match, order.get(0));
        if (inner.isPresent()) {
          return inner.map(s -> biased(match, s, order.get(1)));
        }
      }
      return Optional.empty();
    }
    if (layer.is("where") && Match.number(layer, "otherwise", 0) <= HIDES) {
      Ref seen = layer.inputs().get(0);
      return scores(match, layer.inputs().get(1))
          .filter(s -> s.mask().isEmpty() && s.biases().isEmpty())
          .map(s -> isCausal(match, seen) ? s.onlyEarlier() : s.masked(seen));
    }
    return plain(match, layer);
  }

  private static Scores biased(Match match, Scores scores, Ref bias) {
    if (isCausal(match, bias)) {
      return scores.onlyEarlier();
    }
    return Masks.seen(match, bias, HIDES)
        .filter(_ -> scores.mask().isEmpty())
        .map(scores::masked)
        .orElseGet(() -> scores.adding(bias));
  }

  /** {@code affine(scale)(matmul(q, k))}, or without the scale. */
  private static Optional<Scores> plain(Match match, Layer scores) {
    boolean scaled = isScale(scores);
    Layer layer = scaled ? match.at(scores.input()) : scores;
    return layer.is("matmul")
        ? Optional.of(
            new Scores(
                layer.inputs().get(0),
                layer.inputs().get(1),
                layer.args().containsKey("transpose"),
                scaled ? Match.number(scores, "scale", 1) : 1,
                List.of(),
                Optional.empty(),
                false))
        : Optional.empty();
  }

  /** Whether a mask hides later keys from each query, and nothing else. */
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
      boolean hidden = m.kind() == Kind.BOOL ? m.at(i) == 0 : m.at(i) <= HIDES;
      if (later != hidden || !later && m.kind() != Kind.BOOL && m.at(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
