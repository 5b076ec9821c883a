package bb.runtime.tornado.device;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.cublas.CuBlas;
import uk.ac.manchester.tornado.cublas.CuBlasLt;
import uk.ac.manchester.tornado.cublas.enums.CuBlasOperation;

/**
 * Tasks that are products of cuBLAS and cuBLASLt. Only the CUDA backend has these, so that nothing
 * else may touch this class.
 */
public final class LibraryCalls {
  private static final int AS_IT_IS = CuBlasOperation.CUBLAS_OP_N.operation();

  private LibraryCalls() {}

  /** Adds {@code c = a b} of matrices column after column: a is m x k, b is k x n. */
  public static void product(
      Stages s,
      String layer,
      int m,
      int n,
      int k,
      FloatArray a,
      int lda,
      FloatArray b,
      int ldb,
      FloatArray c,
      int ldc) {
    s.loops(layer)
        .<Integer, Integer, Integer, FloatArray, Integer, FloatArray, Integer, FloatArray, Integer>
            libraryTask(s.id(), LibraryCalls::ofFloats, m, n, k, a, lda, b, ldb, c, ldc);
  }

  private static LibraryTaskDescriptor ofFloats(
      int m, int n, int k, FloatArray a, int lda, FloatArray b, int ldb, FloatArray c, int ldc) {
    return Boolean.getBoolean(Choices.TF32)
        ? CuBlas.cublasSgemmTF32(AS_IT_IS, AS_IT_IS, m, n, k, 1f, a, lda, b, ldb, 0f, c, ldc)
        : CuBlas.cublasSgemm(AS_IT_IS, AS_IT_IS, m, n, k, 1f, a, lda, b, ldb, 0f, c, ldc);
  }

  /** The same of halves; the sums are of 32-bit floats. */
  public static void product(
      Stages s,
      String layer,
      int m,
      int n,
      int k,
      HalfFloatArray a,
      int lda,
      HalfFloatArray b,
      int ldb,
      HalfFloatArray c,
      int ldc) {
    s.loops(layer)
        .<Integer, Integer, Integer, HalfFloatArray, Integer, HalfFloatArray, Integer,
            HalfFloatArray, Integer>
            libraryTask(s.id(), LibraryCalls::ofHalves, m, n, k, a, lda, b, ldb, c, ldc);
  }

  private static LibraryTaskDescriptor ofHalves(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      int lda,
      HalfFloatArray b,
      int ldb,
      HalfFloatArray c,
      int ldc) {
    return CuBlas.cublasGemmExFP16(AS_IT_IS, AS_IT_IS, m, n, k, 1f, a, lda, b, ldb, 0f, c, ldc);
  }

  /**
   * {@code d = a b + bias} of matrices row after row: a is m x k, b is k x n. The library takes
   * matrices column after column, so that it computes {@code d' = b' a'}, each of which lies as its
   * transpose does row after row.
   */
  public static LibraryTaskDescriptor biased(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return CuBlasLt.ltMatmulBiasFP16(AS_IT_IS, AS_IT_IS, n, m, k, 1f, b, n, a, k, 0f, d, n, bias);
  }

  /** The same with GELU, by tanh. */
  public static LibraryTaskDescriptor biasedGelu(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return CuBlasLt.ltMatmulGeluBiasFP16(
        AS_IT_IS, AS_IT_IS, n, m, k, 1f, b, n, a, k, 0f, d, n, bias);
  }
}
