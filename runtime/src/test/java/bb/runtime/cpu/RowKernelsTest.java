package bb.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.runtime.VectorModule;
import bb.runtime.cpu.RowKernels.Patch;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels over runs of pixels give the same bits in vectors and in plain Java. */
final class RowKernelsTest {
  /** Pixels of an image of so many channels, windows of {@code rows x columns} a stride apart. */
  private record Case(int rows, int columns, int stride, int dilation, int channels) {
    Patch patch(int width) {
      Patch patch = new Patch();
      patch.at = 7;
      patch.rows = rows;
      patch.columns = columns;
      patch.rowStep = dilation * width * channels;
      patch.columnStep = dilation * channels;
      patch.pixels = 5;
      patch.step = stride * channels;
      patch.outStep = channels + 3;
      return patch;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(1, 8, 16, 24, 58)
        .flatMap(channels ->
            Stream.of(
                new Case(3, 3, 1, 1, channels),
                new Case(3, 3, 2, 1, channels),
                new Case(3, 3, 2, 2, channels),
                new Case(3, 3, 3, 1, channels),
                new Case(2, 3, 1, 1, channels),
                new Case(3, 2, 2, 1, channels),
                new Case(7, 7, 1, 1, channels)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void vectors_give_the_same_bits(Case c) {
    assertTrue(VectorModule.load());
    assumeTrue(Fma.FAST, "without fused multiply-adds there are no vectors");
    assertArrayEquals(results(c, new ScalarRows()), results(c, new VectorRows()));
  }

  /** What each kernel writes, and that it leaves alone what lies between the pixels. */
  private static float[] results(Case c, RowKernels rows) {
    Random random = new Random(1);
    float[] x = new float[30 * 30 * c.channels() + 7 + RowKernels.OVERHANG];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextInt(50) == 0 ? Float.NaN : (float) random.nextGaussian();
    }
    Patch patch = c.patch(30);
    int size = patch.pixels * patch.outStep;
    float[] out = new float[3 * size + 3 * (c.channels() + RowKernels.OVERHANG)];
    rows.max(x, patch, out, 0, c.channels());
    rows.sum(x, patch, 0.3f, out, size, c.channels());
    float[] numbers = new float[3 * (c.channels() + RowKernels.OVERHANG)];
    int room = numbers.length / 3;
    patch.pixels = 77;
    rows.sums(x, patch, c.channels(), numbers, room);
    rows.squares(x, patch, c.channels(), numbers, room, 2 * room);
    for (int i = 0; i < c.channels(); i++) {
      out[3 * size + i] = numbers[room + i];
      out[3 * size + room + i] = numbers[2 * room + i];
    }
    return out;
  }
}
