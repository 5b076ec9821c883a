package bb.importing.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Whole distances on a logarithmic scale, as Swin V2 makes biases of (Liu et al., 2022, equation
 * 5): {@code sign(d) * log(1 + times * |d| / furthest) / log(base)}, in 32 bits.
 *
 * @param distances {@code d}
 * @param both whether some are below 0
 */
public record LogSpaced(Formula distances, boolean both, long times, long furthest, long base)
    implements Formula {
  /** Distances of fewer kinds, from 0 on, do not tell how they were made. */
  private static final int LEAST_KINDS = 4;

  private static final int MOST_KINDS = 1 << 10;

  /** The largest of the whole numbers that people choose. */
  private static final long MOST = 64;

  /** That of a tensor with each distance up to the furthest, on either side or both. */
  static Optional<LogSpaced> of(Const numbers) {
    if (numbers.elements() < 2 * LEAST_KINDS || numbers.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    return kinds(numbers)
        .flatMap(kinds -> {
          Map<Double, Integer> distances = new HashMap<>();
          for (int distance = 0; distance < kinds.length; distance++) {
            distances.put(kinds[distance], distance);
          }
          Const whole =
              Const.computed(
                  Kind.INT,
                  numbers.dims(),
                  i -> Math.signum(numbers.at(i)) * distances.get(Math.abs(numbers.at(i))));
          boolean both = LongStream.range(0, numbers.elements()).anyMatch(i -> numbers.at(i) < 0);
          return scale(kinds)
              .flatMap(scale ->
                  Formula.of(whole)
                      .map(d ->
                          new LogSpaced(d, both, scale.times(), scale.furthest(), scale.base())));
        });
  }

  /** The numbers without their signs, each once, from 0 on; nothing if they are too many. */
  private static Optional<double[]> kinds(Const numbers) {
    Map<Double, Integer> kinds = new HashMap<>();
    for (long i = 0; i < numbers.elements() && kinds.size() <= MOST_KINDS; i++) {
      kinds.put(Math.abs(numbers.at(i)), 0);
    }
    double[] sorted = kinds.keySet().stream().mapToDouble(x -> x).sorted().toArray();
    return sorted.length >= LEAST_KINDS && sorted.length <= MOST_KINDS && sorted[0] == 0
        ? Optional.of(sorted)
        : Optional.empty();
  }

  private record Scale(long times, long furthest, long base) {
    private double of(long distance) {
      return StrictMath.log(1 + (double) (times * distance) / furthest)
          / StrictMath.log((double) base);
    }

    boolean makes(double[] kinds) {
      return LongStream.range(0, kinds.length)
          .allMatch(d -> (float) of(d) == (float) kinds[(int) d]);
    }
  }

  /** How the first two say by what distances are multiplied, and then what the base is. */
  private static Optional<Scale> scale(double[] kinds) {
    double ratio = kinds[2] / kinds[1];
    double low = 0;
    double high = MOST;
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      // of a larger factor the second is nearer to the first
      boolean more = StrictMath.log1p(2 * middle) / StrictMath.log1p(middle) > ratio;
      low = more ? middle : low;
      high = more ? high : middle;
    }
    double factor = low;
    double base = Math.rint(StrictMath.exp(StrictMath.log1p(factor) / kinds[1]));
    List<Long> parts = new ArrayList<>(List.of(kinds.length - 1L));
    LongStream.rangeClosed(1, MOST).forEach(parts::add);
    return base < 2
        ? Optional.empty()
        : parts.stream()
            .map(furthest -> new Scale(Math.round(factor * furthest), furthest, (long) base))
            .filter(scale -> scale.times() > 0)
            .filter(scale -> scale.makes(kinds))
            .findFirst();
  }
}
