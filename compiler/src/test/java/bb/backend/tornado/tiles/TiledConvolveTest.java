package bb.backend.tornado.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import bb.backend.layout.Extent;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.Epilogue;
import bb.kernel.ScalarExpr;
import bb.kernel.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Convolutions in work-groups are the convolutions in loops. */
class TiledConvolveTest {
  private static final ScalarExpr SUM = new ScalarExpr.In(0);
  private static final ScalarExpr ZERO = ScalarExpr.constant(0);

  @Test
  void random_convolutions() {
    TiledCases.check(
        IntStream.range(0, 18).mapToObj(seed -> convolution(new Random(seed), false)).toList());
  }

  @Test
  void random_transposed_convolutions() {
    TiledCases.check(
        IntStream.range(0, 10).mapToObj(seed -> convolution(new Random(seed), true)).toList());
  }

  /** Those with strides share a method with those that have none. */
  @Test
  void random_convolutions_of_single_pixels() {
    TiledCases.check(IntStream.range(0, 12).mapToObj(seed -> pixels(new Random(seed))).toList());
  }

  /** Their outputs fall into phases, each of which is a product of its own. */
  @Test
  void random_transposed_convolutions_that_enlarge() {
    List<KernelCase> cases =
        IntStream.range(0, 8).mapToObj(seed -> enlarging(new Random(seed))).toList();
    cases.forEach(c -> assertNotEquals(List.of(), Tiles.of(c.kernel()), c::toString));
    TiledCases.check(cases);
  }

  @Test
  void random_linear_layers() {
    List<KernelCase> cases = new ArrayList<>();
    for (int seed = 0; seed < 9; seed++) {
      cases.add(linear(new Random(seed)));
    }
    TiledCases.check(cases);
    TiledCases.covers(cases, "rows1", "rows4", "tile16x16");
  }

  /** Most have one row more than the tiles, and as many columns or one more. */
  @Test
  void all_tiles_at_their_edges() {
    List<KernelCase> cases = new ArrayList<>();
    for (long outputs : List.of(16L, 17L, 32L, 33L, 64L, 128L, 129L)) {
      cases.add(row(17, 99, outputs, 1));
      cases.add(row(129, 99, outputs, 1));
    }
    cases.add(row(100, 256, 64, 1));
    cases.add(row(129, 4 * 99, 4 * 32, 4));
    TiledCases.check(cases);
    TiledCases.covers(
        cases,
        "tile128x128",
        "tile128x64",
        "tile64x64",
        "tile128x32",
        "tile128x16",
        "tile32x32",
        "tile16x16");
  }

  @Test
  void loops_where_a_tile_would_be_idle() {
    View in = new View(new Extent(9, 9, 60), 0, 60);
    View out = new View(new Extent(9, 9, 60), 0, 60);
    Epilogue none = new Epilogue(false, SUM, 0, List.of());
    assertEquals(List.of(), Tiles.of(new Convolve(in, out, Window.POINT, 12, false, none)));
  }

  private static KernelCase row(long pixels, long inputs, long outputs, long groups) {
    View in = new View(new Extent(1, pixels, inputs), 0, inputs);
    View out = new View(new Extent(1, pixels, outputs), 0, outputs);
    Epilogue relu = new Epilogue(true, SUM.max(ZERO), 1, List.of());
    return convolution(in, out, Window.POINT, groups, false, relu, 1);
  }

  private static KernelCase linear(Random random) {
    long pixels = random.nextInt(3) == 0 ? 2 : 1;
    boolean whole = pixels == 1 && random.nextBoolean();
    long height = whole ? 3 : 1;
    long width = whole ? 2 : pixels;
    int groups = random.nextInt(4) == 0 ? 2 : 1;
    View in = KernelCase.view(random, height, width, groups * (1 + random.nextInt(300)));
    View out = KernelCase.view(random, 1, pixels, groups * (1 + random.nextInt(24)));
    Window window = whole ? new Window(3, 2, 1, 1, 0, 0, 0, 0, 1, 1) : Window.POINT;
    return convolution(
        in, out, window, groups, false, epilogue(random, out), 1 + random.nextInt(9));
  }

