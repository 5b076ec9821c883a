package bb.backend.tornado.index;

import static bb.backend.tornado.index.IndexExpr.ZERO;
import static bb.backend.tornado.index.IndexExpr.constant;
import static bb.backend.tornado.index.IndexExpr.variable;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import bb.backend.GeneratedFile;
import bb.backend.tornado.StandIns;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expressions of indices, as they are read and as they compute. */
class IndexExprTest {
  private static final IndexExpr X = variable("x");
  private static final IndexExpr Y = variable("y");

  /** Values of x, y and z. */
  private static final int[][] POINTS = {
    {0, 0, 0}, {1, 2, 3}, {17, 0, 5}, {6, 11, 2}, {40, 41, 42}
  };

  private static final Pattern NEEDLESS = Pattern.compile("\\(0\\)|[-+] 0\\b|[*/%] 1\\b|- -|\\+ -");

  @Test
  void what_changes_nothing_is_left_out() {
    assertEquals("0", ZERO.plus(0).toString());
    assertEquals("x", ZERO.plus(X.times(1)).plus(Y.times(0)).toString());
    assertEquals("x", X.over(1).toString());
    assertEquals("0", X.modulo(1).toString());
    assertEquals("x", X.times(-1).times(-1).toString());
  }

  @Test
  void sums_are_factors_in_parentheses() {
    assertEquals("(x + 1) * 3", X.plus(1).times(3).toString());
    assertEquals("(x - 1) % 3", X.plus(-1).modulo(3).toString());
    assertEquals("(x + 1) * 2 / 5", X.plus(1).times(2).over(5).toString());
    assertEquals("x - y * 2 + 1", X.minus(Y.times(2).plus(-1)).toString());
    assertEquals("x - (y + 1) * 2", X.minus(Y.plus(1).times(2)).toString());
  }

  @Test
  void factors_become_one_if_it_is_an_int() {
    assertEquals("x / 3 * 20", X.over(3).times(4).times(5).toString());
    assertEquals("(x * 4 + y) * 5", X.times(4).plus(Y).times(5).toString());
    assertEquals("x * 65536 * 65536", X.times(65536).times(65536).toString());
  }

  /** Else kernels that differ in one of them would not share a method. */
  @Test
  void numbers_of_a_sum_stay_apart() {
    assertEquals("x + 1 + 5", X.plus(1).plus(5).toString());
  }

  @Test
  void what_others_need_is_there_and_marked() {
    String place =
        X.timesShared(1).plusShared(Y.over(7), 0).plusShared(X, -2).plusShared(0).toString();
    assertEquals("x * 1 + y / 7 * 0 - x * 2 + 0", Neutral.resolve(place));
    assertEquals("x - x * 2", Neutral.alone(place));
    String method = place.replace(Neutral.NEUTRAL, Neutral.NEEDED);
    String none = method.replaceAll("[12]", Neutral.LEFT_OUT);
    assertEquals("x + y / 7 * 0 + 0", Neutral.resolve(none));
  }

  @Test
  void text_is_no_variable() {
    assertEquals("context.groupIdx", variable("context.groupIdx").toString());
    assertThrows(IllegalArgumentException.class, () -> variable("x + 1"));
  }

  @Test
  void positions_are_reduced_fractions() {
    Ratio half = Ratio.of(2 * 5, 5 - 10, 2 * 10, 10);
    assertEquals("Math.max(x * 2 - 1, 0) / 4", half.floor(X).toString());
    assertEquals("Math.max(x * 2 - 1, 0) % 4 / 4f", half.part(X).toString());
    assertEquals("(x * 4 + 2) / 3", Ratio.of(8, 0, 6, 6).ceil(X).toString());
    assertEquals("0f", Ratio.of(6, 0, 3, 3).part(X).toString());
  }

  @Test
  void positions_in_long_images_take_64_bits() {
    Ratio position = Ratio.of(65537, 0, 65536, 65536);
    assertEquals("(int) ((long) x * 65537 / 65536)", position.floor(X).toString());
  }

  /** Java computes of its text what an expression was made to be. */
  @Test
  void random_expressions_keep_their_value() throws ReflectiveOperationException {
    Random random = new Random(1);
    List<Known> all = IntStream.range(0, 400).mapToObj(_ -> Known.draw(random, 4)).toList();
    all.forEach(known ->
        assertFalse(NEEDLESS.matcher(known.expr().toString()).find(), known.expr()::toString));
    String text =
        """
        package drawn;

        public final class Drawn {
          public static long[] values(int x, int y, int z) {
            return new long[] {
        %s
            };
          }
        }
        """
            .formatted(
                all.stream().map(k -> k.expr().toString()).collect(Collectors.joining(",\n")));
    Class<?> drawn =
        StandIns.load(List.of(new GeneratedFile("drawn/Drawn.java", text)))
            .loadClass("drawn.Drawn");
    for (int p = 0; p < POINTS.length; p++) {
      int[] at = POINTS[p];
      long[] found =
          (long[])
              drawn
                  .getMethod("values", int.class, int.class, int.class)
                  .invoke(null, at[0], at[1], at[2]);
      for (int i = 0; i < found.length; i++) {
        assertEquals(all.get(i).values()[p], found[i], all.get(i).expr()::toString);
      }
    }
  }

  /** An expression, and what it is worth where the variables have the values of {@link #POINTS}. */
  private record Known(IndexExpr expr, long[] values) {
    static Known draw(Random random, int depth) {
      if (depth == 0 || random.nextInt(8) == 0) {
        int variable = random.nextInt(4);
        return variable < 3
            ? new Known(
                variable("" + "xyz".charAt(variable)), values(p -> POINTS[(int) p][variable]))
            : number(random.nextInt(4));
      }
      Known x = draw(random, depth - 1);
      int factor = random.nextInt(-3, 10);
      int divisor = random.nextInt(1, 8);
      return switch (random.nextInt(9)) {
        case 0, 1 -> x.with(draw(random, depth - 1), IndexExpr::plus, Long::sum);
        case 2 -> x.with(draw(random, depth - 1), IndexExpr::minus, (a, b) -> a - b);
        case 3 -> x.with(number(factor), IndexExpr::plus, Long::sum);
        case 4 -> new Known(x.expr.times(factor), x.map(v -> v * factor));
        case 5 -> new Known(x.expr.over(divisor), x.map(v -> v / divisor));
        case 6 -> new Known(x.expr.modulo(divisor), x.map(v -> v % divisor));
        case 7 -> x.with(draw(random, depth - 1), IndexExpr::atMost, Math::min);
        default ->
            new Known(x.expr.wide().atLeast(factor).narrow(), x.map(v -> Math.max(v, factor)));
      };
    }

    private static Known number(int number) {
      return new Known(constant(number), values(_ -> number));
    }

    private static long[] values(LongUnaryOperator ofPoint) {
      return IntStream.range(0, POINTS.length).mapToLong(ofPoint::applyAsLong).toArray();
    }

    private long[] map(LongUnaryOperator function) {
      return IntStream.range(0, POINTS.length)
          .mapToLong(p -> function.applyAsLong(values[p]))
          .toArray();
    }

    private Known with(Known other, BinaryOperator<IndexExpr> make, LongBinaryOperator compute) {
      return new Known(
          make.apply(expr, other.expr),
          values(p -> compute.applyAsLong(values[(int) p], other.values[(int) p])));
    }
  }
}
