package bb.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.runtime.VectorModule;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The engine's functions over all floats, every one of so many, against double precision: near in
 * relative terms, and with the same bits one by one and in vectors.
 */
final class FunctionsTest {
  /** Prime, so that all mantissas come up; {@code -Dbb.stride=1} tries every float there is. */
  private static final int STRIDE = Integer.getInteger("bb.stride", 997);

  private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

  private interface Scalar {
    float of(float x);
  }

  private interface Loop {
    void run(float[] x, int at, int length);
  }

  /** A function, its loop, what it approximates, and its bound in units in the last place. */
  private enum Case {
    EXP(ScalarFunctions::exp, VectorFunctions::exp, StrictMath::exp, 1.25),
    LOG1P(ScalarFunctions::log1p, VectorFunctions::log1p, StrictMath::log1p, 1.25),
    TANH(ScalarFunctions::tanh, VectorFunctions::tanh, StrictMath::tanh, 2),
    ERF(ScalarFunctions::erf, VectorFunctions::erf, FunctionsTest::erf, 1.25),
    LOG(ScalarFunctions::log, VectorFunctions::log, StrictMath::log, 0.51),
    SIN(ScalarFunctions::sin, VectorFunctions::sin, StrictMath::sin, 0.51),
    COS(ScalarFunctions::cos, VectorFunctions::cos, StrictMath::cos, 0.51),
    FLOOR(ScalarFunctions::floor, VectorFunctions::floor, StrictMath::floor, 0),
    SIGMOID(ScalarFunctions::sigmoid, VectorFunctions::sigmoid, FunctionsTest::sigmoid, 2.5);

    private final Scalar scalar;
    private final Loop loop;
    private final DoubleUnaryOperator exact;
    private final double bound;

    Case(Scalar scalar, Loop loop, DoubleUnaryOperator exact, double bound) {
      this.scalar = scalar;
      this.loop = loop;
      this.exact = exact;
      this.bound = bound;
    }
  }

  @ParameterizedTest
  @EnumSource
  void errors_are_small_in_relative_terms(Case c) {
    double worst = 0;
    float where = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      double error = error(c.exact.applyAsDouble(x), c.scalar.of(x));
      if (!(error <= worst)) {
        worst = error;
        where = x;
      }
    }
    assertTrue(worst <= c.bound, c + "(" + where + ") is off by " + worst + " units");
  }

  /**
   * In units in the last place of the exact value, as a float; infinite if only one is a number.
   */
  private static double error(double exact, float found) {
    float nearest = (float) exact;
    if (Float.compare(nearest, found) == 0) {
      return 0;
    }
    if (!Float.isFinite(found)) {
      // an infinity just beyond the largest float is as near as can be
      return Float.isNaN(found) || Math.abs(exact) < Float.MAX_VALUE * (1 - 0x1p-23)
          ? Double.POSITIVE_INFINITY
          : 0;
    }
    double unit = Math.ulp(Float.isFinite(nearest) ? nearest : Float.MAX_VALUE);
    return Double.isNaN(exact) ? Double.POSITIVE_INFINITY : Math.abs(exact - found) / unit;
  }

  @ParameterizedTest
  @EnumSource
  void vectors_give_the_same_bits(Case c) {
    sameBits(c.name(), c.scalar, c.loop);
  }

  @Test
  void silu_is_a_number_times_its_sigmoid() {
    sameBits("silu", x -> x * ScalarFunctions.sigmoid(x), VectorFunctions::silu);
  }

  private static void sameBits(String name, Scalar scalar, Loop loop) {
    assertTrue(VectorModule.load());
    assumeTrue(Fma.FAST, "without fused multiply-adds there are no vectors");
    float[] x = new float[4099];
    int filled = 0;
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
      x[filled++] = Float.intBitsToFloat((int) bits);
      if (filled == x.length) {
        compare(name, scalar, loop, x);
        filled = 0;
      }
    }
    compare(name, scalar, loop, Arrays.copyOf(x, filled));
  }

  private static void compare(String name, Scalar scalar, Loop loop, float[] x) {
    float[] found = x.clone();
    loop.run(found, 0, found.length);
    for (int i = 0; i < x.length; i++) {
      float expected = scalar.of(x[i]);
      if (Float.floatToIntBits(expected) != Float.floatToIntBits(found[i])) {
        assertEquals(expected, found[i], name + "(" + x[i] + ")");
      }
    }
  }

  @Test
  void edges() {
    List<Float> edges =
        List.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f);
    assertEquals("[NaN, Infinity, 0.0, 1.0, 1.0]", of(edges, ScalarFunctions::exp));
    assertEquals("[NaN, Infinity, NaN, 0.0, -0.0]", of(edges, ScalarFunctions::log1p));
    assertEquals("[NaN, 1.0, -1.0, 0.0, -0.0]", of(edges, ScalarFunctions::tanh));
    assertEquals("[NaN, 1.0, -1.0, 0.0, -0.0]", of(edges, ScalarFunctions::erf));
    assertEquals("[NaN, 1.0, 0.0, 0.5, 0.5]", of(edges, ScalarFunctions::sigmoid));
    assertEquals("[NaN, Infinity, NaN, -Infinity, -Infinity]", of(edges, ScalarFunctions::log));
    assertEquals("[NaN, NaN, NaN, 0.0, 0.0]", of(edges, ScalarFunctions::sin));
    assertEquals("[NaN, NaN, NaN, 1.0, 1.0]", of(edges, ScalarFunctions::cos));
    assertEquals("[-Infinity, NaN]", of(List.of(-1f, -1.0000001f), ScalarFunctions::log1p));
  }

  private static String of(List<Float> numbers, Scalar function) {
    Stream<Float> values = numbers.stream().map(function::of);
    return values.toList().toString();
  }

  private static double sigmoid(double x) {
    double e = StrictMath.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /** The series of Abramowitz and Stegun, 7.1.6, of which all terms have one sign. */
  private static double erf(double x) {
    if (!(Math.abs(x) <= 6)) {
      return Double.isNaN(x) ? x : Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return TWO_OVER_ROOT_PI * StrictMath.exp(-x * x) * sum;
  }
}
