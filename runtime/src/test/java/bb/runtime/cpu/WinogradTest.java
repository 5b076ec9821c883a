package bb.runtime.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Winograd convolutions against the definition in double precision, and against themselves: with
 * and without vectors, in whatever pieces, the same bits.
 */
final class WinogradTest {
  /** What lies in the output's buffer and is not the output. */
  private static final float UNTOUCHED = -77;

  /** Beyond the output's channels in its buffer, and beyond the input's in its. */
  private static final int GAP = 3;

  /** Relative error, by the root of the sum of squares. */
  private static final double BOUND = 1e-5;

  private record Layer(
      WinogradSize size,
      int batch,
      int height,
      int width,
      int inputs,
      int outputs,
      int padTop,
      int padLeft,
      int padEnd,
      int gap) {

    View in() {
      return new View(64, gap, height, width, inputs, inputs + gap);
    }

    View out() {
      return new View(
          64 + height * width * (inputs + gap),
          0,
          height + padTop + padEnd - 2,
          width + padLeft + padEnd - 2,
          outputs,
          outputs + gap);
    }

    View side() {
      return View.of(
          out().buffer() + out().exampleStride(), out().height(), out().width(), outputs);
    }

    int floats() {
      return Worker.ORIGIN
          + batch * (side().buffer() + side().exampleStride())
          + RowKernels.OVERHANG;
    }
  }

  /** What goes into a layer. */
  private record Data(float[] input, float[] filter, float[] bias, float[] side) {
    static Data random(Layer l, long seed) {
      Random random = new Random(seed);
      double scale = 1 / Math.sqrt(9. * l.inputs);
      return new Data(
          normal(random, l.batch * l.height * l.width * l.inputs, 1),
          normal(random, l.outputs * l.inputs * 9, scale),
          normal(random, l.outputs, 0.1),
          normal(random, l.batch * l.out().pixels() * l.outputs, 1));
    }

