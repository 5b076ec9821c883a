package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Function;
import bb.kernel.ScalarExpr.In;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * Division by the Euclidean length along an axis.
 *
 * <ul>
 *   <li>C1: the input holds floats.
 *   <li>C2: the axis exists.
 *   <li>C3: {@code eps} is positive.
 * </ul>
 */
public record UnitNorm(long axis, double eps) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("normalize", "Divides vectors by their lengths, `sqrt(sum(x ** 2))`.")
          .required("axis", Attribute.Type.Int.ANY, "the axis; negative from the end; no batch")
          .option("eps", new Attribute.Type.Number(), "1e-12", "the least that it divides by")
          .shape("[...] -> [...]")
          .source("PyTorch functional.normalize")
          .build(a -> new UnitNorm(a.integer("axis"), a.number("eps")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.floats("normalize", inputs)
            .or(() -> Check.axis("normalize", axis, x.shape()))
            .or(() -> Check.positive("normalize", "eps", eps)),
        () -> new Inference.Of(x));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return Spelling.function(
        Py.call(
            "F.normalize",
            Py.arg(Py.X),
            Py.arg("dim", in.dim(0, axis)),
            Py.option("eps", eps, 1e-12)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Shape shape = output.shape();
    int along = (int) (axis < 0 ? axis + shape.rank() : axis);
    ScalarExpr x = new In(0);
    Value squares = builder.step(new Kernel.Pointwise(x.times(x)), inputs, List.of(), output);
    Value sum =
        builder.step(
            new Kernel.Reduce(Kernel.Reduce.Kind.SUM, List.of(along)),
            List.of(squares),
            List.of(),
            TensorType.float32(shape.with(along, 1)));
    ScalarExpr length = new In(1).apply(Function.SQRT).max(ScalarExpr.constant(eps));
    return builder.step(
        new Kernel.Pointwise(x.over(length)), List.of(inputs.getFirst(), sum), List.of(), output);
  }
}
