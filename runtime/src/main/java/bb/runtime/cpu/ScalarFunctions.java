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