    private static float[] normal(Random random, int length, double scale) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (float) (random.nextGaussian() * scale);
      }
      return values;
    }
  }

  static Stream<Layer> layers() {
    List<Layer> layers =
        Stream.of(WinogradSize.values())
            .flatMap(size ->
                Stream.of(
                    new Layer(size, 1, 8, 8, 16, 32, 1, 1, 1, 0),
                    new Layer(size, 3, 7, 9, 5, 17, 1, 1, 1, 0),
                    new Layer(size, 1, 1, 1, 3, 4, 1, 1, 1, 0),
                    new Layer(size, 2, 3, 3, 33, 2, 0, 0, 0, 0),
                    new Layer(size, 1, 2, 11, 20, 48, 2, 0, 2, 0),
                    new Layer(size, 2, 14, 13, 24, 40, 0, 2, 1, GAP),
                    new Layer(size, 1, 1, 5, 1, 1, 1, 5, 4, GAP),
                    new Layer(size, 3, 5, 5, 70, 96, 1, 1, 1, GAP),
                    new Layer(size, 1, 33, 30, 64, 16, 1, 1, 1, 0),
                    new Layer(size, 2, 4, 6, 530, 33, 1, 1, 1, 0),
                    new Layer(size, 1, 9, 4, 1100, 7, 1, 1, 1, GAP)))
            .toList();
    return layers.stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void isTheConvolution(Layer layer) {
    Data data = Data.random(layer, 1);
    float[] out = run(layer, data, Way.AT_ONCE);
    assertClose(reference(layer, data), values(layer, out));
  }

  /** Large and small numbers side by side, alternating signs, and a constant image. */
  @ParameterizedTest
  @MethodSource("layers")
  void isTheConvolutionOfUnevenNumbers(Layer layer) {
    for (int kind = 0; kind < 3; kind++) {
      Data data = Data.random(layer, 2 + kind);
      Random random = new Random(kind);
      for (int i = 0; i < data.input.length; i++) {
        int pixel = i / layer.inputs;
        data.input[i] =
            switch (kind) {
              case 0 -> (float) (data.input[i] * Math.exp(6 * random.nextGaussian()));
              case 1 -> (pixel % layer.width + pixel / layer.width) % 2 == 0 ? 100 : -100;
              default -> 1e6f + data.input[i];
            };
      }
      float[] out = run(layer, data, Way.AT_ONCE);
      assertClose(reference(layer, data), values(layer, out));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void hasTheSameBitsWithAndWithoutVectors(Layer layer) {
    Data data = Data.random(layer, 5);
    assertArrayEquals(
        run(layer, data, Way.WITHOUT_VECTORS, NOTHING, 0.25f),
        run(layer, data, Way.AT_ONCE, NOTHING, 0.25f));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void hasTheSameBitsInPieces(Layer layer) {
    Data data = Data.random(layer, 6);
    float[] whole = run(layer, data, Way.AT_ONCE);
    assertArrayEquals(whole, run(layer, data, Way.BY_ITEMS_FROM_THE_LAST));
    Layer single =
        new Layer(
            layer.size,
            1,
            layer.height,
            layer.width,
            layer.inputs,
            layer.outputs,
            layer.padTop,
            layer.padLeft,
            layer.padEnd,
            layer.gap);
    int in = data.input.length / layer.batch;
    int side = data.side.length / layer.batch;
    float[] values = values(layer, whole);
    for (int example = 0; example < layer.batch; example++) {
      Data part =
          new Data(
              Arrays.copyOfRange(data.input, example * in, (example + 1) * in),
              data.filter,
              data.bias,
              Arrays.copyOfRange(data.side, example * side, (example + 1) * side));
      assertArrayEquals(
          Arrays.copyOfRange(values, example * side, (example + 1) * side),
          values(single, run(single, part, Way.AT_ONCE)));
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void appliesItsEpilogue(Layer layer) {
    Data data = Data.random(layer, 7);
    PointwiseKernel add =
        l -> {
          for (int row = 0; row < l.rows; row++) {
            for (int c = 0; c < l.length; c++) {
              l.arena[l.outAt + row * l.outStride + c] =
                  l.arena[l.inAt[0] + row * l.inStride[0] + c]
                      + l.arena[l.inAt[1] + row * l.inStride[1] + c]
                      + l.weights[l.vectorAt[0] + c];
            }
          }
        };
    float[] sums = values(layer, run(layer, data, Way.AT_ONCE));
    for (int i = 0; i < sums.length; i++) {
      sums[i] = sums[i] + data.side[i] + data.bias[i % layer.outputs];
    }
    assertArrayEquals(
        sums,
        values(layer, run(layer, data, Way.BY_ITEMS_FROM_THE_LAST, add, Float.NEGATIVE_INFINITY)));
  }

  @ParameterizedTest
  @MethodSource("layers")
  void writesNothingElse(Layer layer) {
    Data data = Data.random(layer, 8);
    View out = layer.out();
    float[] arena = run(layer, data, Way.AT_ONCE);
    int from = Worker.ORIGIN + layer.batch * out.buffer();
    for (int i = from; i < from + layer.batch * out.exampleStride(); i++) {
      if ((i - from) % out.stride() >= out.channels()) {
        assertEquals(UNTOUCHED, arena[i]);
      }
    }
  }

  /** How a layer is computed. */
  private enum Way {
    AT_ONCE,
    BY_ITEMS_FROM_THE_LAST,
    WITHOUT_VECTORS
  }

  private static final PointwiseKernel NOTHING = _ -> {};

  private static float[] run(Layer layer, Data data, Way way) {
    return run(layer, data, way, NOTHING, Float.NEGATIVE_INFINITY);
  }

  /** The arena after the layer. */
  private static float[] run(
      Layer layer, Data data, Way way, PointwiseKernel epilogue, float least) {
    boolean scalar = way == Way.WITHOUT_VECTORS;
    TileSums sums = scalar ? new ScalarTileSums() : Lanes.tileSums();
    WinogradKernels kernels =
        !scalar
            ? Lanes.winogradKernels(layer.size)
            : layer.size == WinogradSize.F2 ? new ScalarWinograd2() : new ScalarWinograd4();
    int biasAt = Packing.aligned(layer.outputs) * layer.inputs * layer.size.points();
    float[] weights = new float[Worker.ORIGIN + biasAt + Packing.aligned(layer.outputs)];
    Packing.points(
        layer.size,
        data.filter,
        layer.outputs,
        layer.inputs,
        sums.columns(layer.outputs),
        weights,
        Worker.ORIGIN);
    System.arraycopy(data.bias, 0, weights, Worker.ORIGIN + biasAt, layer.outputs);
    float[] arena = new float[layer.floats()];
    Arrays.fill(arena, UNTOUCHED);
    Worker w = new Worker((ScalarKernel) (_, _) -> {}, Lanes.rowKernels());
    w.begin(arena, new float[][] {weights}, null, null);
    w.examples(0, layer.batch);
    put(data.input, layer.in(), w);
    put(data.side, layer.side(), w);
    Operation operation =
        new Winograd(
            layer.size,
            kernels,
            sums,
            epilogue,
            least,
            layer.in(),
            Stencil.of(3, 3).pad(layer.padTop, layer.padLeft),
            new Filter(0, 1, biasAt),
            layer.out(),
            layer.side());
    operation.reserve(w);
    int items = operation.items(layer.batch);
    if (way == Way.BY_ITEMS_FROM_THE_LAST) {
      for (int item = items - 1; item >= 0; item--) {
        operation.run(w, item, item + 1);
      }
    } else {
      operation.run(w, 0, items);
    }
    return arena;
  }

  private static void put(float[] values, View view, Worker w) {
    for (int i = 0; i < values.length; i++) {
      w.arena[at(view, w, i)] = values[i];
    }
  }

  private static int at(View view, Worker w, int element) {
    return w.at(view) + element / view.channels() * view.stride() + element % view.channels();
  }

  /** The output, channels last. */
  private static float[] values(Layer layer, float[] arena) {
    View out = layer.out();
    float[] values = new float[layer.batch * out.pixels() * layer.outputs];
    for (int i = 0; i < values.length; i++) {
      int pixel = i / layer.outputs * out.stride();
      values[i] = arena[Worker.ORIGIN + layer.batch * out.buffer() + pixel + i % layer.outputs];
    }
    return values;
  }

  private static double[] reference(Layer l, Data data) {
    View out = l.out();
    double[] sums = new double[l.batch * out.pixels() * l.outputs];
    for (int i = 0; i < sums.length; i++) {
      int output = i % l.outputs;
      int x = i / l.outputs % out.width();
      int y = i / l.outputs / out.width() % out.height();
      int example = i / l.outputs / out.pixels();
      double sum = data.bias[output];
      for (int tap = 0; tap < 9; tap++) {
        int row = y + tap / 3 - l.padTop;
        int column = x + tap % 3 - l.padLeft;
        if (row >= 0 && row < l.height && column >= 0 && column < l.width) {
          int pixel = (example * l.height + row) * l.width + column;
          for (int c = 0; c < l.inputs; c++) {
            sum +=
                (double) data.input[pixel * l.inputs + c]
                    * data.filter[(output * l.inputs + c) * 9 + tap];
          }
        }
      }
      sums[i] = sum;
    }
    return sums;
  }

  private static void assertClose(double[] expected, float[] actual) {
    double error = 0;
    double size = 0;
    for (int i = 0; i < expected.length; i++) {
      error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      size += expected[i] * expected[i];
    }
    double relative = Math.sqrt(error / size);
    assertTrue(relative < BOUND, () -> "relative error " + relative);
  }
}
