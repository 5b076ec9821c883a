package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.types.DType;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * The same numbers as elements of another type.
 *
 * @param function what becomes of each, of {@code In(0)}
 */
public record Conversion(DType to, ScalarExpr function) implements Operator {
  static final OpSpec FLOAT =
      OpSpec.named("float", "Whole numbers and truth values as floats; true is 1.")
          .shape("int32 [...] -> [...]")
          .source("PyTorch Tensor.float")
          .build(_ -> new Conversion(DType.FLOAT32, ScalarExpr.IDENTITY));

  @Override
  public OpSpec spec() {
    return FLOAT;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return new Inference.Of(new TensorType(to, x.shape(), x.axes()));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return inputs.getFirst().type().equals(output)
        ? inputs.getFirst()
        : builder.step(new Kernel.Pointwise(function), inputs, List.of(), output);
  }
}
