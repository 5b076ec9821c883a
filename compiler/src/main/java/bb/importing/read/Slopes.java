package bb.importing.read;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Whole numbers that are divided by powers of two which go on along an axis, as scores far apart
 * are lowered by a slope of each head (Press et al., 2021, section 3): {@code (k - j) / 2.0 ** (i +
 * 1)}.
 *
 * @param whole what is divided
 * @param exponent the power, as many times as the divisor says
 */
public record Slopes(Digits whole, Digits exponent, long divisor) implements Formula {
  /** Fewer are no row. */
  private static final int FEWEST = 3;

  /** Into how many parts a power may be divided: one for each head of large networks. */
  private static final long MOST_PARTS = 128;

  /** How far a power may be from what the numbers, which have 32 bits, say that it is. */
  private static final double TOLERANCE = 1e-5;

  /** The rule of a tensor that has one. */
  static Optional<Slopes> of(Const numbers) {
    return numbers.elements() > Const.MOST_COMPUTED
        ? Optional.empty()
        : IntStream.range(0, numbers.rank())
            .filter(axis -> numbers.dim(axis) >= FEWEST)
            .mapToObj(axis -> along(numbers, axis))
            .flatMap(Optional::stream)
            .findFirst();
  }

  private static Optional<Slopes> along(Const numbers, int axis) {
    Const first = numbers.part(axis, 0, 1);
    long stride = Const.strides(numbers.dims())[axis];
    long size = numbers.dim(axis);
    long some =
        LongStream.range(0, first.elements()).filter(i -> first.at(i) != 0).findFirst().orElse(-1);
    if (some < 0) {
      return Optional.empty();
    }
    long start = some / stride * stride * size + some % stride;
    double step = power(numbers.at(start + stride) / numbers.at(start));
    double last = power(numbers.at(start + (size - 1) * stride) / numbers.at(start));
    // what is no row is told by few numbers
    if (!(step > 0) || Math.abs(last - step * (size - 1)) > TOLERANCE * size) {
      return Optional.empty();
    }
    double least =
        LongStream.range(0, first.elements())
            .mapToDouble(i -> Math.abs(first.at(i)))
            .filter(number -> number > 0)
            .min()
            .orElseThrow();
    Const whole = Const.computed(first.kind(), first.dims(), i -> Math.rint(first.at(i) / least));
    return Digits.making(whole)
        .flatMap(digits ->
            LongStream.rangeClosed(1, MOST_PARTS)
                .filter(
                    parts -> isWhole(parts * last / (size - 1)) && isWhole(parts * power(least)))
                .mapToObj(parts -> {
                  double each = Math.rint(parts * last / (size - 1));
                  List<Digits.Term> terms = List.of(new Digits.Term(axis, each, 1, 0));
                  return new Slopes(
                      digits, new Digits(Math.rint(parts * power(least)), terms), parts);
                })
                .filter(slopes -> slopes.make(numbers))
                .findFirst());
  }

  /** Which power of two a number is divided by to be this. */
  private static double power(double number) {
    return -StrictMath.log(number) / StrictMath.log(2);
  }

  private static boolean isWhole(double number) {
    return Math.abs(number - Math.rint(number)) < TOLERANCE * MOST_PARTS;
  }

  /** As a source computes them, in 64 bits, of which 32 are kept. */
  private boolean make(Const numbers) {
    long[] strides = Const.strides(numbers.dims());
    return LongStream.range(0, numbers.elements())
        .allMatch(i -> {
          double divided = whole.at(i, strides, numbers.dims());
          double by = StrictMath.pow(2, exponent.at(i, strides, numbers.dims()) / divisor);
          return (float) (divided / by) == (float) numbers.at(i);
        });
  }
}
