package bb.backend.cpu;

import bb.kernel.Kernel;
import bb.kernel.Kernel.Recurrence.Cell;
import bb.kernel.Plane;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Steps of random programs that work on sequences and matrices, and norms. */
final class RandomSequence {
  private static final long MAX_ELEMENTS = 8000;

  private final Random random;
  private final Adder adder;
  private final Function<Shape, WeightExpr> weights;
  private final List<Value> values;

  /** Appends a step. */
  interface Adder {
    Value add(Kernel kernel, List<Value> inputs, List<WeightExpr> weights, TensorType type);
  }

  RandomSequence(
      Random random, Adder adder, Function<Shape, WeightExpr> weights, List<Value> values) {
    this.random = random;
    this.adder = adder;
    this.weights = weights;
    this.values = values;
  }

  void step(Value x) {
    switch (random.nextInt(x.type().shape().rank() == 2 ? 8 : 2)) {
      case 0 -> norm(x);
      case 1 -> numbers();
      case 2 -> matMul(x);
      case 3, 4 -> attention(x);
      case 5 -> scan(x);
      case 6 -> recurrence(x);
      default -> heads(x);
    }
  }

  private void norm(Value x) {
    long groups = divisor(Plane.of(x.type().shape()).channels());
    Kernel norm = new Kernel.Norm(groups, random.nextBoolean(), random.nextBoolean(), 0.1);
    add(norm, x.type().shape(), x);
  }

  private void numbers() {
    long count = 1 + random.nextInt(6);
    long features = 2 * (1 + random.nextInt(12));
    Value range = add(new Kernel.Range(), Shape.of(count));
    if (random.nextBoolean()) {
      long offset = features > 2 ? random.nextInt(2) : 0;
      Kernel sinusoid = new Kernel.Sinusoid(100, offset, random.nextBoolean());
      add(sinusoid, Shape.of(count, features), range);
    } else {
      List<WeightExpr> table = List.of(weights.apply(Shape.of(count + 3, features)));
      adder.add(new Kernel.Gather(0), List.of(range), table, type(Shape.of(count, features)));
    }
  }

  private void matMul(Value x) {
    Shape a = x.type().shape();
    if (random.nextBoolean() && a.dim(0) * a.dim(0) < MAX_ELEMENTS) {
      add(new Kernel.MatMul(true), Shape.of(a.dim(0), a.dim(0)), x, x);
    } else {
      long columns = 1 + random.nextInt(40);
      if (a.dim(0) * columns < MAX_ELEMENTS) {
        Value b = constant(Shape.of(a.dim(1), columns));
        add(new Kernel.MatMul(false), Shape.of(a.dim(0), columns), x, b);
      }
    }
  }

  /** A value's attention to itself, or to another of the same width. */
  private void attention(Value x) {
    Shape q = x.type().shape();
    Value keys =
        values.stream()
            .filter(v -> v.type().shape().rank() == 2 && v.type().shape().dim(1) == q.dim(1))
            .filter(_ -> random.nextBoolean())
            .findFirst()
            .orElse(x);
    Shape k = keys.type().shape();
    if (q.dim(0) * k.dim(0) < MAX_ELEMENTS) {
      attend(divisor(q.dim(1)), x, keys, keys);
    }
  }

  /**
   * A few sequences, as many as divide the tokens; keys that several heads share; and up to two
   * biases.
   */
  private void attend(long heads, Value q, Value k, Value v) {
    Shape queries = q.type().shape();
    Shape keys = k.type().shape();
    long batch = divisor(common(queries.dim(0), keys.dim(0)));
    long keyHeads = heads;
    if (random.nextInt(3) == 0) {
      keyHeads = divisor(heads);
      Shape part = Shape.of(keys.dim(0), keys.dim(1) / heads * keyHeads);
      k = add(new Kernel.Slice(1, keys.dim(1) - part.dim(1)), part, k);
      v = add(new Kernel.Slice(1, 0), part, v);
    }
    List<Value> inputs = new ArrayList<>(List.of(q, k, v));
    List<Kernel.Attention.Bias> biases = new ArrayList<>();
    for (int i = random.nextInt(4) - 1; i > 0; i--) {
      Kernel.Attention.Bias bias =
          new Kernel.Attention.Bias(
              orOne(batch),
              orOne(heads),
              orOne(queries.dim(0) / batch),
              orOne(keys.dim(0) / batch));
      long rows = bias.batch() * bias.heads() * bias.queries();
      if (rows * bias.keys() < MAX_ELEMENTS) {
        biases.add(bias);
        Value added = constant(Shape.of(rows, bias.keys()));
        inputs.add(random.nextInt(3) == 0 ? mask(added) : added);
      }
    }
    Optional<Long> offset =
        random.nextBoolean() ? Optional.of((long) random.nextInt(3)) : Optional.empty();
    Kernel.Attention kernel =
        new Kernel.Attention(batch, heads, keyHeads, (1 + random.nextInt(6)) / 4.0, offset, biases);
    add(kernel, kernel.output(queries, v.type().shape()), inputs.toArray(Value[]::new));
  }

