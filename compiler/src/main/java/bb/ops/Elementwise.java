package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * A layer that is one function of each element; its meaning is the expression.
 *
 * <ul>
 *   <li>C1: the input holds floats.
 * </ul>
 *
 * @param name the layer's name, by which its spec is found
 * @param function of {@code In(0)}
 * @param torch how PyTorch writes it, which is no part of what it is
 */
public record Elementwise(String name, ScalarExpr function, Spelling torch) implements Operator {
  /** What it is, by which networks are known. */
  @Override
  public String toString() {
    return "Elementwise[name=" + name + ", function=" + function + "]";
  }

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return Inference.unless(Check.floats(name, inputs), () -> new Inference.Of(inputs.getFirst()));
  }

  @Override
  public boolean isElementwise() {
    return true;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return torch;
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Pointwise(function), inputs, List.of(), output);
  }
}
