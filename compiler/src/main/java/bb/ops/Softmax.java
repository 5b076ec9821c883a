package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * {@code exp(x) / sum(exp(x))} along an axis.
 *
 * <ul>
 *   <li>C1: the input holds floats.
 *   <li>C2: the axis exists.
 *   <li>C3: of a tensor that does not have its features last it is stated.
 * </ul>
 *
 * @param axis without one: the last
 */
public record Softmax(Optional<Long> axis) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("softmax", "Turns scores into probabilities that sum to 1 along one axis.")
          .positional("axis", Attribute.Type.Int.ANY, "none", FeatureAxis.DOC)
          .shape("[...] -> [...]")
          .source("PyTorch Softmax; Bridle, 1990")
          .build(a -> new Softmax(FeatureAxis.of(a)));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Optional<Long> statedAxis() {
    return axis;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.floats("softmax", inputs)
            .or(() -> FeatureAxis.chosen("softmax", axis, x))
            .or(() -> Check.axis("softmax", axis.orElse(-1L), x.shape())),
        () -> new Inference.Of(x));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py dim = in.dim(0, axis.orElse(-1L));
    return Spelling.function(
        Py.X.method("softmax", dim), Py.call("nn.Softmax", Py.arg("dim", dim)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    long given = axis.orElse(-1L);
    int positive = (int) (given < 0 ? given + output.shape().rank() : given);
    return builder.step(new Kernel.Softmax(positive), inputs, List.of(), output);
  }
}
