package bb.backend.cpu;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.ProgramBuilder;
import bb.source.SourceFile;
import bb.source.Span;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Convolutions of shapes that kernels find hard, each of an input of its own. */
final class OddConvolutions {
  private static final Span SPAN = new SourceFile("odd.bb", "network Odd {\n}\n").span(0, 7);
  private static final long[] CHANNELS = {1, 2, 3, 5, 7, 8, 12, 15, 17, 24, 31, 33, 40, 58, 65};

  /** Multiply-adds of a case at random, at the most. */
  private static final long MOST = 1_000_000;

  /** A convolution with a bias, of square windows. The others are made of {@link #of}. */
  record Case(
      boolean transposed,
      long in,
      long out,
      long groups,
      long height,
      long width,
      long kernel,
      long stride,
      long pad,
      long dilation) {
    static Case of(long in, long out, long groups, long height, long width, long kernel) {
      return new Case(false, in, out, groups, height, width, kernel, 1, kernel / 2, 1);
    }

    Case stride(long other) {
      return new Case(transposed, in, out, groups, height, width, kernel, other, pad, dilation);
    }

    Case pad(long other) {
      return new Case(transposed, in, out, groups, height, width, kernel, stride, other, dilation);
    }

    Case dilation(long other) {
      return new Case(transposed, in, out, groups, height, width, kernel, stride, pad, other);
    }

    Case transpose() {
      return new Case(true, in, out, groups, height, width, kernel, stride, pad, dilation);
    }

    private long size(long input) {
      long extent = dilation * (kernel - 1) + 1;
      return transposed
          ? (input - 1) * stride - 2 * pad + extent
          : Math.floorDiv(input + 2 * pad - extent, stride) + 1;
    }

    long outHeight() {
      return size(height);
    }

    long outWidth() {
      return size(width);
    }

    long macs() {
      long pixels = transposed ? height * width : outHeight() * outWidth();
      return pixels * kernel * kernel * in * out / groups;
    }

    boolean isSound() {
      return outHeight() > 0 && outWidth() > 0 && macs() <= MOST;
    }
  }

  /** At least one for each form, and what is at the edge of it. */
  static final List<Case> FIXED =
      List.of(
          // products: a pixel, a row, a column, no channels to speak of, one more than a tile
          Case.of(3, 5, 1, 1, 1, 1),
          Case.of(1, 1, 1, 1, 1, 3),
          Case.of(17, 33, 1, 1, 13, 1),
          Case.of(33, 1, 1, 15, 1, 3),
          Case.of(1500, 65, 1, 2, 3, 1),
          Case.of(130, 31, 1, 5, 3, 3),
          Case.of(40, 600, 1, 7, 7, 1),
          Case.of(3, 24, 1, 23, 19, 7).stride(2),
          // windows larger than the image, strides larger than the window, holes
          Case.of(5, 7, 1, 2, 3, 7).pad(3),
          Case.of(12, 20, 1, 11, 9, 2).stride(5).pad(0),
          Case.of(8, 8, 1, 13, 10, 1).stride(3).pad(0),
          Case.of(7, 40, 1, 12, 9, 3).dilation(4).pad(4),
          // groups: of 4, of 8, of odd sizes, of one output each
          Case.of(64, 64, 16, 9, 7, 3),
          Case.of(64, 64, 8, 7, 5, 3).stride(2),
          Case.of(35, 21, 7, 6, 5, 3),
          Case.of(96, 64, 2, 5, 5, 1).pad(0),
          Case.of(30, 5, 5, 6, 7, 3).stride(4),
          // groups that fill vectors: one, three by two strides, of few inputs
          Case.of(128, 128, 8, 7, 7, 3),
          Case.of(64, 384, 8, 9, 5, 3).stride(2),
          Case.of(24, 128, 8, 6, 5, 5).pad(1),
          // depthwise
          Case.of(1, 3, 1, 5, 4, 3),
          Case.of(33, 33, 33, 9, 11, 3),
          Case.of(58, 58, 58, 8, 7, 5).stride(2),
          Case.of(17, 17, 17, 1, 1, 7),
          Case.of(40, 40, 40, 10, 9, 3).dilation(2).pad(2),
          Case.of(15, 15, 15, 11, 6, 2).stride(3).pad(0),
          Case.of(12, 36, 12, 7, 6, 3),
          // Winograd's of both sizes, with squares that overhang
          Case.of(40, 33, 1, 19, 23, 3),
          Case.of(64, 70, 1, 13, 14, 3).pad(0),
          Case.of(65, 40, 1, 29, 31, 3),
          Case.of(33, 64, 1, 57, 10, 3),
          // transposed
          Case.of(12, 17, 1, 5, 7, 2).stride(2).pad(0).transpose(),
          Case.of(20, 33, 1, 6, 5, 4).stride(2).pad(1).transpose(),
          Case.of(8, 6, 2, 1, 1, 3).stride(4).pad(0).transpose(),
          Case.of(9, 24, 3, 4, 5, 3).stride(3).dilation(2).transpose());

