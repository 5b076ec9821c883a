package bb.importing.read;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Numbers that are equal over large parts, told by where an index or a digit of it ends: {@code if
 * i < 56 then (if i % 8 < 7 then 0 else 1) else 2}.
 */
public record Regions(Part whole) implements Formula {
  private static final int MOST_NUMBERS = 1 << 16;
  private static final int MOST_REGIONS = 12;

  /** The longest axis along which ends are looked for, each of which is tried with each other. */
  private static final int LONGEST_AXIS = 512;

  /** Numbers that a region has on an average, at the least: else they are better listed. */
  private static final long LEAST_SIZE = 6;

  /** A region, or several. */
  public sealed interface Part {
    /** Equal numbers. */
    record Number(double value) implements Part {}

    /** {@code if index % modulus < end then below else above}; modulus 0 for the index itself. */
    record Parted(int axis, long modulus, long end, Part below, Part above) implements Part {}
  }

  /** That of a tensor of many numbers, of which few regions are made. */
  static Optional<Regions> of(Const numbers) {
    if (numbers.rank() == 0
        || numbers.elements() > MOST_NUMBERS
        || numbers.elements() <= 2 * MOST_REGIONS) {
      return Optional.empty();
    }
    try {
      Finder finder = new Finder(numbers);
      Regions regions = new Regions(finder.along(0, 0));
      return Optional.of(regions).filter(_ -> numbers.elements() >= LEAST_SIZE * finder.found);
    } catch (ArithmeticException _) {
      return Optional.empty();
    }
  }

  /** Goes along one axis after the other, each for what those before it leave open. */
  private static final class Finder {
    private final Const numbers;
    private final long[] strides;
    private int found;

    Finder(Const numbers) {
      this.numbers = numbers;
      this.strides = Const.strides(numbers.dims());
    }

    /**
     * @param start the place of the first of the numbers that are left
     */
    Part along(int axis, long start) {
      if (axis == numbers.rank()) {
        if (++found > MOST_REGIONS) {
          throw new ArithmeticException("too many regions");
        }
        return new Part.Number(numbers.at(start));
      }
      int size = Math.toIntExact(numbers.dim(axis));
      int[] kinds = new int[size];
      Map<List<Double>, Integer> known = new HashMap<>();
      for (int i = 0; i < size; i++) {
        long from = start + i * strides[axis];
        List<Double> slice =
            LongStream.range(from, from + strides[axis]).mapToObj(numbers::at).toList();
        kinds[i] = known.computeIfAbsent(slice, _ -> known.size());
        if (known.size() > (size > LONGEST_AXIS ? 1 : MOST_REGIONS)) {
          throw new ArithmeticException("too many regions");
        }
      }
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        all.add(i);
      }
      return parted(axis, start, all, kinds);
    }

    private Part parted(int axis, long start, List<Integer> indices, int[] kinds) {
      if (count(indices, kinds) == 1) {
        return along(axis + 1, start + indices.getFirst() * strides[axis]);
      }
      long[] best = {Long.MAX_VALUE};
      List<Part.Parted> at = new ArrayList<>();
      for (long modulus = 2; modulus <= kinds.length; modulus++) {
        for (long end = 1; kinds.length % modulus == 0 && end < modulus; end++) {
          Part.Parted cut = new Part.Parted(axis, modulus % kinds.length, end, null, null);
          int below = count(indices.stream().filter(i -> isBelow(cut, i)).toList(), kinds);
          int above = count(indices.stream().filter(i -> !isBelow(cut, i)).toList(), kinds);
          // few kinds on either side, about as many on both, and an end that is round
          long left =
              ((below + above) * 100L + Math.max(below, above)) * MOST_NUMBERS - gcd(end, modulus);
          if (below > 0 && above > 0 && left < best[0]) {
            best[0] = left;
            at.clear();
            at.add(cut);
          }
        }
      }
      Part.Parted cut = at.getFirst();
      return new Part.Parted(
          axis,
          cut.modulus(),
          cut.end(),
          parted(axis, start, indices.stream().filter(i -> isBelow(cut, i)).toList(), kinds),
          parted(axis, start, indices.stream().filter(i -> !isBelow(cut, i)).toList(), kinds));
    }

    private static long gcd(long x, long y) {
      return y == 0 ? x : gcd(y, x % y);
    }

    private static boolean isBelow(Part.Parted cut, int index) {
      return (cut.modulus() == 0 ? index : index % cut.modulus()) < cut.end();
    }

    private static int count(List<Integer> indices, int[] kinds) {
      return (int) indices.stream().map(i -> kinds[i]).distinct().count();
    }
  }
}
