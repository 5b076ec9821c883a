package bb.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.runtime.VectorModule;
import bb.runtime.cpu.SequenceKernels.Product;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products have the same bits in vectors and in plain Java, however many rows and columns. */
final class SequenceKernelsTest {
  private static final int[] COLUMNS = {1, 7, 16, 24, 32, 64, 80, 100, 128};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 6, 7, 11, 12, 24})
  void vectors_give_the_same_bits(int rows) {
    assertTrue(VectorModule.load());
    assumeTrue(Fma.FAST, "without fused multiply-adds there are no vectors");
    for (int columns : COLUMNS) {
      assertArrayEquals(
          product(rows, columns, new ScalarSequences()),
          product(rows, columns, new VectorSequences()));
    }
  }

  /** What is written, and what lies between the rows. */
  private static float[] product(int rows, int columns, SequenceKernels kernels) {
    Random random = new Random(rows);
    Product p = new Product();
    p.rows = rows;
    p.depth = 19;
    p.columns = columns;
    p.aStride = p.depth + 2;
    p.bStride = columns + 5;
    p.outStride = columns + 3;
    p.aAt = 1;
    p.bAt = 2;
    p.outAt = 3;
    p.a = random(random, p.aAt + rows * p.aStride);
    p.b = random(random, p.bAt + p.depth * p.bStride);
    p.out = random(random, p.outAt + rows * p.outStride);
    kernels.product(p);
    return p.out;
  }

  private static float[] random(Random random, int length) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }
}