  /** Minus infinity in the place of negative numbers, else 0: some queries see no key. */
  private Value mask(Value x) {
    ScalarExpr zero = ScalarExpr.constant(0);
    ScalarExpr unseen = ScalarExpr.constant(Double.NEGATIVE_INFINITY);
    Kernel kernel = new Kernel.Pointwise(ScalarExpr.IDENTITY.less(zero).choose(unseen, zero));
    return add(kernel, x.type().shape(), x);
  }

  private long orOne(long size) {
    return random.nextInt(3) == 0 ? 1 : size;
  }

  private static long common(long a, long b) {
    return b == 0 ? a : common(b, a % b);
  }

  /** Queries, keys and values as parts of one tensor. */
  private void heads(Value x) {
    Shape shape = x.type().shape();
    long width = shape.dim(1) / 3;
    if (width == 0 || shape.dim(0) * shape.dim(0) >= MAX_ELEMENTS) {
      return;
    }
    Shape part = shape.with(1, width);
    attend(
        divisor(width),
        add(new Kernel.Slice(1, 0), part, x),
        add(new Kernel.Slice(1, width), part, x),
        add(new Kernel.Slice(1, 2 * width), part, x));
  }

  /** The states decay: delta is positive, a negative. */
  private void scan(Value x) {
    Shape u = x.type().shape();
    long states = 1 + random.nextInt(5);
    ScalarExpr size = ScalarExpr.IDENTITY.apply(ScalarExpr.Function.ABS);
    Value delta = add(new Kernel.Pointwise(size.min(ScalarExpr.constant(2))), u, x);
    Shape matrix = Shape.of(u.dim(1), states);
    Kernel negative = new Kernel.Pointwise(size.apply(ScalarExpr.Function.NEGATE));
    Value a = add(negative, matrix, constant(matrix));
    Value b = constant(Shape.of(u.dim(0), states));
    Value c = constant(Shape.of(u.dim(0), states));
    add(new Kernel.SelectiveScan(), u, x, delta, a, b, c, constant(Shape.of(u.dim(1))));
  }

  /** Gates and first states that are bounded, as sums of many numbers would be 1 or 0. */
  private void recurrence(Value x) {
    Cell[] kinds = Cell.values();
    Cell cell = kinds[random.nextInt(kinds.length)];
    long directions = 1 + random.nextInt(2);
    long hidden = 1 + random.nextInt(20);
    long rows = directions * cell.gates() * hidden;
    boolean lstm = cell == Cell.LSTM;
    boolean projected = lstm && hidden > 1 && random.nextBoolean();
    boolean ends = lstm && random.nextBoolean();
    long state = projected ? 1 + random.nextInt((int) hidden - 1) : hidden;
    long tokens = x.type().shape().dim(0);
    Kernel.Recurrence kernel =
        new Kernel.Recurrence(cell, directions, random.nextBoolean(), projected, ends);
    List<WeightExpr> all = new ArrayList<>(List.of(weights.apply(Shape.of(rows, state))));
    if (kernel.bias()) {
      all.add(weights.apply(Shape.of(rows)));
    }
    if (projected) {
      all.add(weights.apply(Shape.of(directions * state, hidden)));
    }
    Value mean = add(new Kernel.Norm(1, false, false, 0.1), x.type().shape(), x);
    Value gates =
        add(
            new Kernel.MatMul(false),
            Shape.of(tokens, rows),
            mean,
            constant(Shape.of(x.type().shape().dim(1), rows)));
    List<Value> inputs = new ArrayList<>(List.of(gates));
    if (random.nextBoolean()) {
      inputs.add(constant(Shape.of(directions, state)));
      if (lstm) {
        inputs.add(constant(Shape.of(directions, hidden)));
      }
    }
    Shape states = Shape.of(tokens, directions * state);
    Shape out = ends ? Shape.of(states.elements() + directions * hidden) : states;
    adder.add(kernel, inputs, all, type(out));
  }

  private Value constant(Shape shape) {
    return adder.add(new Kernel.Constant(), List.of(), List.of(weights.apply(shape)), type(shape));
  }

  private Value add(Kernel kernel, Shape shape, Value... inputs) {
    return adder.add(kernel, List.of(inputs), List.of(), type(shape));
  }

  private long divisor(long n) {
    List<Long> divisors =
        java.util.stream.LongStream.rangeClosed(1, n).filter(d -> n % d == 0).boxed().toList();
    return divisors.get(random.nextInt(divisors.size()));
  }

  private static TensorType type(Shape shape) {
    return TensorType.float32(shape);
  }
}
