package bb.importing.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Numbers that are a sum of whole multiples of their indices' digits, as where each pair of a
 * window's pixels finds its bias: {@code 24 + 7 * (i // 64) + i // 16 % 4 - 7 * (i // 4 % 4) - i %
 * 4}.
 *
 * @param first what is added to the sum
 */
public record Digits(double first, List<Term> terms) implements Formula {
  private static final int MOST_TERMS = 8;

  public Digits {
    terms = List.copyOf(terms);
  }

  /**
   * {@code times * ((index - start) // divisor % modulus)}.
   *
   * @param modulus 0 for the whole quotient
   */
  public record Term(int axis, double times, long divisor, long modulus, long start) {
    /** That of an index from 0. */
    Term(int axis, double times, long divisor, long modulus) {
      this(axis, times, divisor, modulus, 0);
    }

    boolean isPart() {
      return divisor > 1 || modulus > 0;
    }

    double of(long place) {
      long quotient = (place - start) / divisor;
      return times * (modulus > 0 ? quotient % modulus : quotient);
    }

    /** The same of an index that begins elsewhere, whose digit may not tell where. */
    private Term from(long other) {
      boolean telling = modulus == 0 || other % (divisor * modulus) != 0;
      return new Term(axis, times, divisor, modulus, telling ? other : 0);
    }
  }

  /** The rule of a tensor that has one, which is shorter than its numbers. */
  public static Optional<Digits> of(Const numbers) {
    return making(numbers)
        .filter(digits ->
            !digits.terms.isEmpty()
                && (numbers.elements() > 16 || digits.terms.stream().noneMatch(Term::isPart)));
  }

  /** The rule of a tensor that has one, be all of its numbers the same. */
  static Optional<Digits> making(Const numbers) {
    if (numbers.rank() == 0
        || numbers.elements() == 0
        || numbers.elements() > Const.MOST_COMPUTED
        || numbers.kind() == Kind.BOOL) {
      return Optional.empty();
    }
    long[] strides = Const.strides(numbers.dims());
    List<Term> terms = new ArrayList<>();
    for (int axis = 0; axis < strides.length; axis++) {
      Optional<List<Term>> along = along(numbers, axis, strides[axis]);
      if (along.isEmpty()) {
        return Optional.empty();
      }
      terms.addAll(along.get());
    }
    Digits digits = new Digits(numbers.at(0), terms);
    return terms.size() <= MOST_TERMS && digits.make(numbers, strides)
        ? Optional.of(digits)
        : Optional.empty();
  }

  /** What the numbers along an axis are a sum of, the highest digit first. */
  private static Optional<List<Term>> along(Const numbers, int axis, long stride) {
    List<Term> terms = new ArrayList<>();
    double first = numbers.at(0);
    long unit = 1;
    long rest = numbers.dim(axis);
    while (rest > 1) {
      double step = numbers.at(unit * stride) - first;
      long run = 2;
      while (run < rest && numbers.at(run * unit * stride) - first == run * step) {
        run++;
      }
      if (step != Math.rint(step) || terms.size() > MOST_TERMS) {
        return Optional.empty();
      }
      if (step != 0) {
        terms.add(new Term(axis, step, unit, run == rest ? 0 : run));
      }
      unit *= run;
      rest = (rest + run - 1) / run; // the last digit may end before the others would
    }
    terms.sort(Comparator.comparingLong(Term::divisor).reversed());
    return Optional.of(terms);
  }

  /** The same of indices that begin elsewhere. */
  Digits from(long[] starts) {
    double shifted = first;
    List<Term> moved = new ArrayList<>();
    for (Term term : terms) {
      long start = starts[term.axis()];
      // whole numbers add up without a loss
      boolean adds = !term.isPart() && first == Math.rint(first);
      shifted -= adds ? term.times() * start : 0;
      moved.add(adds ? term : term.from(start));
    }
    return new Digits(shifted, moved);
  }

  private boolean make(Const numbers, long[] strides) {
    return LongStream.range(0, numbers.elements())
        .allMatch(i -> numbers.at(i) == at(i, strides, numbers.dims()));
  }

  /** The number of a place in row-major order. */
  double at(long place, long[] strides, List<Long> dims) {
    double sum = first;
    for (Term term : terms) {
      sum += term.of(place / strides[term.axis()] % dims.get(term.axis()));
    }
    return sum;
  }
}
