package bb.runtime.cpu;

/**
 * Functions of one number, by the same additions, multiplications and choices as in {@link
 * VectorFunctions}, so that both give the same bits, interpreted or compiled. The {@link Math} of
 * the JDK may give others once it is compiled, and so may the vector functions of the JDK.
 */
public final class ScalarFunctions {
  private ScalarFunctions() {}

  /** {@code a * b + c}, rounded once where the processor can. */
  public static float fma(float a, float b, float c) {
    return Fma.FAST ? Math.fma(a, b, c) : a * b + c;
  }

  public static float exp(float x) {
    float most = x > Coefficients.EXP_MOST ? Coefficients.EXP_MOST : x;
    float c = most < Coefficients.EXP_LEAST ? Coefficients.EXP_LEAST : most;
    float shifted = fma(c, Coefficients.LOG2_E, Coefficients.SHIFT);
    int n = Float.floatToRawIntBits(shifted) - Coefficients.SHIFT_BITS;
    int half = n >> 1;
    return fraction(c, shifted) * power(half) * power(n - half);
  }

  /** exp(x) for x from -87 to 0. */
  private static float expNear(float x) {
    float shifted = fma(x, Coefficients.LOG2_E, Coefficients.SHIFT);
    int n = Float.floatToRawIntBits(shifted) - Coefficients.SHIFT_BITS;
    return fraction(x, shifted) * power(n);
  }

  /** exp(x) without its power of 2, the exponent of which is in {@code shifted}. */
  private static float fraction(float x, float shifted) {
    float k = shifted - Coefficients.SHIFT;
    float r = fma(k, -Coefficients.LN_2_LOW, fma(k, -Coefficients.LN_2_HIGH, x));
    float p = fma(Coefficients.E4, r, Coefficients.E3);
    p = fma(p, r, Coefficients.E2);
    p = fma(p, r, Coefficients.E1);
    p = fma(p, r, Coefficients.E0);
    p = fma(p, r, 1f);
    return fma(p, r, 1f);
  }

  private static float power(int n) {
    return Float.intBitsToFloat((n + Coefficients.BIAS) << Coefficients.MANTISSA);
  }

  public static float log1p(float x) {
    int i = (Float.floatToRawIntBits(x + 1f) - Coefficients.THREE_QUARTERS) & Coefficients.EXPONENT;
    float scale = Float.intBitsToFloat(Coefficients.FOUR - i) * 0.25f;
    float f = Float.intBitsToFloat(Float.floatToRawIntBits(x) - i) + (scale - 1f);
    float p = fma(Coefficients.L8, f, Coefficients.L7);
    p = fma(p, f, Coefficients.L6);
    p = fma(p, f, Coefficients.L5);
    p = fma(p, f, Coefficients.L4);
    p = fma(p, f, Coefficients.L3);
    p = fma(p, f, Coefficients.L2);
    p = fma(p, f, Coefficients.L1);
    p = fma(p, f, Coefficients.L0);
    float k =
        Float.intBitsToFloat((i >> Coefficients.MANTISSA) + Coefficients.SHIFT_BITS)
            - Coefficients.SHIFT;
    float log = fma(k, Coefficients.LN_2, fma(f * f, p, f));
    if (Math.abs(x) < Coefficients.LOG_TINY || !(x < Float.POSITIVE_INFINITY)) {
      return x;
    }
    return x > -1f ? log : x < -1f ? Float.NaN : Float.NEGATIVE_INFINITY;
  }

  /**
   * By double precision, in which every step has one right result: 2 artanh of (m - 1) / (m + 1)
   * for the mantissa m from sqrt(1/2) to sqrt(2).
   */
  public static float log(float x) {
    double number = x;
    long bits = Double.doubleToRawLongBits(number) - Coefficients.ROOT_OF_HALF;
    double exponent = bits >> Coefficients.DOUBLE_MANTISSA;
    double mantissa =
        Double.longBitsToDouble((bits & Coefficients.DOUBLE_FRACTION) + Coefficients.ROOT_OF_HALF);
    double s = (mantissa - 1) / (mantissa + 1);
    double z = s * s;
    double p = z / 15 + 1.0 / 13;
    p = p * z + 1.0 / 11;
    p = p * z + 1.0 / 9;
    p = p * z + 1.0 / 7;
    p = p * z + 1.0 / 5;
    p = p * z + 1.0 / 3;
    float value = (float) (exponent * Coefficients.DOUBLE_LN_2 + 2 * s * (p * z + 1));
    if (!(x > 0f)) {
      return x == 0f ? Float.NEGATIVE_INFINITY : Float.NaN;
    }
    return x == Float.POSITIVE_INFINITY ? x : value;
  }

