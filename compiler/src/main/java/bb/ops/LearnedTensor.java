package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * What the {@code param} and {@code buffer} statements make: a tensor of the checkpoint. It has no
 * name as a layer.
 *
 * @param trainable whether it is learned, and counted
 */
public record LearnedTensor(Shape shape, boolean trainable) implements Operator {
  private static final OpSpec SPEC =
      OpSpec.named("param", "A learned tensor.")
          .inputs(new OpSpec.Inputs(0, 0))
          .required("shape", new Attribute.Type.Ints(1), "its dimensions")
          .shape("-> shape")
          .parameters("itself")
          .source("PyTorch Parameter")
          .build(a -> new LearnedTensor(new Shape(a.ints("shape")), true));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return Inference.float32(shape);
  }

  /** The parameter has no local name: the statement's own name is its whole name. */
  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    return List.of(
        trainable ? ParameterSpec.trainable("", shape) : ParameterSpec.buffer("", shape));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Constant(), List.of(), parameters, output);
  }
}
