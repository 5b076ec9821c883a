package bb.ops;

import bb.ops.Taps.Row;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Where along an axis the elements of a resized tensor lie, and what they are made of, by PyTorch's
 * rules.
 *
 * @param alignCorners whether the centres of the first and last elements coincide, or the ends
 * @param antialias whether a smaller result is made of all elements that it covers
 * @param factor how many times larger; else as the sizes are
 */
record Resampling(Mode mode, boolean alignCorners, boolean antialias, OptionalDouble factor) {
  /** How an element between others is made of them. */
  enum Mode {
    /** The one at whose place its own begins. */
    NEAREST(1, 0),
    /** The one in which its centre lies. */
    NEAREST_EXACT(1, 0),
    /** The two around it, by their nearness. */
    LINEAR(2, 0),
    /** The four around it, by a piecewise cubic (Keys, 1981). */
    CUBIC(4, -0.75);

    private final int reach;
    private final double sharpness;

    Mode(int reach, double sharpness) {
      this.reach = reach;
      this.sharpness = sharpness;
    }

    boolean isNearest() {
      return reach == 1;
    }

    /** The weight of an element so far away. */
    private double weight(double distance, double a) {
      double x = Math.abs(distance);
      return switch (this) {
        case NEAREST, NEAREST_EXACT -> x < 0.5 ? 1 : 0;
        case LINEAR -> Math.max(0, 1 - x);
        case CUBIC ->
            x < 1
                ? ((a + 2) * x - (a + 3)) * x * x + 1
                : x < 2 ? ((x - 5) * x + 8) * x * a - 4 * a : 0;
      };
    }
  }

  /** Of a cubic that is spread over what it covers, as Pillow has it. */
  private static final double SPREAD_SHARPNESS = -0.5;

  /** Elements of the input from one of the result to the next. */
  private double step(long in, long out) {
    if (alignCorners) {
      return out > 1 ? (double) (in - 1) / (out - 1) : 0;
    }
    return factor.isPresent() ? 1 / factor.getAsDouble() : (double) in / out;
  }

  /** How many elements make one, at most. */
  double most(long in, long out) {
    return antialias ? 2 * support(step(in, out)) + 2 : mode.reach;
  }

  /** How far an element reaches that is spread. */
  private double support(double step) {
    return mode.reach / 2.0 * Math.max(1, step);
  }

  Taps taps(long in, long out) {
    return new Taps(LongStream.range(0, out).mapToObj(i -> row(i, in, out)).toList());
  }

  private Row row(long i, long in, long out) {
    double step = step(in, out);
    if (antialias) {
      return spread(step * (i + 0.5), step, in);
    }
    return switch (mode) {
      case NEAREST -> Row.of(Math.min((long) at(i, in, out, step), in - 1));
      case NEAREST_EXACT -> Row.of(Math.min((long) at(i + 0.5, in, out, step), in - 1));
      case LINEAR -> in == out ? Row.of(i) : between(Math.max(0, source(i, step)), in);
      case CUBIC -> between(source(i, step), in);
    };
  }

  /** A product with a quotient is less exact than the quotient of a product. */
  private double at(double i, long in, long out, double step) {
    return factor.isPresent() ? i * step : i * in / out;
  }

  private double source(long i, double step) {
    return alignCorners ? i * step : (i + 0.5) * step - 0.5;
  }

  /** An element at a place of the input, of those around it, the border standing for all behind. */
  private Row between(double place, long in) {
    long before = Math.min((long) Math.floor(place), in - 1);
    double part = Math.clamp(place - before, 0, 1);
    long first = before - mode.reach / 2 + 1;
    return new Row(
        LongStream.range(first, first + mode.reach).map(k -> Math.clamp(k, 0, in - 1)).toArray(),
        IntStream.range(0, mode.reach)
            .mapToDouble(k -> mode.weight(first + k - before - part, mode.sharpness))
            .toArray());
  }

  /** An element around a place, of all that it covers; their weights add up to 1. */
  private Row spread(double centre, double step, long in) {
    long first = Math.max((long) (centre - support(step) + 0.5), 0);
    long end = Math.min((long) (centre + support(step) + 0.5), in);
    double narrow = 1 / Math.max(1, step);
    double[] weights =
        LongStream.range(first, end)
            .mapToDouble(k -> mode.weight((k - centre + 0.5) * narrow, SPREAD_SHARPNESS))
            .toArray();
    double sum = Arrays.stream(weights).sum();
    return new Row(
        LongStream.range(first, end).toArray(),
        Arrays.stream(weights).map(weight -> weight / sum).toArray());
  }
}
