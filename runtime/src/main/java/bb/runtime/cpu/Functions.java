package bb.runtime.cpu;

/** Functions of one number that {@link Math} lacks. */
public final class Functions {
  private Functions() {}

  public static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }

  /**
   * The error function, to 1.5e-7 (Abramowitz and Stegun 1964, formula 7.1.26), which is the
   * formula of the vector kernels too.
   */
  public static float erf(float x) {
    double a = Math.abs(x);
    double t = 1 / (1 + 0.3275911 * a);
    double p =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return (float) Math.copySign(1 - p * Math.exp(-a * a), x);
  }
}
