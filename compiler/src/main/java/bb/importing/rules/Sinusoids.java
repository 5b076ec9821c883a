package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;

/** Tables of positions that were computed when the model was written. */
final class Sinusoids {
  private static final double BASE = 10000;
  private static final double NEAR = 1e-5;

  private Sinusoids() {}

  /** {@code add(x, table)} of sines and cosines: {@code add(x, sinusoid(d)(arange(x)))}. */
  static Optional<List<Layer>> table(Match match, Layer root) {
    if (!root.is("add") || root.type().shape().rank() != 2) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(root)) {
      Layer table = match.at(order.get(1));
      if (!table.is(Layer.BUFFER) || !table.type().shape().equals(root.type().shape())) {
        continue;
      }
      Const numbers = table.numbers().orElseThrow();
      if (numbers.learned()) {
        continue; // it is in the checkpoint
      }
      long features = numbers.dim(1);
      for (boolean interleaved : List.of(true, false)) {
        if (features % 2 == 0 && matches(numbers, features, interleaved)) {
          return match
              .steps(
                  root,
                  order.get(0),
                  List.of(
                      Map.entry("arange", Layers.args()),
                      Map.entry(
                          "sinusoid",
                          Layers.args("features", features, "interleaved", interleaved))))
              .flatMap(steps ->
                  match
                      .make(
                          "add",
                          Layers.args(),
                          List.of(order.get(0), steps.getLast().out()),
                          Layers.none(),
                          root.node())
                      .map(sum -> {
                        List<Layer> all = new ArrayList<>(steps);
                        all.add(sum);
                        return all;
                      }));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean matches(Const table, long features, boolean interleaved) {
    long half = features / 2;
    LongToDoubleFunction expected =
        i -> {
          long place = i % features;
          long pair = interleaved ? place / 2 : place % half;
          boolean sine = interleaved ? place % 2 == 0 : place < half;
          double angle = i / features * StrictMath.pow(BASE, -(double) pair / half);
          return sine ? StrictMath.sin(angle) : StrictMath.cos(angle);
        };
    for (long i = 0; i < table.elements(); i++) {
      if (Math.abs(table.at(i) - expected.applyAsDouble(i)) > NEAR * Math.max(1, i / features)) {
        return false;
      }
    }
    return true;
  }
}
