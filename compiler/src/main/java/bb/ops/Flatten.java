package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/** All elements in one row, the last axis fastest. */
public record Flatten() implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("flatten", "Makes one row of all elements.")
          .shape("[a, b, ...] -> [a * b * ...]")
          .source("PyTorch Flatten")
          .build(_ -> new Flatten());

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return new Inference.Of(new TensorType(x.dtype(), Shape.of(x.shape().elements())));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return in.isBatched(0)
        ? Spelling.function(Py.X.method("flatten", Py.of(1L)), Py.call("nn.Flatten", new Py[0]))
        : Spelling.function(Py.X.method("flatten"));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Reshape(), inputs, List.of(), output);
  }
}
