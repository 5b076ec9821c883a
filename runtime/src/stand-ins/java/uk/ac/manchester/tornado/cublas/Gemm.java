package uk.ac.manchester.tornado.cublas;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;

/** Products of matrices: c = alpha a b + beta c, where a is m x k and b is k x n. */
final class Gemm extends LibraryTaskDescriptor implements Runnable {
  private final int m;
  private final int n;
  private final int k;
  private final float alpha;
  private final Matrix a;
  private final Matrix b;
  private final float beta;
  private final Matrix c;
  private final int batch;

  Gemm(int m, int n, int k, float alpha, Matrix a, Matrix b, float beta, Matrix c, int batch) {
    this.m = m;
    this.n = n;
    this.k = k;
    this.alpha = alpha;
    this.a = a;
    this.b = b;
    this.beta = beta;
    this.c = c;
    this.batch = batch;
  }

  /** What is done to a sum before it is rounded to the matrix's numbers. */
  @FunctionalInterface
  interface End {
    float of(int row, float sum);
  }

  @Override
  public void run() {
    run((row, sum) -> sum);
  }

  void run(End end) {
    for (int matrix = 0; matrix < batch; matrix++) {
      for (int row = 0; row < m; row++) {
        for (int column = 0; column < n; column++) {
          float sum = 0;
          for (int i = 0; i < k; i++) {
            sum += a.get(matrix, row, i) * b.get(matrix, i, column);
          }
          // as in BLAS, what c was is not even read if beta is zero
          float before = beta == 0 ? 0 : beta * c.get(matrix, row, column);
          c.set(matrix, row, column, end.of(row, alpha * sum + before));
        }
      }
    }
  }
}
