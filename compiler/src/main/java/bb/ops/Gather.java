package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.Numbers;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Slices of a tensor, by number.
 *
 * <ul>
 *   <li>C1: the index holds whole numbers.
 *   <li>C2: the axis exists.
 *   <li>C3: the output can be counted.
 *   <li>C4: the numbers of a constant index are those of slices.
 * </ul>
 */
public record Gather(long axis) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named(
              "gather",
              "Takes the slices of a tensor that an index names, along one axis: `gather(table, index)`."
                  + " A number past an end takes the last slice there; one of a constant is an error.")
          .inputs(new OpSpec.Inputs(2, 2))
          .option("axis", Attribute.Type.Int.ANY, "0", "the axis; negative from the end; no batch")
          .shape("[a, b, ...], int32 [i, ...], axis 0 -> [i, ..., b, ...]")
          .source("PyTorch index_select, with an index of any shape; ONNX Gather")
          .build(a -> new Gather(a.integer("axis")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    TensorType index = inputs.getLast();
    return Inference.unless(
        numbers(index).or(() -> Check.axis("gather", axis, x.shape())),
        () -> Check.exact("gather", x.dtype(), dims(x.shape(), index.shape())).as(kept(x, index)));
  }

  private static Optional<Failed> numbers(TensorType index) {
    return index.dtype() == DType.INT32
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0302,
                    "`gather` needs an index in int32, found " + index.dtype(),
                    "receives " + index + " as its second tensor")
                .note("the first tensor has the slices, the second says which to take")
                .help("`const index: int32 [...]`, `argmax` and `int` make whole numbers"));
  }

  /** A constant that names no slice is a mistake; what is computed is not known in time. */
  @Override
  public Optional<Failed> checkNumbers(List<TensorType> inputs, List<Optional<Numbers>> known) {
    TensorType x = inputs.getFirst();
    long size = x.shape().dim(along(x.shape()));
    return known
        .getLast()
        .flatMap(numbers ->
            IntStream.range(0, numbers.size())
                .mapToObj(i -> (long) numbers.get(i))
                .filter(number -> number < 0 || number >= size)
                .findFirst()
                .map(number ->
                    Inference.failed(
                            Code.BB0312,
                            "`gather` cannot take slice %d of the %d along axis %d"
                                .formatted(number, size, along(x.shape())),
                            "receives " + x)
                        .note("the index is a constant; slices count from 0 to " + (size - 1))));
  }

  /** Where the channels are, if they stay at their end or are picked by a list. */
  private Axes kept(TensorType x, TensorType index) {
    boolean others = x.shape().rank() > 0 && along(x.shape()) != x.channelAxis();
    return others || index.shape().rank() == 1 ? x.axes() : Axes.UNSAID;
  }

  private List<Long> dims(Shape x, Shape index) {
    int along = along(x);
    List<Long> dims = new ArrayList<>(x.dims().subList(0, along));
    dims.addAll(index.dims());
    dims.addAll(x.dims().subList(along + 1, x.rank()));
    return dims;
  }

  private int along(Shape x) {
    return (int) (axis < 0 ? axis + x.rank() : axis);
  }

  @Override
  public Spelling torch(TorchInputs in) {
    int along = along(in.shape());
    Py index = new Py.In(1);
    if (!in.isBatched(1)) {
      return Spelling.function(taken(Py.X, along + (in.isBatched(0) ? 1 : 0), index));
    }
    Py last = Py.of(in.shape().dim(along) - 1, "last");
    Py inside = index.method("clamp", Py.of(0L, "min"), last);
    if (!in.isBatched(0) && along == 0) {
      return Spelling.function(Py.X.at(inside));
    }
    int places = in.types().get(1).shape().rank();
    return Spelling.function(
        Py.call(
            "take",
            in.whole(0),
            inside,
            Py.of((long) along + 1, "dim"),
            Py.of((long) places, "index_axes")));
  }

  /** All before the axis, then what the index takes. */
  private static Py taken(Py x, int axis, Py index) {
    List<Py> at = new ArrayList<>();
    for (int i = 0; i < axis; i++) {
      at.add(new Py.Range(Optional.empty(), Optional.empty(), Optional.empty()));
    }
    at.add(index);
    return x.at(at.toArray(Py[]::new));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    int along = along(inputs.getFirst().type().shape());
    return builder.step(new Kernel.Gather(along), inputs, List.of(), output);
  }
}