  public static float sin(float x) {
    return wave(x, 0);
  }

  public static float cos(float x) {
    return wave(x, 1);
  }

  /** The sine of x and {@code quarters} right angles, by double precision. */
  private static float wave(float x, int quarters) {
    if (!(Math.abs(x) < Coefficients.WAVE_FAR)) {
      return far(x, quarters);
    }
    double k = Math.rint(x * Coefficients.TWO_OVER_PI);
    double r = x - k * Coefficients.RIGHT_ANGLE_HIGH - k * Coefficients.RIGHT_ANGLE_LOW;
    int quadrant = (int) k + quarters;
    double z = r * r;
    double odd = r * (((((z / 110 - 1) * z / 72 + 1) * z / 42 - 1) * z / 20 + 1) * z / -6 + 1);
    double even =
        (((((z / -132 + 1) * z / 90 - 1) * z / 56 + 1) * z / 30 - 1) * z / 12 + 1) * z / -2 + 1;
    double value = (quadrant & 1) == 0 ? odd : even;
    return (float) ((quadrant & 2) == 0 ? value : -value);
  }

  /** Of angles of which a double holds too few digits, and of what is no number. */
  private static float far(float x, int quarters) {
    return (float) (quarters == 0 ? StrictMath.sin(x) : StrictMath.cos(x));
  }

  /** The largest whole number that is not greater, which is exact. */
  public static float floor(float x) {
    return (float) Math.floor(x);
  }

  public static float tanh(float x) {
    float a = Math.abs(x);
    float z = a * a;
    float p = fma(Coefficients.T4, z, Coefficients.T3);
    p = fma(p, z, Coefficients.T2);
    p = fma(p, z, Coefficients.T1);
    p = fma(p, z, Coefficients.T0);
    float e = expNear((a > Coefficients.TANH_FAR ? Coefficients.TANH_FAR : a) * -2f);
    float value = a < Coefficients.TANH_NEAR ? fma(p, a * z, a) : (1f - e) / (1f + e);
    return signed(value, x);
  }

  public static float erf(float x) {
    float a = Math.abs(x);
    float z = a * a;
    float p = fma(Coefficients.N5, z, Coefficients.N4);
    p = fma(p, z, Coefficients.N3);
    p = fma(p, z, Coefficients.N2);
    p = fma(p, z, Coefficients.N1);
    p = fma(p, z, Coefficients.N0);
    float b = a > Coefficients.ERF_FAR ? Coefficients.ERF_FAR : a;
    float q = fma(Coefficients.F6, b, Coefficients.F5);
    q = fma(q, b, Coefficients.F4);
    q = fma(q, b, Coefficients.F3);
    q = fma(q, b, Coefficients.F2);
    q = fma(q, b, Coefficients.F1);
    q = fma(q, b, Coefficients.F0);
    float value = a < Coefficients.ERF_NEAR ? fma(p, a, a) : 1f - expNear(q);
    return signed(value, x);
  }

  /** {@code 1 / (1 + exp(-x))}, with both parts of the fraction times a power of 2. */
  public static float sigmoid(float x) {
    float most = x > Coefficients.SIGMOID_MOST ? Coefficients.SIGMOID_MOST : x;
    float c = most < Coefficients.EXP_LEAST ? Coefficients.EXP_LEAST : most;
    float shifted = fma(c, -Coefficients.LOG2_E, Coefficients.SHIFT);
    float k = shifted - Coefficients.SHIFT;
    float r = fma(k, Coefficients.LN_2_LOW, fma(k, Coefficients.LN_2_HIGH, c));
    float p = fma(Coefficients.E4, r, -Coefficients.E3);
    p = fma(p, r, Coefficients.E2);
    p = fma(p, r, -Coefficients.E1);
    p = fma(p, r, Coefficients.E0);
    p = fma(p, r, -1f);
    p = fma(p, r, 1f);
    int n = Float.floatToRawIntBits(shifted) - Coefficients.SHIFT_BITS - Coefficients.FEWER;
    return Coefficients.LESS / fma(p, power(n), Coefficients.LESS);
  }

  private static float signed(float magnitude, float x) {
    int sign = Float.floatToRawIntBits(x) & Coefficients.SIGN;
    return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | sign);
  }
}
