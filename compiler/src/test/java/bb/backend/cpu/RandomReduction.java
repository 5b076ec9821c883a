package bb.backend.cpu;

import bb.kernel.Kernel;
import bb.kernel.Kernel.Reduce.Kind;
import bb.kernel.Numbers;
import bb.kernel.WeightExpr;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Steps of random programs that make one element of many, or take some of them by number. */
final class RandomReduction {
  private static final long MAX_ELEMENTS = 4000;

  private final Random random;
  private final RandomSequence.Adder adder;
  private final List<Value> values;

  RandomReduction(Random random, RandomSequence.Adder adder, List<Value> values) {
    this.random = random;
    this.adder = adder;
    this.values = values;
  }

  void step(Value x) {
    switch (random.nextInt(5)) {
      case 0 -> byLargest();
      case 1, 2 -> byConstant(x);
      default -> reduce(x);
    }
  }

  private void reduce(Value x) {
    Shape shape = x.type().shape();
    List<Integer> axes = new ArrayList<>();
    Shape to = shape;
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (random.nextBoolean() || axes.isEmpty() && axis == shape.rank() - 1) {
        axes.add(axis);
        to = to.with(axis, 1);
      }
    }
    Kind kind = List.of(Kind.SUM, Kind.MEAN, Kind.MAX, Kind.MIN).get(random.nextInt(4));
    adder.add(
        new Kernel.Reduce(kind, axes), List.of(x), List.of(), new TensorType(DType.FLOAT32, to));
  }

  /** Numbers within the axis and beyond. */
  private void byConstant(Value x) {
    Shape shape = x.type().shape();
    int axis = random.nextInt(shape.rank());
    List<Shape> shapes = List.of(Shape.of(), Shape.of(3), Shape.of(2, 2));
    TensorType type = new TensorType(DType.INT32, shapes.get(random.nextInt(shapes.size())));
    float[] numbers = new float[(int) type.shape().elements()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextInt((int) Math.min(shape.dim(axis) + 2, 1000)) - 1;
    }
    WeightExpr literal = new WeightExpr.Literal(type, Numbers.of(numbers));
    gather(x, axis, adder.add(new Kernel.Constant(), List.of(), List.of(literal), type));
  }

  /** An input's largest element in each line: of what is computed, it could be another's turn. */
  private void byLargest() {
    Value x = values.get(random.nextInt(2));
    int axis = random.nextInt(x.type().shape().rank());
    Kind kind = random.nextBoolean() ? Kind.ARGMAX : Kind.ARGMIN;
    TensorType type = new TensorType(DType.INT32, x.type().shape().with(axis, 1));
    gather(x, axis, adder.add(new Kernel.Reduce(kind, List.of(axis)), List.of(x), List.of(), type));
  }

  /** The numbers are for nothing else. */
  private void gather(Value x, int axis, Value numbers) {
    values.remove(numbers);
    List<Long> dims = new ArrayList<>(x.type().shape().dims());
    dims.remove(axis);
    dims.addAll(axis, numbers.type().shape().dims());
    if (dims.stream().reduce(1L, Math::multiplyExact) <= MAX_ELEMENTS && !dims.isEmpty()) {
      adder.add(
          new Kernel.Gather(axis),
          List.of(x, numbers),
          List.of(),
          TensorType.float32(new Shape(dims)));
    }
  }
}
