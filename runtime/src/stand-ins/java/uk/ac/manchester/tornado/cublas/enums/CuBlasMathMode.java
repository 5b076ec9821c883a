package uk.ac.manchester.tornado.cublas.enums;

/** How exactly products are computed. */
public enum CuBlasMathMode {
  CUBLAS_DEFAULT_MATH,
  CUBLAS_PEDANTIC_MATH,
  CUBLAS_TF32_TENSOR_OP_MATH
}
