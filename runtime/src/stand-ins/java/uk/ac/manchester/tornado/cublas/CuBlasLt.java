package uk.ac.manchester.tornado.cublas;

import java.util.function.DoubleUnaryOperator;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.cublas.enums.CuBlasOperation;

/** Calls of cuBLASLt, computed one product after the other. Matrices lie column after column. */
public final class CuBlasLt {
  private static final int AS_IT_IS = CuBlasOperation.CUBLAS_OP_N.operation();

  private CuBlasLt() {}

  public static LibraryTaskDescriptor ltMatmulBiasFP16(
      int opA,
      int opB,
      int m,
      int n,
      int k,
      float alpha,
      HalfFloatArray a,
      int lda,
      HalfFloatArray b,
      int ldb,
      float beta,
      HalfFloatArray c,
      int ldc,
      HalfFloatArray bias) {
    Gemm gemm = gemm(opA, opB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    return new BiasedGemm(gemm, bias, DoubleUnaryOperator.identity());
  }

  public static LibraryTaskDescriptor ltMatmulGeluBiasFP16(
      int opA,
      int opB,
      int m,
      int n,
      int k,
      float alpha,
      HalfFloatArray a,
      int lda,
      HalfFloatArray b,
      int ldb,
      float beta,
      HalfFloatArray c,
      int ldc,
      HalfFloatArray bias) {
    Gemm gemm = gemm(opA, opB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    return new BiasedGemm(gemm, bias, CuBlasLt::gelu);
  }

  private static double gelu(double x) {
    return x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
  }

  private static Gemm gemm(
      int opA,
      int opB,
      int m,
      int n,
      int k,
      float alpha,
      HalfFloatArray a,
      int lda,
      HalfFloatArray b,
      int ldb,
      float beta,
      HalfFloatArray c,
      int ldc) {
    Matrix left = new Matrix(opA, a, lda, 0);
    Matrix right = new Matrix(opB, b, ldb, 0);
    return new Gemm(m, n, k, alpha, left, right, beta, new Matrix(AS_IT_IS, c, ldc, 0), 1);
  }
}
