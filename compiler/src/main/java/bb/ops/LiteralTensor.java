package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.Numbers;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/** What the {@code const} statement makes: known numbers as a tensor. It has no name as a layer. */
public record LiteralTensor(TensorType type, Numbers numbers) implements Operator {
  private static final OpSpec SPEC =
      OpSpec.named("const", "A tensor of known numbers.")
          .inputs(new OpSpec.Inputs(0, 0))
          .shape("-> shape")
          .source("PyTorch tensor")
          .build(_ -> {
            throw new IllegalStateException("a constant is declared, not called");
          });

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return new Inference.Of(type);
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return new Spelling.Held(SpelledNumbers.of(type, numbers), false, false);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(
        new Kernel.Constant(), List.of(), List.of(new WeightExpr.Literal(type, numbers)), output);
  }
}
