package bb.importing.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Whole numbers that are a sum of how far two of their indices' digits are apart, as where each
 * pair of pixels finds its bias that has one for both directions: {@code 4 * abs(i // 4 - j // 4) +
 * abs(i % 4 - j % 4)}. A table of one axis has the pairs of one query behind those of the query
 * before.
 *
 * @param first what is added to the sum
 */
public record Apart(double first, List<Pair> pairs) implements Formula {
  /** A list of no more numbers is shorter than a rule. */
  private static final long FEW = 16;

  public Apart {
    pairs = List.copyOf(pairs);
  }

  /** {@code times * abs(difference)}. */
  public record Pair(double times, Digits difference) {}

  /** The rule of a table that has one. */
  static Optional<Apart> of(Const numbers) {
    int[] axes = IntStream.range(0, numbers.rank()).filter(a -> numbers.dim(a) > 1).toArray();
    if (axes.length < 1
        || axes.length > 2
        || numbers.elements() <= FEW
        || numbers.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    return pairs(numbers, axes)
        .map(pairs -> new Apart(numbers.at(0), pairs))
        .filter(apart -> apart.makes(numbers));
  }

  /** The pairs of digits that the first queries and keys tell, the highest first. */
  private static Optional<List<Pair>> pairs(Const numbers, int[] axes) {
    boolean flat = axes.length == 1;
    long columns = flat ? ascending(numbers) : numbers.dim(axes[1]);
    List<Pair> pairs = new ArrayList<>();
    double first = numbers.at(0);
    long query = columns;
    long key = 1;
    long queries = numbers.elements() / columns;
    long keys = columns;
    while (queries > 1 && keys > 1) {
      double byQuery = numbers.at(query) - first;
      double byKey = numbers.at(key) - first;
      double times = Math.abs(byQuery) < Math.abs(byKey) ? byQuery : byKey;
      double ofQuery = byQuery / times;
      double ofKey = byKey / times;
      long ownQueries = 1;
      while (ownQueries < queries
          && numbers.at(ownQueries * query + key) - first
              == times * Math.abs(ofQuery * ownQueries - ofKey)) {
        ownQueries++;
      }
      long ownKeys = 1;
      while (ownKeys < keys
          && numbers.at(query + ownKeys * key) - first
              == times * Math.abs(ofQuery - ofKey * ownKeys)) {
        ownKeys++;
      }
      if (!isCount(ofQuery) || !isCount(ofKey) || ownQueries == 1 || ownKeys == 1) {
        return Optional.empty();
      }
      long divisor = flat ? query : query / columns;
      long modulus = ownKeys < keys || flat ? ownKeys : 0;
      Digits.Term one =
          new Digits.Term(axes[0], ofQuery, divisor, ownQueries < queries ? ownQueries : 0);
      Digits.Term other = new Digits.Term(axes[flat ? 0 : 1], -ofKey, key, modulus);
      pairs.addFirst(new Pair(times, new Digits(0, List.of(one, other))));
      query *= ownQueries;
      key *= ownKeys;
      queries = (queries + ownQueries - 1) / ownQueries;
      keys = (keys + ownKeys - 1) / ownKeys;
    }
    return queries == 1 && keys == 1 && !pairs.isEmpty() ? Optional.of(pairs) : Optional.empty();
  }

  private static boolean isCount(double factor) {
    return factor > 0 && factor == Math.rint(factor);
  }

  /** How many keys the first query has: each is further away than the one before. */
  private static long ascending(Const numbers) {
    return LongStream.range(1, numbers.elements())
        .filter(i -> numbers.at(i) <= numbers.at(i - 1))
        .findFirst()
        .orElse(numbers.elements());
  }

  private boolean makes(Const numbers) {
    long[] strides = Const.strides(numbers.dims());
    return LongStream.range(0, numbers.elements())
        .allMatch(i -> numbers.at(i) == at(i, strides, numbers.dims()));
  }

  private double at(long place, long[] strides, List<Long> dims) {
    double sum = first;
    for (Pair pair : pairs) {
      sum += pair.times() * Math.abs(pair.difference().at(place, strides, dims));
    }
    return sum;
  }
}
