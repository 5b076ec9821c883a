package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import bb.ops.RotaryFrequencies;
import bb.types.Axes;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Rotary embeddings by their formula. */
final class Rotaries {
  private static final double TOLERANCE = 1e-4;

  private Rotaries() {}

  /**
   * {@code add(mul(x, cos), mul(concat(-x[d / 2:], x[:d / 2]), sin))} with tables of cosines and
   * sines.
   */
  static Optional<List<Layer>> rotary(Match match, Layer root) {
    if (!root.is("add")) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(root)) {
      Optional<Factor> plain = factor(match, order.get(0));
      Optional<Factor> turned = factor(match, order.get(1));
      if (plain.isEmpty() || turned.isEmpty()) {
        continue;
      }
      Ref x = plain.get().x();
      boolean half = turnedHalf(match, turned.get().x(), x);
      if (half && tokens(match.dims(x), plain.get().table())) {
        Optional<SequencedMap<String, Object>> args =
            args(plain.get().table(), turned.get().table());
        if (args.isPresent()) {
          return match.one("rotary", last(match, x, args.get()), root, x);
        }
      }
    }
    return Optional.empty();
  }

  /** What is multiplied by a table. */
  private record Factor(Ref x, Const table) {}

  private static Optional<Factor> factor(Match match, Ref ref) {
    return match
        .is(ref, "mul")
        .flatMap(product -> {
          for (List<Ref> order : match.orders(product)) {
            Optional<Const> table = match.at(order.get(1)).numbers();
            if (table.isPresent()) {
              return Optional.of(new Factor(order.get(0), table.get()));
            }
          }
          return Optional.empty();
        });
  }

  /** Whether a tensor is {@code concat(-x[d / 2:], x[:d / 2])}. */
  private static boolean turnedHalf(Match match, Ref ref, Ref x) {
    Layer both = match.at(ref);
    List<Long> dims = match.dims(x);
    long size = dims.getLast();
    if (!both.is("concat") || both.inputs().size() != 2 || size % 2 != 0) {
      return false;
    }
    Optional<Layer> second = match.is(both.inputs().get(0), "neg").map(n -> match.at(n.input()));
    return second.filter(l -> isSlice(l, x, size / 2, size)).isPresent()
        && isSlice(match.at(both.inputs().get(1)), x, 0, size / 2)
        && match.dims(ref).equals(dims);
  }

  private static boolean isSlice(Layer layer, Ref x, long start, long end) {
    long size = layer.is("slice") ? end : -1;
    return size >= 0
        && layer.input().equals(x)
        && !layer.args().containsKey("step")
        && layer.args().get("axis").equals((long) layer.type().shape().rank() - 1)
        && layer.arg("start", 0L).equals(start)
        && layer.type().shape().dim(-1) == end - start;
  }

  /** Whether a table has a row for each token, and one for all heads. */
  private static boolean tokens(List<Long> x, Const table) {
    return x.size() >= 2
        && table.rank() >= 2
        && table.dim(-1) == x.getLast()
        && table.dim(-2) == x.get(x.size() - 2)
        && table.elements() == table.dim(-1) * table.dim(-2);
  }

  /** The arguments that say the frequencies, if the tables are those that the layer has. */
  private static Optional<SequencedMap<String, Object>> args(Const cos, Const sin) {
    if (!cos.dims().equals(sin.dims()) || cos.rank() < 2 || cos.dim(-1) < 4 || cos.dim(-2) < 2) {
      return Optional.empty();
    }
    int size = Math.toIntExact(cos.dim(-1));
    int pairs = size / 2;
    double[] steps = new double[pairs];
    Arrays.setAll(steps, pair -> StrictMath.atan2(sin.at(size + pair), cos.at(size + pair)));
    Optional<RotaryFrequencies> found = Frequencies.of(steps);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    for (long i = 0; i < cos.elements(); i++) {
      double angle = i / size * found.get().of(i % pairs, pairs);
      if (!(Math.abs(cos.at(i) - StrictMath.cos(angle)) < TOLERANCE)
          || !(Math.abs(sin.at(i) - StrictMath.sin(angle)) < TOLERANCE)) {
        return Optional.empty();
      }
    }
    return found.map(Frequencies::args);
  }

  /** {@code concat(rotary(x[:d]), x[d:])}: only the first features are turned. */
  static Optional<List<Layer>> partly(Match match, Layer root) {
    if (!root.is("concat") || root.inputs().size() != 2) {
      return Optional.empty();
    }
    Optional<Layer> turned = match.is(root.inputs().get(0), "rotary");
    Layer rest = match.at(root.inputs().get(1));
    if (turned.isEmpty() || !rest.is("slice")) {
      return Optional.empty();
    }
    Layer first = match.at(turned.get().input());
    Ref x = rest.input();
    long size = first.type().shape().dim(-1);
    boolean parts =
        first.is("slice")
            && isSlice(first, x, 0, size)
            && isSlice(rest, x, size, match.dims(x).getLast())
            && match.dims(x).equals(root.type().shape().dims());
    if (!parts) {
      return Optional.empty();
    }
    SequencedMap<String, Object> args = Layers.args("dims", size);
    args.putAll(turned.get().args());
    return match.one("rotary", last(match, x, args), root, x);
  }

  /** {@code reshape([t, h, d]); permute([1, 0, 2]); rotary}: the rotary of all heads first. */
  static Optional<List<Layer>> heads(Match match, Layer root) {
    if (!root.is("rotary") || root.args().containsKey("heads")) {
      return Optional.empty();
    }
    return match
        .is(root.input(), "permute")
        .filter(turned -> Attentions.isOfHeads(Moves.order(turned)))
        .flatMap(turned ->
            match
                .is(turned.input(), "reshape")
                .filter(apart -> Attentions.isApart(match, apart))
                .flatMap(apart -> {
                  List<Long> dims = apart.type().shape().dims();
                  SequencedMap<String, Object> args =
                      Layers.args("heads", dims.get(dims.size() - 2));
                  root.args()
                      .forEach((name, value) -> {
                        if (!name.equals("axis")) {
                          args.put(name, value);
                        }
                      });
                  return match.chain(
                      root,
                      apart.input(),
                      List.of(
                          Map.entry("rotary", last(match, apart.input(), args)),
                          Map.entry("reshape", apart.args()),
                          Map.entry("permute", turned.args())));
                }));
  }

  /** Says that features are last where that is not clear. */
  static SequencedMap<String, Object> last(Match match, Ref x, SequencedMap<String, Object> args) {
    boolean clear =
        match.dims(x).size() == 2 || match.at(x).types().get(x.output()).axes() == Axes.LAST;
    if (clear) {
      args.remove("axis");
    } else {
      args.put("axis", -1L);
    }
    return args;
  }
}