  private final ProgramBuilder builder = new ProgramBuilder();

  private OddConvolutions() {}

  /** All of {@link #FIXED} and some at random, each a step and an output. */
  static Program program(long seed, int random) {
    OddConvolutions odd = new OddConvolutions();
    List<Case> cases = new ArrayList<>(FIXED);
    Random numbers = new Random(seed);
    while (cases.size() < FIXED.size() + random) {
      Case candidate = any(numbers);
      if (candidate.isSound()) {
        cases.add(candidate);
      }
    }
    for (int i = 0; i < cases.size(); i++) {
      odd.add(i, cases.get(i));
    }
    return odd.builder.build("Odd");
  }

  private static Case any(Random random) {
    long in = CHANNELS[random.nextInt(CHANNELS.length)];
    long out = CHANNELS[random.nextInt(CHANNELS.length)];
    long groups =
        switch (random.nextInt(4)) {
          case 0 -> in;
          case 1 -> between(random, 2, 6);
          default -> 1;
        };
    boolean each = groups == in && random.nextInt(3) > 0;
    boolean some = groups > 1 && groups != in;
    boolean transposed = random.nextInt(6) == 0;
    long kernel = between(random, 1, 5);
    return new Case(
        transposed,
        some ? groups * between(random, 1, 9) : in,
        each ? in : some || groups == in ? groups * between(random, 1, 4) : out,
        groups,
        between(random, 1, 17),
        between(random, 1, 17),
        kernel,
        between(random, 1, 4),
        transposed ? between(random, 0, (int) (kernel - 1) / 2) : between(random, 0, 3),
        between(random, 1, 3));
  }

  private static long between(Random random, int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  private void add(int number, Case c) {
    builder.at("step" + number, SPAN);
    Value x = builder.input("x" + number, type(c.in, c.height, c.width));
    Window window =
        new Window(
            c.kernel,
            c.kernel,
            c.stride,
            c.stride,
            c.pad,
            c.pad,
            c.pad,
            c.pad,
            c.dilation,
            c.dilation);
    Shape filter =
        c.transposed
            ? Shape.of(c.in, c.out / c.groups, c.kernel, c.kernel)
            : Shape.of(c.out, c.in / c.groups, c.kernel, c.kernel);
    Kernel kernel =
        c.transposed
            ? new Kernel.TransposedConvolution(window, c.groups, true, ScalarExpr.IDENTITY)
            : new Kernel.Convolution(window, c.groups, true, ScalarExpr.IDENTITY);
    List<WeightExpr> weights =
        List.of(
            new WeightExpr.Tensor("filter" + number, filter),
            new WeightExpr.Tensor("bias" + number, Shape.of(c.out)));
    Value y = builder.step(kernel, List.of(x), weights, type(c.out, c.outHeight(), c.outWidth()));
    builder.output("y" + number, y);
  }

  private static TensorType type(long... dims) {
    return TensorType.float32(Shape.of(dims));
  }
}
