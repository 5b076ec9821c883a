package bb.runtime.cpu;

/**
 * The numbers behind {@link ScalarFunctions} and {@link VectorFunctions}: polynomials of least
 * maximum error, lowest power first, each coefficient rounded to single precision before the next
 * ones were fitted. What each approximates, and how well, is said in {@code
 * docs/adr/0011-answers-do-not-move.md}.
 */
final class Coefficients {
  /** Adding this rounds a number below 2^22 to a whole one, which is then in its lowest bits. */
  static final float SHIFT = 0x1.8p23f;

  static final int SHIFT_BITS = 0x4B400000;
  static final int SIGN = 0x80000000;
  static final int MANTISSA = 23;
  static final int BIAS = 127;

  static final float LOG2_E = 0x1.715476p0f;
  static final float LN_2 = 0x1.62e43p-1f;

  /** ln 2 in two parts, of which the first has so few bits that 150 times it is exact. */
  static final float LN_2_HIGH = 0x1.63p-1f;

  static final float LN_2_LOW = -0x1.bd0106p-13f;

  /** Beyond these e^x is infinite, or nearer to 0 than to any other number. */
  static final float EXP_MOST = 89f;

  static final float EXP_LEAST = -104f;

  /** Beyond this a sigmoid is 1. */
  static final float SIGMOID_MOST = 40f;

  /**
   * By so many powers of 2 numbers are less in which 1 + e^x does not overflow; and 1 among them.
   */
  static final int FEWER = 64;

  static final float LESS = 0x1p-64f;

  /** (e^r - 1 - r) / r^2 for |r| up to half of ln 2. */
  static final float E0 = 0x1.fffffcp-2f;

  static final float E1 = 0x1.55548ep-3f;
  static final float E2 = 0x1.5558aap-5f;
  static final float E3 = 0x1.123beep-7f;
  static final float E4 = 0x1.6a54f8p-10f;

  /** What is below is its own logarithm, of 1 and it. */
  static final float LOG_TINY = 0x1p-24f;

  static final int THREE_QUARTERS = 0x3F400000;
  static final int FOUR = 0x40800000;
  static final int EXPONENT = 0xFF800000;

  /** (ln(1 + f) - f) / f^2 for f from -1/4 to 1/2. */
  static final float L0 = -0x1p-1f;

  static final float L1 = 0x1.5555a8p-2f;
  static final float L2 = -0x1.000026p-2f;
  static final float L3 = 0x1.9967bap-3f;
  static final float L4 = -0x1.54f68cp-3f;
  static final float L5 = 0x1.28ad52p-3f;
  static final float L6 = -0x1.0d684p-3f;
  static final float L7 = 0x1.aa0f5p-4f;
  static final float L8 = -0x1.6c1ba6p-5f;

  /** (tanh(x) / x - 1) / x^2 as a polynomial of x^2, up to this x. */
  static final float TANH_NEAR = 0.625f;

  static final float T0 = -0x1.555532p-2f;
  static final float T1 = 0x1.1106fep-3f;
  static final float T2 = -0x1.b8378p-5f;
  static final float T3 = 0x1.52095ep-6f;
  static final float T4 = -0x1.7567ecp-8f;

  /** From here on tanh is 1. */
  static final float TANH_FAR = 10f;

  /** erf(x) / x - 1 as a polynomial of x^2, up to this x. */
  static final float ERF_NEAR = 0.921875f;

  static final float N0 = 0x1.06eba6p-3f;
  static final float N1 = -0x1.8126e6p-2f;
  static final float N2 = 0x1.ce1a64p-4f;
  static final float N3 = -0x1.b68a4ep-6f;
  static final float N4 = 0x1.47345ap-8f;
  static final float N5 = -0x1.39f854p-11f;

  /** ln(1 - erf(x)) from there to where erf is 1. */
  static final float ERF_FAR = 4f;

  static final float F0 = -0x1.9f709p-13f;
  static final float F1 = -0x1.20aebep0f;
  static final float F2 = -0x1.463e9ap-1f;
  static final float F3 = -0x1.a9a8dap-4f;
  static final float F4 = 0x1.6c1874p-6f;
  static final float F5 = -0x1.8ec666p-9f;
  static final float F6 = 0x1.9ace58p-13f;

  /** The bits of sqrt(1/2) as a double, and what a double has of bits. */
  static final long ROOT_OF_HALF = 0x3FE6A09E667F3BCDL;

  static final int DOUBLE_MANTISSA = 52;
  static final long DOUBLE_FRACTION = 0xFFFFFFFFFFFFFL;
  static final double DOUBLE_LN_2 = 0x1.62e42fefa39efp-1;

  /** A right angle in two parts, of which the first has so few bits that 2^20 times it is exact. */
  static final double RIGHT_ANGLE_HIGH = 0x1.921fb544p0;

  static final double RIGHT_ANGLE_LOW = 0x1.0b4611a626331p-34;
  static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;

  /** From here on angles are not reduced so. */
  static final float WAVE_FAR = 0x1p20f;

  private Coefficients() {}
}
