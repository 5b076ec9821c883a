package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
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
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Joins tensors along an axis, in order.
 *
 * <ul>
 *   <li>C1: all inputs hold floats.
 *   <li>C2: the axis exists; windows of tokens state it.
 *   <li>C3: all inputs have the same number of dimensions.
 *   <li>C4: they are equal along every other axis.
 *   <li>C5: the output can be counted.
 * </ul>
 */
public record Concat(Optional<Long> axis) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("concat", "Joins tensors along one axis.")
          .inputs(OpSpec.Inputs.MANY)
          .positional(
              "axis",
              Attribute.Type.Int.ANY,
              "none",
              "the axis, else the first, the channels of an image; negative from the end; no batch")
          .shape("[a, h, w], [b, h, w], ... -> [a + b + ..., h, w]")
          .source("PyTorch cat")
          .build(a -> new Concat(FeatureAxis.of(a)));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Optional<Long> statedAxis() {
    return axis;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    Shape first = inputs.getFirst().shape();
    return Check.exact(
        "concat",
        inputs,
        () ->
            Inference.unless(
                Check.floats("concat", inputs)
                    .or(() -> chosen(inputs.getFirst()))
                    .or(() -> Check.axis("concat", axis.orElse(0L), first))
                    .or(() -> othersFit(inputs)),
                () -> size(inputs)));
  }

  /** Windows of tokens are joined along an axis that the source names. */
  private Optional<Failed> chosen(TensorType x) {
    Shape shape = x.shape();
    if (axis.isPresent() || x.axes() != Axes.LAST || shape.rank() < 3) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0234,
                "`concat` does not choose one of %d axes".formatted(shape.rank()),
                "receives " + shape)
            .note("these tensors have their features last, and no channels first to join")
            .help("write `axis: -1` to join the features, `axis: -2` the tokens"));
  }

  private Optional<Failed> othersFit(List<TensorType> inputs) {
    Shape first = inputs.getFirst().shape();
    int along = along(first.rank());
    for (int i = 1; i < inputs.size(); i++) {
      Shape other = inputs.get(i).shape();
      boolean fits =
          other.rank() == first.rank()
              && IntStream.range(0, first.rank())
                  .allMatch(axis -> axis == along || first.dim(axis) == other.dim(axis));
      if (!fits) {
        return Optional.of(mismatch(first, other, i + 1));
      }
    }
    return Optional.empty();
  }

  /** The axis counted from the front. */
  private int along(int rank) {
    long along = axis.orElse(0L);
    return (int) (along < 0 ? along + rank : along);
  }

  private Failed mismatch(Shape first, Shape other, int position) {
    Failed failed =
        Inference.failed(
            Code.BB0306,
            "`concat` cannot join " + first + " and " + other + " along axis " + axis.orElse(0L),
            "receives " + first + " first, and " + other + " as number " + position);
    if (first.rank() != other.rank()) {
      return failed.note(
          "one has " + Check.dimensions(first.rank()) + ", the other " + other.rank());
    }
    int along = along(first.rank());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < first.rank(); i++) {
      if (i != along && first.dim(i) != other.dim(i)) {
        differences.add(axisName(i, first.rank()) + ": " + first.dim(i) + " != " + other.dim(i));
      }
    }
    failed =
        failed.note(
            "all axes but axis " + axis.orElse(0L) + " must agree: " + Check.all(differences));
    return first.rank() == 3 && along == 0 ? Check.resize(failed, first, other) : failed;
  }

  private static String axisName(int axis, int rank) {
    return rank == 3 ? List.of("channels", "height", "width").get(axis) : "axis " + axis;
  }

  private Inference size(List<TensorType> inputs) {
    Shape first = inputs.getFirst().shape();
    int along = along(first.rank());
    long sum = inputs.stream().map(x -> x.shape().dim(along)).reduce(0L, Math::addExact);
    List<Long> dims = new ArrayList<>(first.dims());
    dims.set(along, sum);
    return Check.shape("concat", dims).as(Broadcast.axes(inputs));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    long dim = TorchInputs.axis(in.shape().rank(), axis.orElse(0L), in.anyBatched());
    return Spelling.function(
        Py.call("torch.cat", new Py.ListOf(List.of(in.wholes())), Py.of(dim, "dim")));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    if (inputs.size() == 1) {
      return inputs.getFirst();
    }
    int along = along(output.shape().rank());
    return builder.step(new Kernel.Concat(along), inputs, List.of(), output);
  }
}
