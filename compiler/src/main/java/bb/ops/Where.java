package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.In;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * A choice between two tensors, element by element.
 *
 * <ul>
 *   <li>C1: the first tensor holds truth values.
 *   <li>C2: there are two tensors to choose from, or one and a number.
 *   <li>C3: both have one element type.
 *   <li>C4: the shapes are equal, or one has a 1 where they are not.
 * </ul>
 *
 * @param otherwise the number in the place of the third tensor
 */
public record Where(Optional<Double> otherwise) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named(
              "where",
              "Takes the elements of the second tensor where the first is true, else those of the third:"
                  + " `where(condition, x, y)`. Where one has a 1 in its shape, it is repeated.")
          .inputs(new OpSpec.Inputs(2, 3))
          .option(
              "otherwise",
              new Attribute.Type.Number(),
              "none",
              "a number in the place of the third tensor")
          .shape("bool [a, b, ...], [a, b, ...], [a, b, ...] -> [a, b, ...]")
          .source("PyTorch where")
          .build(a ->
              new Where(
                  a.has("otherwise") ? Optional.of(a.number("otherwise")) : Optional.empty()));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    List<Shape> shapes = inputs.stream().map(TensorType::shape).toList();
    List<TensorType> choices = inputs.subList(1, inputs.size());
    return Inference.unless(
        condition(inputs.getFirst())
            .or(() -> operands(inputs))
            .or(() -> Check.oneType("where", choices))
            .or(() -> Broadcast.check("where", shapes)),
        () ->
            Check.exact("where", choices.getFirst().dtype(), Broadcast.dims(shapes))
                .as(Broadcast.axes(choices)));
  }

  private static Optional<Failed> condition(TensorType first) {
    return first.dtype() == DType.BOOL
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0302,
                    "`where` needs a condition in bool, found " + first.dtype(),
                    "receives " + first + " as its first tensor")
                .help("a comparison makes truth values: `greater(0)`, `not_equal(0)`"));
  }

  private Optional<Failed> operands(List<TensorType> inputs) {
    return inputs.size() + (otherwise.isPresent() ? 1 : 0) == 3
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0313,
                    inputs.size() == 3
                        ? "`where` takes three tensors or two and a number, not four"
                        : "`where` needs a third tensor or a number",
                    "receives " + inputs.getLast())
                .help("write `where(condition, x, y)`, or `where(condition, x, otherwise: 0)`"));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py other = otherwise.map(Spelled::number).orElse(new Py.In(2));
    return Spelling.function(Py.call("torch.where", Py.X, new Py.In(1), other));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    ScalarExpr other = otherwise.map(ScalarExpr::constant).orElse(new In(2));
    return builder.step(
        new Kernel.Pointwise(new In(0).choose(new In(1), other)), inputs, List.of(), output);
  }
}
