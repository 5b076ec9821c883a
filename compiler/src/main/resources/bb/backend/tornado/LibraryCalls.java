package bb.models;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.cublas.CuBlas;
import uk.ac.manchester.tornado.cublas.enums.CuBlasOperation;
import uk.ac.manchester.tornado.cudnn.CuDnn;
import uk.ac.manchester.tornado.cutlass.Cutlass;

/**
 * The calls of libraries that networks make. Only the CUDA backend has them, so that nothing else
 * may touch this class.
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

  /** The convolution of n images of c planes with k filters of r x s taps. */
  static LibraryTaskDescriptor convolution(
      FloatArray images,
      FloatArray filters,
      FloatArray sums,
      int n,
      int c,
      int h,
      int w,
      int k,
      int r,
      int s,
      int pad,
      int stride) {
    return CuDnn.cudnnConv2d(images, filters, sums, n, c, h, w, k, r, s, pad, stride);
  }

  /** {@code d = relu(a b + bias)} of matrices row after row: a is m x k, b is k x n. */
  static LibraryTaskDescriptor fusedRelu(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return Cutlass.cutlassGemmBiasRelu(m, n, k, a, b, bias, d);
  }

  /** The same with {@code silu}. */
  static LibraryTaskDescriptor fusedSilu(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return Cutlass.cutlassGemmBiasSilu(m, n, k, a, b, bias, d);
  }

  /** The same with {@code sigmoid}. */
  static LibraryTaskDescriptor fusedSigmoid(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return Cutlass.cutlassGemmBiasSigmoid(m, n, k, a, b, bias, d);
  }

  /** The same with {@code tanh}. */
  static LibraryTaskDescriptor fusedTanh(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      HalfFloatArray d) {
    return Cutlass.cutlassGemmBiasTanh(m, n, k, a, b, bias, d);
  }
}
