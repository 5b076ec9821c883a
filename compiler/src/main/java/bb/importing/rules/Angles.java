package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * Sines and cosines of numbers that flow, such as the time of a diffusion, at frequencies that were
 * computed when the model was written.
 */
final class Angles {
  private static final double NEAR = 1e-5;

  /** A base that is a multiple of this was meant, and one that is none may have been. */
  private static final long ROUND = 100;

  private Angles() {}

  /**
   * {@code concat(sin(x * f), cos(x * f))}: {@code sinusoid}, and where the cosines are first, its
   * halves the other way round.
   */
  static Optional<List<Layer>> halves(Match match, Layer root) {
    if (!joinsLast(root)) {
      return Optional.empty();
    }
    Ref first = root.inputs().get(0);
    Ref second = root.inputs().get(1);
    Optional<SequencedMap<String, Object>> plain = args(match, first, second);
    if (plain.isPresent()) {
      plain.get().put("interleaved", false);
      return match.one("sinusoid", plain.get(), root, numbers(match, first));
    }
    return args(match, second, first)
        .flatMap(args -> {
          args.put("interleaved", false);
          return turned(match, root, args, numbers(match, second));
        });
  }

  /**
   * {@code reshape(concat(unsqueeze(sin(x * f)), unsqueeze(cos(x * f))))}: {@code sinusoid}, in
   * which they alternate.
   */
  static Optional<List<Layer>> pairs(Match match, Layer root) {
    if (!root.is("reshape") && !root.is("flatten")) {
      return Optional.empty();
    }
    return match
        .is(root.input(), "concat")
        .filter(Angles::joinsLast)
        .flatMap(both -> {
          Optional<Ref> sines = unsqueezed(match, both.inputs().get(0));
          Optional<Ref> cosines = unsqueezed(match, both.inputs().get(1));
          return sines.isEmpty() || cosines.isEmpty()
              ? Optional.empty()
              : args(match, sines.get(), cosines.get())
                  .flatMap(args -> match.one("sinusoid", args, root, numbers(match, sines.get())));
        });
  }

  private static boolean joinsLast(Layer layer) {
    long last = layer.type().shape().rank() - 1L;
    return layer.is("concat")
        && layer.inputs().size() == 2
        && (last == 0
            || layer.arg("axis", 0L) instanceof Long axis && (axis == last || axis == -1));
  }

  private static Optional<Ref> unsqueezed(Match match, Ref ref) {
    List<Long> dims = match.dims(ref);
    return match
        .is(ref, "reshape")
        .map(Layer::input)
        .filter(from ->
            dims.getLast() == 1 && match.dims(from).equals(dims.subList(0, dims.size() - 1)));
  }

  /** What a sinusoid of these sines and cosines says, if they are of the same angles. */
  private static Optional<SequencedMap<String, Object>> args(Match match, Ref sines, Ref cosines) {
    Optional<Layer> sine = match.is(sines, "sin");
    Optional<Layer> cosine = match.is(cosines, "cos");
    if (sine.isEmpty() || cosine.isEmpty() || !sine.get().input().equals(cosine.get().input())) {
      return Optional.empty();
    }
    return product(match, sine.get().input()).flatMap(p -> frequencies(p.frequencies()));
  }

  /** Numbers, and what each of them is multiplied by. */
  private record Product(Ref numbers, Const frequencies) {}

  private static Ref numbers(Match match, Ref sines) {
    return product(match, match.at(sines).input()).orElseThrow().numbers();
  }

  private static Optional<Product> product(Match match, Ref angles) {
    return match
        .is(angles, "mul")
        .flatMap(product ->
            match.orders(product).stream()
                .flatMap(order -> product(match, order.get(0), order.get(1)).stream())
                .findFirst());
  }

  private static Optional<Product> product(Match match, Ref column, Ref table) {
    List<Long> dims = match.dims(column);
    Layer reshape = match.at(column);
    boolean numbers = reshape.is("reshape") || reshape.is("flatten");
    return match
        .at(table)
        .numbers()
        .filter(f -> f.elements() == match.dims(table).getLast() && f.elements() > 1)
        .filter(_ -> numbers && dims.getLast() == 1)
        .map(f -> new Product(reshape.input(), f))
        .filter(p -> match.dims(p.numbers()).equals(dims.subList(0, dims.size() - 1)));
  }

  /** The base and the offset of frequencies that begin with 1 and are a geometric row. */
  private static Optional<SequencedMap<String, Object>> frequencies(Const table) {
    long half = table.elements();
    double ratio = StrictMath.pow(table.at(half - 1), 1.0 / (half - 1));
    for (long i = 0; i < half; i++) {
      double expected = StrictMath.pow(ratio, i);
      if (!(Math.abs(table.at(i) - expected) <= NEAR * expected)) {
        return Optional.empty();
      }
    }
    // any offset makes any row, of another base: the one that was meant is a round number
    return Stream.of(0L, 1L)
        .map(offset -> rounded(StrictMath.pow(ratio, (double) offset - half), offset))
        .flatMap(Optional::stream)
        .findFirst()
        .map(row ->
            Layers.args("features", 2 * half, "base", row.getValue(), "offset", row.getKey()));
  }

  private static Optional<Map.Entry<Long, Double>> rounded(double base, long offset) {
    double round = Math.rint(base / ROUND) * ROUND;
    return round > 0 && Math.abs(round - base) <= NEAR * 10 * round
        ? Optional.of(Map.entry(offset, round))
        : Optional.empty();
  }

  private static Optional<List<Layer>> turned(
      Match match, Layer root, SequencedMap<String, Object> args, Ref numbers) {
    long half = (Long) args.get("features") / 2;
    long axis = root.type().shape().rank() - 1L;
    return match
        .steps(root, numbers, List.of(Map.entry("sinusoid", args)))
        .flatMap(made -> {
          Ref both = made.getFirst().out();
          List<Layer> all = new ArrayList<>(made);
          for (SequencedMap<String, Object> part :
              List.of(
                  Layers.args("axis", axis, "start", half),
                  Layers.args("axis", axis, "start", 0L, "end", half))) {
            Optional<Layer> slice =
                match.make("slice", part, List.of(both), Layers.none(), root.node());
            if (slice.isEmpty()) {
              return Optional.empty();
            }
            match.remember(slice.get());
            all.add(slice.get());
          }
          return match
              .one("concat", root.args(), root, all.get(1).out(), all.get(2).out())
              .map(joined -> {
                all.addAll(joined);
                return all;
              });
        });
  }
}
