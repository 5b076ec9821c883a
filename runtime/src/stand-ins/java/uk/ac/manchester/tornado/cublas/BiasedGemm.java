package uk.ac.manchester.tornado.cublas;

import java.util.function.DoubleUnaryOperator;
import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;

/** c = activation(alpha a b + beta c + bias), where bias has a number for each row. */
final class BiasedGemm extends LibraryTaskDescriptor implements Runnable {
  private final Gemm gemm;
  private final HalfFloatArray bias;
  private final DoubleUnaryOperator activation;

  BiasedGemm(Gemm gemm, HalfFloatArray bias, DoubleUnaryOperator activation) {
    this.gemm = gemm;
    this.bias = bias;
    this.activation = activation;
  }

  @Override
  public void run() {
    gemm.run((row, sum) -> (float) activation.applyAsDouble(sum + bias.get(row).getFloat32()));
  }
}
