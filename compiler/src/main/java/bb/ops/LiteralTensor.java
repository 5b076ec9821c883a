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
import java.util.Optional;

/**
 * What the {@code const} statement makes: known numbers as a tensor. It has no name as a layer.
 *
 * @param rule what the numbers follow, if that is known; no answer depends on it
 */
public record LiteralTensor(TensorType type, Numbers numbers, Optional<Formula.Rule> rule)
    implements Operator {
  private static final OpSpec SPEC =
      OpSpec.named("const", "A tensor of known numbers.")
          .inputs(new OpSpec.Inputs(0, 0))
          .shape("-> shape")
          .source("PyTorch tensor")
          .build(_ -> {
            throw new IllegalStateException("a constant is declared, not called");
          });

  /** Numbers that follow no rule that is known. */
  public LiteralTensor(TensorType type, Numbers numbers) {
    this(type, numbers, Optional.empty());
  }

  /** What it is, by which networks are known. */
  @Override
  public String toString() {
    return "LiteralTensor[type=" + type + ", numbers=" + numbers + "]";
  }

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
    return new Spelling.Held(SpelledNumbers.of(type, numbers, rule), false, false);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(
        new Kernel.Constant(), List.of(), List.of(new WeightExpr.Literal(type, numbers)), output);
  }
}
