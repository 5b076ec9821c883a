package uk.ac.manchester.tornado.cublas;

import uk.ac.manchester.tornado.cublas.enums.CuBlasMathMode;

/** How calls are made. */
public final class CuBlasOptions {
  private CuBlasMathMode mathMode = CuBlasMathMode.CUBLAS_DEFAULT_MATH;

  public CuBlasOptions() {}

  public CuBlasOptions withMathMode(CuBlasMathMode mode) {
    mathMode = mode;
    return this;
  }

  public CuBlasMathMode getMathMode() {
    return mathMode;
  }
}
