package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
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
 */
public record Elementwise(String name, ScalarExpr function) implements Operator {
  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return Inference.unless(Check.floats(name, inputs), () -> new Inference.Of(inputs.getFirst()));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Pointwise(function), inputs, List.of(), output);
  }
}
