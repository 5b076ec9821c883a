package uk.ac.manchester.tornado.cublas;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.cublas.enums.CuBlasOperation;

/** Calls of cuBLAS, computed one product after the other. Matrices lie column after column. */
public final class CuBlas {
  private static final int AS_IT_IS = CuBlasOperation.CUBLAS_OP_N.operation();

  private CuBlas() {}

  public static LibraryTaskDescriptor cublasSgemm(
      int opA,
      int opB,
      int m,
      int n,
      int k,
      float alpha,
      FloatArray a,
      int lda,
      FloatArray b,
      int ldb,
      float beta,
      FloatArray c,
      int ldc) {
    Matrix left = new Matrix(opA, a, lda, 0);
    Matrix right = new Matrix(opB, b, ldb, 0);
    return new Gemm(m, n, k, alpha, left, right, beta, new Matrix(AS_IT_IS, c, ldc, 0), 1);
  }

  public static LibraryTaskDescriptor cublasSgemmTF32(
      int opA,
      int opB,
      int m,
      int n,
      int k,
      float alpha,
      FloatArray a,
      int lda,
      FloatArray b,
      int ldb,
      float beta,
      FloatArray c,
      int ldc) {
    Matrix left = new Matrix(opA, a, lda, 0);
    Matrix right = new Matrix(opB, b, ldb, 0);
    return new Gemm(m, n, k, alpha, left, right, beta, new Matrix(AS_IT_IS, c, ldc, 0), 1);
  }

  public static LibraryTaskDescriptor cublasGemmExFP16(
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

  public static LibraryTaskDescriptor cublasGemmExFP16FP32(
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
      FloatArray c,
      int ldc) {
    Matrix left = new Matrix(opA, a, lda, 0);
    Matrix right = new Matrix(opB, b, ldb, 0);
    return new Gemm(m, n, k, alpha, left, right, beta, new Matrix(AS_IT_IS, c, ldc, 0), 1);
  }

  public static LibraryTaskDescriptor cublasSgemmStridedBatched(
      int opA,
      int opB,
      int m,
      int n,
      int k,
      float alpha,
      FloatArray a,
      int lda,
      long strideA,
      FloatArray b,
      int ldb,
      long strideB,
      float beta,
      FloatArray c,
      int ldc,
      long strideC,
      int batch) {
    Matrix left = new Matrix(opA, a, lda, strideA);
    Matrix right = new Matrix(opB, b, ldb, strideB);
    Matrix result = new Matrix(AS_IT_IS, c, ldc, strideC);
    return new Gemm(m, n, k, alpha, left, right, beta, result, batch);
  }
}
