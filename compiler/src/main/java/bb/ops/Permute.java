package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The axes in another order.
 *
 * <ul>
 *   <li>C1: {@code order} names every axis of the input once.
 * </ul>
 */
public record Permute(List<Long> order) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("permute", "Puts the axes into another order.")
          .required(
              "order", new Attribute.Type.Ints(0), "for each output axis, the input's; no batch")
          .shape("[a, b, c], order [2, 0, 1] -> [c, a, b]")
          .source("PyTorch permute")
          .build(a -> new Permute(a.ints("order")));

  public Permute {
    order = List.copyOf(order);
  }

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    int rank = x.shape().rank();
    List<Long> axes = LongStream.range(0, rank).boxed().toList();
    if (!order.stream().sorted().toList().equals(axes)) {
      return Inference.failed(
              Code.BB0311,
              "`permute` needs every axis of " + x + " once, found " + Check.list(order),
              "receives " + x)
          .argument("order")
          .note("its axes are " + Check.list(axes) + "; the batch is not one of them");
    }
    List<Long> dims = order.stream().map(axis -> x.shape().dim(axis.intValue())).toList();
    return new Inference.Of(new TensorType(x.dtype(), new Shape(dims), moved(x)));
  }

  /** Where the channels come to lie. */
  private Axes moved(TensorType x) {
    if (x.axes() == Axes.UNSAID || order.isEmpty()) {
      return Axes.UNSAID;
    }
    long channels = x.channelAxis();
    if (order.getLast() == channels) {
      return Axes.LAST;
    }
    return order.getFirst() == channels ? Axes.FIRST : Axes.UNSAID;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Long> axes = new ArrayList<>(order);
    int rank = axes.size();
    if (axes.equals(LongStream.range(0, rank).boxed().toList())) {
      return Spelling.function(Py.X);
    }
    List<Long> turned = new ArrayList<>(LongStream.range(0, rank).boxed().toList());
    java.util.Collections.swap(turned, rank - 2, rank - 1);
    if (axes.equals(turned)) {
      return Spelling.function(Py.X.transposed());
    }
    if (in.isBatched(0)) {
      axes.replaceAll(axis -> axis + 1);
      axes.addFirst(0L);
    }
    return Spelling.function(
        Py.X.method("permute", axes.stream().map(axis -> Py.of(axis, "dim")).toArray(Py[]::new)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    List<Integer> axes = order.stream().map(Long::intValue).toList();
    boolean unchanged = IntStream.range(0, axes.size()).allMatch(i -> axes.get(i) == i);
    return unchanged
        ? inputs.getFirst()
        : builder.step(new Kernel.Permute(axes), inputs, List.of(), output);
  }
}
