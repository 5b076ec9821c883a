package bb.backend.cpu;

import bb.kernel.Kernel;
import bb.kernel.Numbers;
import bb.kernel.Plane;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.program.Program;
import bb.program.ProgramBuilder;
import bb.source.SourceFile;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Builds small programs of all kernels, at random but for the seed. */
public final class RandomProgram {
  private static final SourceFile SOURCE = new SourceFile("random.bb", "network Random {\n}\n");
  private static final long[] CHANNELS = {1, 3, 8, 16, 20, 33, 40};
  private static final ScalarExpr X = ScalarExpr.IDENTITY;

  private final Random random;
  private final ProgramBuilder builder = new ProgramBuilder();
  private final List<Value> values = new ArrayList<>();
  private final Set<Value> read = new HashSet<>();
  private int tensors;

  private RandomProgram(long seed) {
    random = new Random(seed);
  }

  public static Program of(long seed, int steps) {
    RandomProgram program = new RandomProgram(seed);
    return program.build(steps);
  }

  private Program build(int steps) {
    builder.at("start", SOURCE.span(0, 7));
    values.add(builder.input("image", type(any(CHANNELS), between(3, 11), between(3, 11))));
    values.add(builder.input("tokens", type(between(1, 7), any(CHANNELS))));
    for (int i = 0; i < steps; i++) {
      builder.at("step" + i, SOURCE.span(0, 7));
      step();
    }
    for (Value value : List.copyOf(values)) {
      if (!read.contains(value) || random.nextInt(8) == 0) {
        builder.output("out" + value.id(), value);
      }
    }
    return builder.build("Random");
  }

  private void step() {
    Value x = values.get(random.nextInt(values.size()));
    int rank = x.type().shape().rank();
    if (random.nextInt(8) == 0) {
      new RandomReduction(random, this::add, values).step(x);
      return;
    }
    if (rank <= 3 && random.nextInt(4) == 0) {
      new RandomSequence(random, this::add, this::tensor, values).step(x);
      return;
    }
    switch (random.nextInt(rank == 3 ? 19 : 9)) {
      case 0 -> pointwise(x);
      case 1 -> broadcast(x);
      case 2 -> reshape(x);
      case 3 -> permute(x);
      case 4 -> pad(x);
      case 5 -> slice(x);
      case 6 -> concat(x);
      case 7 -> add(new Kernel.Softmax(random.nextInt(rank)), List.of(x), List.of(), x.type());
      case 8 -> linear(x);
      case 9, 10, 11 -> convolution(x);
      case 12 -> depthwise(x);
      case 13 -> transposed(x);
      case 14 -> pool(x);
      case 15 -> adaptive(x);
      case 16 -> resize(x);
      case 17 -> tokens(x);
      default -> channelwise(x);
    }
  }

  private void pointwise(Value x) {
    if (x.type().shape().rank() > 3) {
      add(new Kernel.Pointwise(function(X)), List.of(x), List.of(), x.type());
      return;
    }
    long channels = Plane.of(x.type().shape()).channels();
    ScalarExpr expr = function(X.times(new Channel(0)).plus(new Channel(1)));
    add(
        new Kernel.Pointwise(expr),
        List.of(x),
        List.of(vector(channels), vector(channels)),
        x.type());
  }

  private void broadcast(Value x) {
    Shape small = x.type().shape();
    for (int axis = 0; axis < small.rank(); axis++) {
      if (random.nextBoolean()) {
        small = small.with(axis, 1);
      }
    }
    WeightExpr numbers = random.nextBoolean() ? tensor(small) : literal(small);
    Value y = add(new Kernel.Constant(), List.of(), List.of(numbers), type(small));
    add(new Kernel.Pointwise(function(X.times(new In(1)))), List.of(x, y), List.of(), x.type());
  }

