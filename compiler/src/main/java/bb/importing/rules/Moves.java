package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Layers that move elements, one behind the other. */
final class Moves {
  private Moves() {}

  /** {@code permute; permute}: one, or none. */
  static Optional<List<Layer>> twice(Match match, Layer root) {
    if (!root.is("permute")) {
      return Optional.empty();
    }
    return match
        .is(root.input(), "permute")
        .flatMap(first -> {
          List<Long> before = order(first);
          List<Long> both = order(root).stream().map(a -> before.get((int) (long) a)).toList();
          boolean still = IntStream.range(0, both.size()).allMatch(axis -> both.get(axis) == axis);
          return still
              ? match.one("identity", root, first.input())
              : match.one("permute", Layers.args("order", both), root, first.input());
        });
  }

  @SuppressWarnings("unchecked")
  static List<Long> order(Layer layer) {
    return (List<Long>) layer.args().get("order");
  }

  /** {@code reshape; reshape}: the last says it all. */
  static Optional<List<Layer>> reshapedTwice(Match match, Layer root) {
    if (!root.is("reshape") && !root.is("flatten")) {
      return Optional.empty();
    }
    return Optional.of(match.at(root.input()))
        .filter(first -> first.is("reshape") || first.is("flatten"))
        .flatMap(first -> {
          Ref from = first.input();
          boolean same = match.dims(from).equals(root.type().shape().dims());
          return same && match.at(from).types().get(from.output()).axes() == root.type().axes()
              ? match.one("identity", root, from)
              : same ? Optional.empty() : match.one(root.op(), root.args(), root, from);
        });
  }

  /** {@code reshape([g, c / g, …]); permute([1, 0, …]); reshape([c, …])}: channels are shuffled. */
  static Optional<List<Layer>> shuffle(Match match, Layer root) {
    if (!root.is("reshape")) {
      return Optional.empty();
    }
    return match
        .only(root.input(), "permute")
        .flatMap(turned ->
            match
                .only(turned.input(), "reshape")
                .filter(apart -> {
                  List<Long> in = match.dims(apart.input());
                  List<Long> dims = apart.type().shape().dims();
                  List<Long> order = order(turned);
                  return in.equals(root.type().shape().dims())
                      && in.size() >= 3
                      && dims.size() >= 3
                      && dims.get(0) * dims.get(1) == in.getFirst()
                      && order.get(0) == 1
                      && order.get(1) == 0
                      && IntStream.range(2, order.size()).allMatch(a -> order.get(a) == a);
                })
                .flatMap(apart ->
                    match.one(
                        "shuffle",
                        Layers.args("groups", apart.type().shape().dim(0)),
                        root,
                        apart.input())));
  }
}
