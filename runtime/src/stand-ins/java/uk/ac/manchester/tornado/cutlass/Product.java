package uk.ac.manchester.tornado.cutlass;

import java.util.function.DoubleUnaryOperator;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.HalfFloat;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/** d = activation(a b + bias) of matrices row after row: a is m x k, b is k x n. */
final class Product extends LibraryTaskDescriptor implements Runnable {
  private final int m;
  private final int n;
  private final int k;
  private final HalfFloatArray a;
  private final HalfFloatArray b;
  private final HalfFloatArray bias;
  private final DoubleUnaryOperator activation;
  private final HalfFloatArray d;

  Product(
      int m,
      int n,
      int k,
      HalfFloatArray a,
      HalfFloatArray b,
      HalfFloatArray bias,
      DoubleUnaryOperator activation,
      HalfFloatArray d) {
    this.m = m;
    this.n = n;
    this.k = k;
    this.a = a;
    this.b = b;
    this.bias = bias;
    this.activation = activation;
    this.d = d;
  }

  @Override
  public void run() {
    for (int row = 0; row < m; row++) {
      for (int column = 0; column < n; column++) {
        float sum = bias.get(column).getFloat32();
        for (int i = 0; i < k; i++) {
          sum += a.get(row * k + i).getFloat32() * b.get(i * n + column).getFloat32();
        }
        d.set(row * n + column, new HalfFloat((float) activation.applyAsDouble(sum)));
      }
    }
  }
}