  private static KernelCase enlarging(Random random) {
    long up = 1 + random.nextInt(3);
    long right = 1 + random.nextInt(3);
    long top = random.nextInt(3);
    long left = random.nextInt(3);
    long high = up * (1 + random.nextInt(2));
    long wide = right * (1 + random.nextInt(2));
    Window window = new Window(high, wide, up, right, top, left, 0, 0, 1, 1);
    int groups = 1 + random.nextInt(2);
    long height = 2 + random.nextInt(4);
    long width = 2 + random.nextInt(4);
    View in = KernelCase.view(random, height, width, groups * (1 + random.nextInt(20)));
    View out =
        KernelCase.view(random, up * height, right * width, groups * (16 + random.nextInt(30)));
    return convolution(in, out, window, groups, true, epilogue(random, out), 1 + random.nextInt(3));
  }

  private static KernelCase convolution(Random random, boolean transposed) {
    int groups = 1 + Math.max(0, random.nextInt(5) - 2);
    long inputs = groups * (1 + random.nextInt(20));
    long outputs = groups * (16 + random.nextInt(random.nextBoolean() ? 10 : 60));
    Window window = window(random);
    while (true) {
      View in = KernelCase.view(random, 1 + random.nextInt(8), 1 + random.nextInt(8), inputs);
      long height = size(in.height(), window, true, transposed);
      long width = size(in.width(), window, false, transposed);
      if (height > 0 && width > 0) {
        View out = KernelCase.view(random, height, width, outputs);
        return convolution(
            in, out, window, groups, transposed, epilogue(random, out), 1 + random.nextInt(3));
      }
      window = window(random);
    }
  }

  private static KernelCase pixels(Random random) {
    Window window =
        new Window(1, 1, 1 + random.nextInt(3), 1 + random.nextInt(3), 0, 0, 0, 0, 1, 1);
    View in = KernelCase.view(random, 3 + random.nextInt(6), 3 + random.nextInt(6), 20);
    long height = size(in.height(), window, true, false);
    long width = size(in.width(), window, false, false);
    View out = KernelCase.view(random, height, width, 40);
    return convolution(in, out, window, 1, false, epilogue(random, out), 1 + random.nextInt(3));
  }

  private static Window window(Random random) {
    return random.nextInt(5) == 0
        ? Window.POINT
        : new Window(
            1 + random.nextInt(4),
            1 + random.nextInt(4),
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3),
            random.nextInt(3),
            1 + random.nextInt(2),
            1 + random.nextInt(2));
  }

  private static long size(long in, Window w, boolean vertical, boolean transposed) {
    long pad = vertical ? w.padTop() + w.padBottom() : w.padLeft() + w.padRight();
    long extent = vertical ? w.extentHeight() : w.extentWidth();
    long stride = vertical ? w.strideHeight() : w.strideWidth();
    return transposed
        ? (in - 1) * stride + extent - pad
        : Math.floorDiv(in + pad - extent, stride) + 1;
  }

  private static Epilogue epilogue(Random random, View out) {
    boolean bias = random.nextBoolean();
    int first = bias ? 2 : 1;
    View side = KernelCase.view(random, out.height(), out.width(), out.channels());
    return switch (random.nextInt(4)) {
      case 0 -> new Epilogue(bias, SUM, first - 1, List.of());
      case 1 -> new Epilogue(bias, SUM.max(ZERO), first - 1, List.of());
      case 2 ->
          new Epilogue(bias, SUM.plus(new ScalarExpr.In(1)).max(ZERO), first - 1, List.of(side));
      default ->
          new Epilogue(
              bias,
              SUM.times(new ScalarExpr.Channel(first)).apply(ScalarExpr.Function.SIGMOID),
              first,
              List.of());
    };
  }

  private static KernelCase convolution(
      View in,
      View out,
      Window window,
      long groups,
      boolean transposed,
      Epilogue epilogue,
      int batch) {
    long taps = window.kernelHeight() * window.kernelWidth();
    List<Long> sizes = new ArrayList<>();
    sizes.add(KernelCase.size(in, batch));
    epilogue.sides().forEach(side -> sizes.add(KernelCase.size(side, batch)));
    sizes.add(taps * in.channels() * out.channels() / groups);
    sizes.addAll(Collections.nCopies(epilogue.vectors(), out.channels()));
    sizes.add(KernelCase.size(out, batch));
    return new KernelCase(
        new Convolve(in, out, window, groups, transposed, epilogue), batch, sizes);
  }
}
