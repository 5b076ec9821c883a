package bb.importing.read;

import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Whole numbers that say in which of some buckets the distance of a query {@code i} to a key {@code
 * j} falls: near ones have a bucket each, far ones share those that are left by their logarithms
 * (Raffel et al., 2020, section 2.1; {@code _relative_position_bucket} in transformers). It is
 * written
 *
 * <pre>
 *   if d < near then d else min(count - 1, near + floor(log(d / near) / log(furthest / near) * (count - near)))
 * </pre>
 *
 * <p>and what is computed here is the same with the same 64 bits, as a distance at the edge of a
 * bucket is in one of them only.
 *
 * @param queries the axis of these
 * @param keys the axis of these
 * @param both whether keys behind the query have as many buckets of their own, which come second;
 *     else they are in the first
 * @param count buckets of one direction
 * @param near how many of these hold one distance each
 * @param furthest from which distance on all are in the last one
 * @param shares whether the table has distances that share a bucket
 */
public record Buckets(
    int queries, int keys, boolean both, long count, long near, long furthest, boolean shares)
    implements Formula {
  /** T5's own, which a table of few tokens does not tell from others. */
  private static final long USUAL = 128;

  /** A list of no more numbers is shorter than a rule. */
  private static final long FEW = 16;

  /** How many numbers are tried for the furthest distance beside those that people choose. */
  private static final long MOST_TRIED = 256;

  /** The rule of a table whose last two axes that are longer than 1 are queries and keys. */
  public static Optional<Buckets> of(Const numbers) {
    int[] axes = IntStream.range(0, numbers.rank()).filter(a -> numbers.dim(a) > 1).toArray();
    if (numbers.kind() != Kind.INT
        || axes.length != 2
        || numbers.elements() <= FEW
        || numbers.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    Table table = new Table(numbers, axes[0], axes[1]);
    return table.both() ? ofBoth(table) : ofEarlier(table);
  }

  /** The bucket of a query and a key. */
  public long of(long query, long key) {
    long distance = both ? Math.abs(query - key) : Math.max(0, query - key);
    long own = distance < near ? distance : far(distance);
    return both && key > query ? count + own : own;
  }

  private long far(long distance) {
    double part =
        StrictMath.log((double) distance / near)
            / StrictMath.log((double) furthest / near)
            * (count - near);
    return Math.min(count - 1, near + (long) Math.floor(part));
  }

  /** A table by what each pair of a query and a key has. */
  private record Table(Const numbers, int first, int second) {
    long queries() {
      return numbers.dim(first);
    }

    long keys() {
      return numbers.dim(second);
    }

    /** A key behind the first query has another bucket than one before it. */
    boolean both() {
      return numbers.at(1) != 0;
    }

    /** How far the last query is from the first key. */
    long furthest() {
      return queries() - 1;
    }

    long at(long distance) {
      return (long) numbers.at(distance * keys());
    }

    /** How many distances have the bucket of their own number. */
    long apart() {
      long distance = 0;
      while (distance <= furthest() && at(distance) == distance) {
        distance++;
      }
      return distance;
    }

    boolean is(Buckets rule) {
      return LongStream.range(0, numbers.elements())
          .allMatch(i -> numbers.at(i) == rule.of(i / keys(), i % keys()));
    }
  }

  /** The first key behind a query says how many buckets there are before it. */
  private static Optional<Buckets> ofBoth(Table table) {
    long count = (long) table.numbers().at(1) - 1;
    return count < 2 ? Optional.empty() : ruled(table, true, count, count / 2);
  }

  /** How many have one distance each is told by the first that has not; they are one half. */
  private static Optional<Buckets> ofEarlier(Table table) {
    long apart = table.apart();
    if (apart < 2) {
      return Optional.empty();
    }
    return LongStream.iterate(apart - 1, near -> near >= 1 && near > apart / 2, near -> near - 1)
        .mapToObj(near -> ruled(table, false, 2 * near, near))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Buckets> ruled(Table table, boolean both, long count, long near) {
    boolean shares = table.furthest() >= near && table.apart() <= table.furthest();
    if (!shares) {
      // nothing is computed by logarithms, whatever their end
      long all = table.furthest() + table.keys();
      return Optional.of(
              new Buckets(table.first(), table.second(), both, count, all, all + 1, false))
          .filter(table::is);
    }
    double least = near + 1;
    double most = Double.POSITIVE_INFINITY;
    for (long distance = near + 1; distance <= table.furthest(); distance++) {
      long beyond = table.at(distance) - near;
      double length = StrictMath.log((double) distance / near) * (count - near);
      if (beyond < count - 1 - near) {
        least = Math.max(least, near * StrictMath.exp(length / (beyond + 1)));
      }
      if (beyond > 0) {
        most = Math.min(most, near * StrictMath.exp(length / beyond));
      }
    }
    return furthest(least, most)
        .mapToObj(furthest ->
            new Buckets(table.first(), table.second(), both, count, near, furthest, true))
        .filter(table::is)
        .findFirst();
  }

  /** What the furthest distance may be: the usual one, a power of two, or the next ones. */
  private static LongStream furthest(double least, double most) {
    LongUnaryOperator twice = power -> 2 * power;
    LongStream powers = LongStream.iterate(2, power -> power < 1L << 40, twice);
    long from = (long) Math.floor(least);
    LongStream next = LongStream.range(from, from + MOST_TRIED);
    // the bounds are rounded, so what is at one of them is tried
    return LongStream.concat(LongStream.of(USUAL), LongStream.concat(powers, next))
        .filter(furthest -> furthest >= from && furthest <= Math.ceil(most));
  }
}
