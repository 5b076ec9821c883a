package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Layers that move elements, one behind the other. */
final class Moves {
  private static final String TRANSPOSE = "transpose";
  private static final Set<String> PAIRS = Set.of("add", "sub", "mul", "div");

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
          return isStill(both)
              ? match.one("identity", root, first.input())
              : match.one("permute", Layers.args("order", both), root, first.input());
        });
  }

  /** Whether an order of axes is the one that they have. */
  static boolean isStill(List<Long> order) {
    return IntStream.range(0, order.size()).allMatch(axis -> order.get(axis) == axis);
  }

  @SuppressWarnings("unchecked")
  static List<Long> order(Layer layer) {
    return (List<Long>) layer.args().get("order");
  }

  /** {@code matmul(x, permute(y))} with the last two axes of a matrix, or of each of several. */
  static Optional<List<Layer>> transposed(Match match, Layer root) {
    return !root.is("matmul") || root.args().containsKey(TRANSPOSE)
        ? Optional.empty()
        : match
            .only(root.inputs().get(1), "permute")
            .filter(turned -> isTransposed(order(turned)))
            .flatMap(turned ->
                match.one(
                    "matmul",
                    Layers.args(TRANSPOSE, true),
                    root,
                    root.inputs().getFirst(),
                    turned.input()));
  }

  private static boolean isTransposed(List<Long> order) {
    int last = order.size() - 1;
    return isStill(order.subList(0, last - 1))
        && order.get(last) == last - 1
        && order.get(last - 1) == last;
  }

  /** {@code reshape; reshape}: the last says it all. */
  static Optional<List<Layer>> reshapedTwice(Match match, Layer root) {
    return reshaped(match, root)
        .filter(first -> match.inside(first) || !isBack(match, root, first))
        .flatMap(first -> reshaped(match, root, first));
  }

  /**
   * The same where others read what is reshaped back, as the levels of SegFormer are read twice.
   */
  static Optional<List<Layer>> reshapedBack(Match match, Layer root) {
    return reshaped(match, root).flatMap(first -> reshaped(match, root, first));
  }

  private static Optional<Layer> reshaped(Match match, Layer root) {
    return isReshape(root)
        ? Optional.of(match.at(root.input())).filter(Moves::isReshape)
        : Optional.empty();
  }

  private static boolean isReshape(Layer layer) {
    return layer.is("reshape") || layer.is("flatten");
  }

  private static boolean isBack(Match match, Layer root, Layer first) {
    return match.dims(first.input()).equals(root.type().shape().dims());
  }

  private static Optional<List<Layer>> reshaped(Match match, Layer root, Layer first) {
    Ref from = first.input();
    boolean back = isBack(match, root, first);
    return back && match.at(from).types().get(from.output()).axes() == root.type().axes()
        ? match.one("identity", root, from)
        : back ? Optional.empty() : match.one(root.op(), root.args(), root, from);
  }

  /** {@code add(zeros)} that only repeats what a function of two tensors would repeat itself. */
  static Optional<List<Layer>> spread(Match match, Layer root) {
    if (!PAIRS.contains(root.op()) || root.inputs().size() != 2) {
      return Optional.empty();
    }
    for (int i = 0; i < 2; i++) {
      Ref[] inputs = root.inputs().toArray(Ref[]::new);
      Optional<Ref> single = unrepeated(match, match.at(inputs[i]));
      if (single.isPresent()) {
        inputs[i] = single.get();
        Optional<List<Layer>> made = match.one(root.op(), root.args(), root, inputs);
        if (made.isPresent()) {
          return made;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Ref> unrepeated(Match match, Layer sum) {
    return !sum.is("add")
        ? Optional.empty()
        : match.orders(sum).stream()
            .filter(order ->
                match
                    .at(order.get(1))
                    .numbers()
                    .filter(zeros -> !zeros.learned())
                    .flatMap(Const::uniform)
                    .equals(Optional.of(0.0)))
            .map(List::getFirst)
            .findFirst();
  }
}
