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
import java.util.Optional;

/**
 * What the {@code param} and {@code buffer} statements make: a tensor of the checkpoint. It has no
 * name as a layer.
 *
 * @param trainable whether it is learned, and counted
 * @param init what training starts from, of which no answer depends
 */
public record LearnedTensor(Shape shape, boolean trainable, Optional<Double> init)
    implements Operator {
  private static final OpSpec SPEC =
      OpSpec.named("param", "A learned tensor.")
          .inputs(new OpSpec.Inputs(0, 0))
          .required("shape", new Attribute.Type.Ints(1), "its dimensions")
          .shape("-> shape")
          .parameters("itself")
          .source("PyTorch Parameter")
          .build(a -> new LearnedTensor(new Shape(a.ints("shape")), true, Optional.empty()));

  /** What it is, by which networks are known. */
  @Override
  public String toString() {
    return "LearnedTensor[shape=" + shape + ", trainable=" + trainable + "]";
  }

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

  /** What is not said to begin with something begins as the tables of transformers do. */
  @Override
  public Spelling torch(TorchInputs in) {
    Py dims = new Py.Tuple(shape.dims().stream().map(dim -> Py.of(dim, "size")).toList());
    double first = init.orElse(0.0);
    Py filled =
        first == 0
            ? Py.call("torch.zeros", dims)
            : first == 1
                ? Py.call("torch.ones", dims)
                : Py.call("torch.full", dims, Spelled.number(first));
    Py small = Py.call("torch.randn", dims).with("*", Py.of(0.02, "std"));
    return new Spelling.Held(trainable && init.isEmpty() ? small : filled, trainable, true);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Constant(), List.of(), parameters, output);
  }
}
