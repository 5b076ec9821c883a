package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.cli.Largest.Answer;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** The largest value that keeps a budget, held to trying all of them. */
final class LargestTest {
  private static final long MOST = 5_000;

  private static Answer answer(long number, LongUnaryOperator cost, LongPredicate possible) {
    if (!possible.test(number)) {
      return Answer.IMPOSSIBLE;
    }
    return cost.applyAsLong(number) <= 1_000 ? Answer.FITS : Answer.OVER;
  }

  private static OptionalLong trying(LongFunction<Answer> question) {
    OptionalLong best = OptionalLong.empty();
    for (long i = 1; i <= MOST; i++) {
      if (question.apply(i) == Answer.FITS) {
        best = OptionalLong.of(i);
      }
    }
    return best;
  }

  /** Costs that grow, of numbers that a divisor divides: widths of so many heads. */
  @Property(tries = 300)
  void findsTheLargest(
      @ForAll @LongRange(min = 0, max = 1_200) long fixed,
      @ForAll @LongRange(min = 0, max = 300) long each,
      @ForAll @LongRange(min = 1, max = 24) long divisor) {
    LongFunction<Answer> question =
        number -> answer(number, n -> fixed + each * n, n -> n % divisor == 0);
    assertEquals(trying(question), Largest.search(question, MOST).best());
  }

  /** Rounding to a multiple may go up and then down again. */
  @Test
  void saysThatCountsGoDownAgain() {
    LongFunction<Answer> question =
        number -> answer(number, n -> n > 95 && n < 99 ? 1_001 : 10 * n, n -> true);
    Largest largest = Largest.search(question, MOST);
    assertEquals(new Largest(OptionalLong.of(100), OptionalLong.of(101), false), largest);
  }

  @Test
  void nothingAndEverything() {
    assertEquals(
        new Largest(OptionalLong.empty(), OptionalLong.empty(), true),
        Largest.search(_ -> Answer.IMPOSSIBLE, MOST));
    assertEquals(
        new Largest(OptionalLong.of(MOST), OptionalLong.empty(), true),
        Largest.search(_ -> Answer.FITS, MOST));
  }
}
