package uk.ac.manchester.tornado.cublas.enums;

/** Whether a matrix is taken as it is. */
public enum CuBlasOperation {
  CUBLAS_OP_N(0),
  CUBLAS_OP_T(1);

  private final int operation;

  CuBlasOperation(int operation) {
    this.operation = operation;
  }

  public int operation() {
    return operation;
  }
}
