package bb.importing.rules;

import bb.importing.layers.Layers;
import bb.ops.RotaryFrequencies;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;

/**
 * Which numbers a rotary embedding's frequencies are made with.
 *
 * <p>The first ones fall from 1 by a factor, of which the base is the power. If all are smaller by
 * another factor, positions are divided by that; if only the last ones are, Llama 3 has made them
 * for longer texts, and those between say for which.
 */
final class Frequencies {
  /** How far frequencies may be from their formula; they are taken of tables of floats. */
  private static final double TOLERANCE = 1e-4;

  /** How far numbers may be that were computed of frequencies. */
  private static final double ROUNDING = 2e-5;

  private Frequencies() {}

  /**
   * @param found the angles from token to token, of each pair
   */
  static Optional<RotaryFrequencies> of(double[] found) {
    if (found.length < 2 || found[0] <= 0 || found[1] <= 0 || found[1] >= found[0]) {
      return Optional.empty();
    }
    double base = round(StrictMath.pow(found[0] / found[1], found.length));
    RotaryFrequencies plain =
        new RotaryFrequencies(base, round(1 / found[0]), Optional.empty(), 1, 4);
    return Optional.of(plain)
        .filter(f -> fits(f, found))
        .or(() -> longer(base, found).filter(f -> fits(f, found)));
  }

  private static boolean fits(RotaryFrequencies frequencies, double[] found) {
    for (int pair = 0; pair < found.length; pair++) {
      double expected = frequencies.of(pair, found.length);
      if (!(Math.abs(found[pair] - expected) < TOLERANCE * expected)) {
        return false;
      }
    }
    return true;
  }

  /**
   * As Llama 3 has them: how much of a frequency is kept grows with its periods in the original
   * context, and is a line of which two points say where it begins, in units of its length.
   */
  private static Optional<RotaryFrequencies> longer(double base, double[] found) {
    RotaryFrequencies unscaled = new RotaryFrequencies(base, 1, Optional.empty(), 1, 4);
    int pairs = found.length;
    double factor = round(unscaled.of(pairs - 1, pairs) / found[pairs - 1]);
    int first = -1;
    int last = -1;
    double[] kept = new double[pairs];
    for (int pair = 0; pair < pairs; pair++) {
      kept[pair] = (found[pair] / unscaled.of(pair, pairs) - 1 / factor) / (1 - 1 / factor);
      if (kept[pair] > 1e-3 && kept[pair] < 1 - 1e-3) {
        first = first < 0 ? pair : first;
        last = pair;
      }
    }
    if (!(factor > 1) || first < 0) {
      return Optional.empty();
    }
    double fast = unscaled.of(first, pairs);
    double slow = unscaled.of(last, pairs);
    // of low_freq 1, as the formula knows no more than how the three numbers are to each other
    double high = 4;
    if (first < last) {
      double slope = (kept[first] - kept[last]) / (fast - slow);
      high = round(1 + 1 / (slope * fast - kept[first]));
    }
    double original = (1 + kept[first] * (high - 1)) * 2 * Math.PI / fast;
    return original >= 1 && high > 1
        ? Optional.of(
            new RotaryFrequencies(base, factor, Optional.of(Math.round(original)), 1, high))
        : Optional.empty();
  }

  /** A number that people write, if one is near: thousands, whole ones or hundredths. */
  private static double round(double number) {
    double thousands = Math.rint(number / 1000) * 1000;
    double whole = Math.rint(number);
    double hundredths = Math.rint(number * 100) / 100;
    return DoubleStream.of(thousands, whole, hundredths)
        .filter(near -> Math.abs(near - number) < ROUNDING * number)
        .findFirst()
        .orElse(number);
  }

  /** The arguments of the layer. */
  static SequencedMap<String, Object> args(RotaryFrequencies frequencies) {
    SequencedMap<String, Object> args =
        Layers.args("base", frequencies.base(), "factor", frequencies.factor());
    frequencies.original().ifPresent(tokens -> args.put("original", tokens));
    args.put("low_freq", frequencies.low());
    args.put("high_freq", frequencies.high());
    return args;
  }
}
