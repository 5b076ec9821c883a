package bb.models;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.cublas.CuBlas;
import uk.ac.manchester.tornado.cublas.enums.CuBlasOperation;

/**
 * The products of cuBLAS that networks make. Only the CUDA backend has it, so that nothing else may
 * touch this class.
 */
final class LibraryCalls {
  private static final int AS_IT_IS = CuBlasOperation.CUBLAS_OP_N.operation();

  private LibraryCalls() {}

  /** {@code c = a b} of matrices column after column: a is m x k, b is k x n. */
  static LibraryTaskDescriptor product(
      int m, int n, int k, FloatArray a, int lda, FloatArray b, int ldb, FloatArray c, int ldc) {
    return Boolean.getBoolean(Choices.TF32)
        ? CuBlas.cublasSgemmTF32(AS_IT_IS, AS_IT_IS, m, n, k, 1f, a, lda, b, ldb, 0f, c, ldc)
        : CuBlas.cublasSgemm(AS_IT_IS, AS_IT_IS, m, n, k, 1f, a, lda, b, ldb, 0f, c, ldc);
  }

  /** The same of halves; the sums are of 32-bit floats. */
  static LibraryTaskDescriptor product(
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
}
