package bb.ops;

import static bb.kernel.ScalarExpr.constant;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.DType;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * {@code scale * x + shift}, of two numbers that are floats: so what it makes are floats, also of
 * whole numbers and of truth values, as in {@code -1e4 * (1 - mask)}.
 */
public record Affine(double scale, double shift) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named(
              "affine",
              "`scale * x + shift`, for each element, in floats: those of whole numbers and of truth"
                  + " values, where true is 1, too.")
          .positional(
              "scale", new Attribute.Type.Number(), "1", "what each element is multiplied by")
          .option("shift", new Attribute.Type.Number(), "0", "what is added then")
          .source("Szegedy et al., 2016, section 3.3: residuals scaled by a constant")
          .build(a -> new Affine(a.number("scale"), a.number("shift")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return new Inference.Of(new TensorType(DType.FLOAT32, x.shape(), x.axes()));
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py x = in.type().dtype() == DType.FLOAT32 ? Py.X : Py.X.method("float");
    Py scaled =
        scale == 1 ? x : scale == -1 ? new Py.Unary("-", x) : x.with("*", Spelled.number(scale));
    return Spelling.function(shift == 0 ? scaled : scaled.with("+", Spelled.number(shift)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    ScalarExpr scaled = constant(scale).times(new ScalarExpr.In(0)).plus(constant(shift));
    return builder.step(new Kernel.Pointwise(scaled), inputs, List.of(), output);
  }
}
