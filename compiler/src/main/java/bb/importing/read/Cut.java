package bb.importing.read;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Numbers that are cut along an axis into parts with a formula each, as the cells of a detector's
 * levels, whose centres are {@code if j < 64 then [j % 8 + 0.5, j // 8 + 0.5][i] else …}.
 */
public record Cut(int axis, List<Part> parts) implements Formula {
  /** More are no rule that a reader would find. */
  private static final int MOST_PARTS = 12;

  /** How many numbers a part is worth. */
  private static final int LEAST_NUMBERS = 6;

  /** Of a shorter axis each index may have a formula of its own, as x and y have. */
  private static final int SHORT_AXIS = 4;

  public Cut {
    parts = List.copyOf(parts);
  }

  /**
   * A part, of the indices of the whole.
   *
   * @param end the first index behind it
   */
  public record Part(long end, Formula formula) {}

  /** The rule of a tensor that has one, which is shorter than its numbers. */
  static Optional<Cut> of(Const numbers) {
    if (numbers.elements() < 2 * LEAST_NUMBERS || numbers.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    List<Integer> axes =
        IntStream.range(0, numbers.rank())
            .boxed()
            .sorted(Comparator.comparing(numbers::dim).reversed())
            .toList();
    return cut(numbers, new long[numbers.rank()], axes)
        .filter(cut -> LEAST_NUMBERS * cut.leaves() <= numbers.elements());
  }

  /** The one of the fewest parts, that of the longest axis first. */
  private static Optional<Cut> cut(Const numbers, long[] starts, List<Integer> axes) {
    return axes.stream()
        .flatMap(axis -> along(numbers, starts, axes, axis).stream())
        .min(Comparator.comparingInt(Cut::leaves));
  }

  private static Optional<Cut> along(Const numbers, long[] starts, List<Integer> axes, int axis) {
    List<Long> ends = ends(numbers, axis);
    if (ends.size() < 2 || ends.size() > MOST_PARTS) {
      return Optional.empty();
    }
    List<Integer> others = axes.stream().filter(other -> other != axis).toList();
    List<Part> parts = new ArrayList<>();
    long from = 0;
    for (long end : ends) {
      long[] shifted = starts.clone();
      shifted[axis] += from;
      Const within = numbers.part(axis, from, end - from);
      Optional<Formula> formula =
          Digits.making(within)
              .<Formula>map(digits -> digits.from(shifted))
              .or(() -> cut(within, shifted, others));
      if (formula.isEmpty()) {
        return Optional.empty();
      }
      parts.add(new Part(starts[axis] + end, formula.get()));
      from = end;
    }
    return Optional.of(new Cut(axis, parts)).filter(cut -> cut.leaves() <= MOST_PARTS);
  }

  /** Where parts end if each is as long as all lines along the axis allow. */
  private static List<Long> ends(Const numbers, int axis) {
    long size = numbers.dim(axis);
    if (size <= SHORT_AXIS) {
      return LongStream.rangeClosed(1, size).boxed().toList();
    }
    List<Long> ends = new ArrayList<>();
    long from = 0;
    while (from < size && ends.size() <= MOST_PARTS) {
      from += length(numbers, axis, from);
      ends.add(from);
    }
    return ends;
  }

  private static long length(Const numbers, int axis, long from) {
    long stride = Const.strides(numbers.dims())[axis];
    long size = numbers.dim(axis);
    long length = size - from;
    long before = 0;
    while (length != before && length > 1) {
      before = length;
      for (long line = 0; line < numbers.elements() / size; line++) {
        long first = line / stride * stride * size + line % stride + from * stride;
        length = length(i -> numbers.at(first + i * stride), length);
      }
    }
    return length;
  }

  /**
   * How much of a line is of digits, up to where another run of what it is made of would not be
   * whole: of {@code 0 1 2 0 1 2 0 1 0 1} the first six numbers.
   */
  private static long length(Const.Data line, long most) {
    long unit = 1;
    while (unit < most) {
      double step = line.at(unit) - line.at(0);
      long run = 1;
      while ((run + 1) * unit <= most && repeats(line, unit, run, step)) {
        run++;
      }
      // two long runs of other numbers are no row of runs
      if (run == 1 || run == 2 && step != 0 && unit > SHORT_AXIS) {
        break;
      }
      unit *= run;
    }
    return unit;
  }

  /** Whether a run is the first one, and a number more in each place for each run before. */
  private static boolean repeats(Const.Data line, long unit, long run, double step) {
    for (long i = 0; i < unit; i++) {
      if (line.at(run * unit + i) != line.at(i) + run * step) {
        return false;
      }
    }
    return true;
  }

  /** Whether each index has a part of its own. */
  public boolean isList() {
    return IntStream.range(0, parts.size()).allMatch(i -> parts.get(i).end() == i + 1);
  }

  private int leaves() {
    return parts.stream()
        .mapToInt(part -> part.formula() instanceof Cut cut ? cut.leaves() : 1)
        .sum();
  }
}
