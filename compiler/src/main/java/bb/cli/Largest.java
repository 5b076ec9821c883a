package bb.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * The largest of the numbers from 1 that fits, if what they need grows with them: found by doubling
 * and then by halves. Numbers that are impossible are stepped over, such as widths that no number
 * of heads divides. Because rounding may make what is needed go down again, a number counts as the
 * largest only when none of the {@link #CHECKED} behind it fits.
 *
 * @param best empty if none fits
 * @param next the number behind the best that is possible and does not fit; empty if there is none
 *     near it
 * @param steady whether none that fits was found behind one that does not
 */
record Largest(OptionalLong best, OptionalLong next, boolean steady) {
  /** How many are tried behind the largest, and around one that is impossible. */
  static final int CHECKED = 32;

  /** What a number is. */
  enum Answer {
    FITS,
    OVER,
    IMPOSSIBLE
  }

  /**
   * @param most the largest number that is tried
   */
  static Largest search(LongFunction<Answer> question, long most) {
    return new Search(question, most).largest();
  }

  private static final class Search {
    private final LongFunction<Answer> question;
    private final long most;
    private final Map<Long, Answer> known = new HashMap<>();
    private long fits;
    private long over;

    Search(LongFunction<Answer> question, long most) {
      this.question = question;
      this.most = most;
      this.over = most + 1;
    }

    private Answer ask(long number) {
      return known.computeIfAbsent(number, question::apply);
    }

    Largest largest() {
      bracket();
      boolean halving = true;
      while (halving && over - fits > 1) {
        OptionalLong middle = near(fits + (over - fits) / 2);
        middle.ifPresent(this::take);
        halving = middle.isPresent();
      }
      boolean steady = true;
      OptionalLong next = OptionalLong.empty();
      for (long i = fits + 1; fits > 0 && i <= Math.min(fits + CHECKED, most); i++) {
        Answer answer = ask(i);
        if (answer == Answer.FITS) {
          steady &= next.isEmpty();
          fits = i;
          next = OptionalLong.empty();
        } else if (answer == Answer.OVER && next.isEmpty()) {
          next = OptionalLong.of(i);
        }
      }
      return new Largest(fits > 0 ? OptionalLong.of(fits) : OptionalLong.empty(), next, steady);
    }

    /** Finds numbers between which the largest lies. */
    private void bracket() {
      for (long number = 1; number <= most; number = 2 * Math.max(number, fits)) {
        OptionalLong near = near(number);
        near.ifPresent(this::take);
        if (over <= most || near.isEmpty() && fits > 0) {
          over = Math.min(over, number);
          return;
        }
      }
      near(most).ifPresent(this::take);
    }

    private void take(long number) {
      if (ask(number) == Answer.FITS) {
        fits = number;
      } else {
        over = number;
      }
    }

    /** The possible number that is nearest, between those that are known. */
    private OptionalLong near(long number) {
      for (long away = 0; away <= CHECKED; away++) {
        for (long candidate : new long[] {number - away, number + away}) {
          if (candidate > fits && candidate < over && ask(candidate) != Answer.IMPOSSIBLE) {
            return OptionalLong.of(candidate);
          }
        }
      }
      return OptionalLong.empty();
    }
  }
}
