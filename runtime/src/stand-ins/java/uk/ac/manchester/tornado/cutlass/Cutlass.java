package uk.ac.manchester.tornado.cutlass;

import java.util.function.DoubleUnaryOperator;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/** Calls of CUTLASS, computed one number after the other. */
public final class Cutlass {
  private Cutlass() {}

  public static LibraryTaskDescriptor cutlassGemmBiasRelu(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return product(m, n, k, a, b, bias, x -> Math.max(x, 0), d);
  }

  public static LibraryTaskDescriptor cutlassGemmBiasSilu(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return product(m, n, k, a, b, bias, x -> x / (1 + Math.exp(-x)), d);
  }

  public static LibraryTaskDescriptor cutlassGemmBiasSigmoid(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return product(m, n, k, a, b, bias, x -> 1 / (1 + Math.exp(-x)), d);
  }

  public static LibraryTaskDescriptor cutlassGemmBiasTanh(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return product(m, n, k, a, b, bias, Math::tanh, d);
  }

  public static LibraryTaskDescriptor cutlassGemmBiasGelu(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return product(m, n, k, a, b, bias, x -> x * (1 + erf(x * Math.sqrt(0.5))) / 2, d);
  }

  public static LibraryTaskDescriptor cutlassGemmBiasHardSwish(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return product(m, n, k, a, b, bias, x -> x * Math.clamp(x + 3, 0, 6) / 6, d);
  }

  /** Abramowitz and Stegun, 7.1.26; right to 1.5e-7. */
  private static double erf(double x) {
    double t = 1 / (1 + 0.3275911 * Math.abs(x));
    double tail =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    return Math.copySign(1 - tail * Math.exp(-x * x), x);
  }

  private static LibraryTaskDescriptor product(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      DoubleUnaryOperator activation,
      HalfFloatArray d) {
    if (n % 4 != 0 || k % 4 != 0) {
      throw new IllegalArgumentException("n and k are multiples of 4, not %d, %d".formatted(n, k));
    }
    return new Product(m, n, k, a, b, bias, activation, d);
  }
}
