package uk.ac.manchester.tornado.cublas;

import uk.ac.manchester.tornado.api.types.HalfFloat;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.api.types.arrays.TornadoNativeArray;
import uk.ac.manchester.tornado.cublas.enums.CuBlasOperation;

/**
 * Matrices in an array, column after column.
 *
 * @param operation whether columns are rows, as in {@code CuBlasOperation}
 * @param leading how far it is from one column to the next
 * @param stride how far it is from one matrix to the next
 */
record Matrix(int operation, TornadoNativeArray elements, int leading, long stride) {
  Matrix {
    if (operation != CuBlasOperation.CUBLAS_OP_N.operation()
        && operation != CuBlasOperation.CUBLAS_OP_T.operation()) {
      throw new IllegalArgumentException("no operation has the number " + operation);
    }
  }

  float get(int matrix, int row, int column) {
    int index = index(matrix, row, column);
    return switch (elements) {
      case FloatArray floats -> floats.get(index);
      case HalfFloatArray halves -> halves.get(index).getFloat32();
      default -> throw new IllegalArgumentException("a matrix of integers");
    };
  }

  void set(int matrix, int row, int column, float value) {
    int index = index(matrix, row, column);
    switch (elements) {
      case FloatArray floats -> floats.set(index, value);
      case HalfFloatArray halves -> halves.set(index, new HalfFloat(value));
      default -> throw new IllegalArgumentException("a matrix of integers");
    }
  }

  private int index(int matrix, int row, int column) {
    boolean transposed = operation == CuBlasOperation.CUBLAS_OP_T.operation();
    int within = transposed ? column : row;
    if (within >= leading) {
      throw new IllegalArgumentException("a leading dimension of only " + leading);
    }
    long first = matrix * stride;
    return Math.toIntExact(first + within + (long) (transposed ? row : column) * leading);
  }
}
