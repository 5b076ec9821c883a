package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.Numbers;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Appends the steps of a layer that is made of many, with the types that follow from them. */
record Chain(ProgramBuilder builder) {
  Value reshape(Value x, long... dims) {
    return step(new Kernel.Reshape(), new TensorType(x.type().dtype(), Shape.of(dims)), x);
  }

  Value permute(Value x, int... order) {
    List<Integer> axes = IntStream.of(order).boxed().toList();
    List<Long> dims = axes.stream().map(axis -> x.type().shape().dim(axis)).toList();
    return step(new Kernel.Permute(axes), new TensorType(x.type().dtype(), new Shape(dims)), x);
  }

  /** {@code count} elements along an axis, in steps of {@code by}. */
  Value slice(Value x, int axis, long start, long by, long count) {
    Shape shape = x.type().shape().with(axis, count);
    return step(new Kernel.Slice(axis, start, by), new TensorType(x.type().dtype(), shape), x);
  }

  /** Zeros on both sides of each axis. */
  Value frame(Value x, List<Long> widths) {
    List<Long> dims = new ArrayList<>();
    for (int axis = 0; axis < widths.size(); axis++) {
      dims.add(x.type().shape().dim(axis) + 2 * widths.get(axis));
    }
    return step(
        new Kernel.Pad(widths, widths, 0), new TensorType(x.type().dtype(), new Shape(dims)), x);
  }

  /** The slices that {@code index} names, whose axes take the place of {@code axis}. */
  Value gather(Value x, int axis, Value index) {
    List<Long> dims = new ArrayList<>(x.type().shape().dims());
    dims.remove(axis);
    dims.addAll(axis, index.type().shape().dims());
    return step(
        new Kernel.Gather(axis), new TensorType(x.type().dtype(), new Shape(dims)), x, index);
  }

  /** The sums along an axis, of which one element is left. */
  Value sum(Value x, int axis) {
    return step(
        new Kernel.Reduce(Kernel.Reduce.Kind.SUM, List.of(axis)),
        new TensorType(x.type().dtype(), x.type().shape().with(axis, 1)),
        x);
  }

  /** An expression of tensors that are repeated to a shape. */
  Value pointwise(ScalarExpr expression, Shape shape, Value... inputs) {
    return step(new Kernel.Pointwise(expression), TensorType.float32(shape), inputs);
  }

  /** As {@link #pointwise}, of which whole numbers are made. */
  Value whole(ScalarExpr expression, Shape shape, Value... inputs) {
    return step(new Kernel.Pointwise(expression), new TensorType(DType.INT32, shape), inputs);
  }

  Value constant(TensorType type, float... numbers) {
    return builder.step(
        new Kernel.Constant(),
        List.of(),
        List.of(new WeightExpr.Literal(type, Numbers.of(numbers))),
        type);
  }

  private Value step(Kernel kernel, TensorType type, Value... inputs) {
    return builder.step(kernel, List.of(inputs), List.of(), type);
  }
}