  private WeightExpr literal(Shape shape) {
    float[] numbers = new float[(int) shape.elements()];
    float scale = random.nextBoolean() ? 0.25f : 0.1f;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (random.nextInt(9) - 4) * scale;
    }
    return new WeightExpr.Literal(type(shape), Numbers.of(numbers));
  }

  private ScalarExpr function(ScalarExpr x) {
    return switch (random.nextInt(14)) {
      case 9 -> x.times(ScalarExpr.constant(0.1)).apply(ScalarExpr.Function.SIN);
      case 10 -> x.times(ScalarExpr.constant(0.1)).apply(ScalarExpr.Function.COS);
      case 11 ->
          x.apply(ScalarExpr.Function.ABS)
              .plus(ScalarExpr.constant(0.5))
              .apply(ScalarExpr.Function.LOG);
      case 12 -> x.less(ScalarExpr.constant(1e6)).choose(x, x.same(x));
      case 13 ->
          x.apply(ScalarExpr.Function.SIGMOID)
              .times(ScalarExpr.constant(0.5))
              .plus(ScalarExpr.constant(1.2))
              .apply(ScalarExpr.Function.FLOOR)
              .lessOrEqual(x.apply(ScalarExpr.Function.ABS).plus(ScalarExpr.constant(2)));
      case 0 -> x;
      case 1 -> x.max(ScalarExpr.constant(0));
      case 2 -> x.max(ScalarExpr.constant(0)).min(ScalarExpr.constant(6));
      case 3 -> x.times(x.apply(ScalarExpr.Function.SIGMOID));
      case 4 -> x.apply(ScalarExpr.Function.TANH);
      case 5 -> x.apply(ScalarExpr.Function.ERF).times(ScalarExpr.constant(0.5));
      case 6 -> ScalarExpr.constant(1).minus(x.apply(ScalarExpr.Function.ABS));
      case 7 ->
          x.apply(ScalarExpr.Function.ABS)
              .plus(ScalarExpr.constant(1))
              .apply(ScalarExpr.Function.LOG1P);
      default ->
          ScalarExpr.constant(2)
              .over(x.apply(ScalarExpr.Function.ABS).plus(ScalarExpr.constant(2)))
              .apply(ScalarExpr.Function.SQRT);
    };
  }

  private void reshape(Value x) {
    long elements = x.type().shape().elements();
    List<Shape> shapes = new ArrayList<>(List.of(Shape.of(elements)));
    for (long a : divisors(elements)) {
      shapes.add(Shape.of(a, elements / a));
      for (long b : divisors(elements / a)) {
        shapes.add(Shape.of(a, b, elements / a / b));
        shapes.add(Shape.of(a, 1, b, elements / a / b));
      }
    }
    Shape to = shapes.get(random.nextInt(shapes.size()));
    add(new Kernel.Reshape(), List.of(x), List.of(), type(to));
  }

  /** The pixels of an image as tokens, and perhaps as an image again. */
  private void tokens(Value x) {
    Shape image = x.type().shape();
    Shape flat = Shape.of(image.dim(0), image.dim(1) * image.dim(2));
    Shape turned = Shape.of(flat.dim(1), flat.dim(0));
    Value channels = add(new Kernel.Reshape(), List.of(x), List.of(), type(flat));
    Value tokens = turn(channels, turned);
    if (random.nextBoolean()) {
      tokens = add(new Kernel.Softmax(1), List.of(tokens), List.of(), type(turned));
    }
    add(new Kernel.Reshape(), List.of(turn(tokens, flat)), List.of(), type(image));
  }

  private Value turn(Value matrix, Shape to) {
    return add(new Kernel.Permute(List.of(1, 0)), List.of(matrix), List.of(), type(to));
  }

  private void permute(Value x) {
    Shape shape = x.type().shape();
    List<Integer> order = new ArrayList<>(IntStream.range(0, shape.rank()).boxed().toList());
    java.util.Collections.shuffle(order, random);
    Shape to = new Shape(order.stream().map(shape::dim).toList());
    add(new Kernel.Permute(order), List.of(x), List.of(), type(to));
  }

  private void pad(Value x) {
    Shape shape = x.type().shape();
    if (shape.elements() > 4000) {
      return;
    }
    Kernel.Pad.Mode mode = Kernel.Pad.Mode.values()[random.nextInt(4)];
    long most = mode == Kernel.Pad.Mode.CONSTANT ? 2 : 1;
    List<Long> before = shape.dims().stream().map(n -> between(0, Math.min(most, n - 1))).toList();
    List<Long> after = shape.dims().stream().map(n -> between(0, Math.min(most, n - 1))).toList();
    Shape to = shape;
    for (int axis = 0; axis < shape.rank(); axis++) {
      to = to.with(axis, shape.dim(axis) + before.get(axis) + after.get(axis));
    }
    add(new Kernel.Pad(before, after, -0.5, mode), List.of(x), List.of(), type(to));
  }

  private void slice(Value x) {
    Shape shape = x.type().shape();
    int axis = random.nextInt(shape.rank());
    long start = between(0, shape.dim(axis) - 1);
    long step = random.nextBoolean() ? 1 : between(2, 3);
    Shape to = shape.with(axis, between(1, (shape.dim(axis) - start - 1) / step + 1));
    add(new Kernel.Slice(axis, start, step), List.of(x), List.of(), type(to));
  }

  /** Joins values that agree in all other axes, some of them perhaps twice. */
  private void concat(Value x) {
    Shape shape = x.type().shape();
    int axis = random.nextInt(shape.rank());
    List<Value> parts = new ArrayList<>(List.of(x));
    for (Value value : values) {
      Shape other = value.type().shape();
      if (other.rank() == shape.rank()
          && other.with(axis, 1).equals(shape.with(axis, 1))
          && random.nextInt(3) > 0
          && parts.size() < 4) {
        parts.add(random.nextInt(parts.size() + 1), value);
      }
    }
    long sum = parts.stream().mapToLong(v -> v.type().shape().dim(axis)).sum();
    if (shape.with(axis, sum).elements() < 8000) {
      add(new Kernel.Concat(axis), parts, List.of(), type(shape.with(axis, sum)));
    }
  }

  private void linear(Value x) {
    Shape shape = x.type().shape();
    if (shape.rank() > 2) {
      return;
    }
    long out = any(CHANNELS);
    convolution(x, Window.POINT, 1, out, shape.rank() == 1 ? Shape.of(out) : shape.with(1, out));
  }

  private void convolution(Value x) {
    Shape shape = x.type().shape();
    Window w = window(shape);
    long groups = shape.dim(0) % 4 == 0 && random.nextInt(3) == 0 ? 4 : 1;
    long out = groups == 1 ? any(CHANNELS) : 4 * between(1, 10);
    convolution(x, w, groups, out, Shape.of(out, height(w, shape), width(w, shape)));
  }

  private void convolution(Value x, Window w, long groups, long out, Shape to) {
    long in = Plane.of(x.type().shape()).channels();
    List<WeightExpr> weights =
        new ArrayList<>(
            List.of(tensor(Shape.of(out, in / groups, w.kernelHeight(), w.kernelWidth()))));
    boolean bias = random.nextBoolean();
    if (bias) {
      weights.add(vector(out));
    }
    List<Value> inputs = new ArrayList<>(List.of(x));
    ScalarExpr epilogue = epilogue(inputs, weights, type(to));
    add(new Kernel.Convolution(w, groups, bias, epilogue), inputs, weights, type(to));
  }

  private ScalarExpr epilogue(List<Value> inputs, List<WeightExpr> weights, TensorType to) {
    ScalarExpr sum = X;
    if (random.nextInt(3) == 0) {
      sum = sum.times(new Channel(weights.size()));
      weights.add(vector(Plane.of(to.shape()).channels()));
    }
    Optional<Value> side = values.stream().filter(v -> v.type().equals(to)).findFirst();
    if (side.isPresent()) {
      sum = sum.plus(new In(inputs.size()));
      inputs.add(side.get());
    }
    return function(sum);
  }

  private void depthwise(Value x) {
    Shape shape = x.type().shape();
    Window w = window(shape);
    long c = shape.dim(0);
    convolution(x, w, c, c, Shape.of(c, height(w, shape), width(w, shape)));
  }

  private void transposed(Value x) {
    Shape shape = x.type().shape();
    long groups = shape.dim(0) % 2 == 0 && random.nextBoolean() ? 2 : 1;
    long out = groups * between(1, 20);
    long kernel = between(1, 4);
    long stride = between(1, 3);
    long dilation = between(1, 2);
    long pad = Math.min(between(0, 1), (kernel - 1) / 2);
    long extra = between(0, stride - 1);
    long height = (shape.dim(1) - 1) * stride - 2 * pad + dilation * (kernel - 1) + extra + 1;
    long width = (shape.dim(2) - 1) * stride - 2 * pad + dilation * (kernel - 1) + 1;
    if (out * height * width > 20_000) {
      return;
    }
    Window w = new Window(kernel, kernel, stride, stride, pad, pad, pad, pad, dilation, dilation);
    List<WeightExpr> weights =
        new ArrayList<>(List.of(tensor(Shape.of(shape.dim(0), out / groups, kernel, kernel))));
    boolean bias = random.nextBoolean();
    if (bias) {
      weights.add(vector(out));
    }
    List<Value> inputs = new ArrayList<>(List.of(x));
    TensorType to = type(out, height, width);
    ScalarExpr epilogue = epilogue(inputs, weights, to);
    add(new Kernel.TransposedConvolution(w, groups, bias, epilogue), inputs, weights, to);
  }

  private void pool(Value x) {
    Shape shape = x.type().shape();
    long size = Math.min(between(2, 3), Math.min(shape.dim(1), shape.dim(2)));
    long pad = between(0, size / 2);
    long stride = between(1, 2);
    Window w = new Window(size, size, stride, stride, pad, pad, pad, pad, 1, 1);
    Kernel.Pool.Kind kind = random.nextBoolean() ? Kernel.Pool.Kind.MAX : Kernel.Pool.Kind.AVERAGE;
    add(
        new Kernel.Pool(kind, w, random.nextBoolean()),
        List.of(x),
        List.of(),
        type(shape.dim(0), height(w, shape), width(w, shape)));
  }

  private void adaptive(Value x) {
    long c = x.type().shape().dim(0);
    add(
        new Kernel.AdaptiveAveragePool(),
        List.of(x),
        List.of(),
        type(c, between(1, 4), between(1, 4)));
  }

  private void resize(Value x) {
    Kernel.Resize.Mode mode =
        random.nextBoolean() ? Kernel.Resize.Mode.NEAREST : Kernel.Resize.Mode.BILINEAR;
    add(
        new Kernel.Resize(mode, random.nextBoolean() && mode == Kernel.Resize.Mode.BILINEAR),
        List.of(x),
        List.of(),
        type(x.type().shape().dim(0), between(1, 14), between(1, 14)));
  }

  private void channelwise(Value x) {
    long c = x.type().shape().dim(0);
    if (random.nextBoolean()) {
      add(new Kernel.LocalResponseNorm(5, 0.5, 0.75, 1), List.of(x), List.of(), x.type());
    } else {
      List<Long> groups = divisors(c);
      long g = groups.get(random.nextInt(groups.size()));
      add(new Kernel.ChannelShuffle(g), List.of(x), List.of(), x.type());
    }
  }

  private Window window(Shape shape) {
    long dilation = between(1, 2);
    long kernel = between(1, 3);
    long pad = dilation * (kernel - 1);
    return new Window(
        kernel,
        Math.min(kernel, shape.dim(2)),
        between(1, 3),
        between(1, 2),
        pad,
        between(0, pad),
        pad,
        pad,
        dilation,
        dilation);
  }

  private static long height(Window w, Shape shape) {
    return (shape.dim(1) + w.padTop() + w.padBottom() - w.extentHeight()) / w.strideHeight() + 1;
  }

  private static long width(Window w, Shape shape) {
    return (shape.dim(2) + w.padLeft() + w.padRight() - w.extentWidth()) / w.strideWidth() + 1;
  }

  private Value add(Kernel kernel, List<Value> inputs, List<WeightExpr> weights, TensorType type) {
    Value value = builder.step(kernel, inputs, weights, type);
    read.addAll(inputs);
    values.add(value);
    return value;
  }

  private WeightExpr vector(long channels) {
    return tensor(Shape.of(channels));
  }

  private WeightExpr tensor(Shape shape) {
    return new WeightExpr.Tensor("t" + tensors++, shape);
  }

  private long any(long[] numbers) {
    return numbers[random.nextInt(numbers.length)];
  }

  private long between(long from, long to) {
    return from + random.nextInt((int) (to - from + 1));
  }

  private static List<Long> divisors(long n) {
    return LongStream.rangeClosed(1, n).filter(d -> n % d == 0).boxed().toList();
  }

  private static TensorType type(long... dims) {
    return type(Shape.of(dims));
  }

  private static TensorType type(Shape shape) {
    return TensorType.float32(shape);
  }
}
