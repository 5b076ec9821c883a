package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.types.Shape;
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
 * </ul>
 *
 * @param axis without one: the channels of {@code [channels, height, width]}, else the last axis
 */
public record Softmax(Optional<Long> axis) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("softmax", "Turns scores into probabilities that sum to 1 along one axis.")
          .positional(
              "axis",
              Attribute.Type.Int.ANY,
              "none",
              "the axis; else the channels (0) of [c, h, w], and the last of any other shape")
          .shape("[...] -> [...]")
          .source("PyTorch Softmax; Bridle, 1990")
          .build(
              a -> new Softmax(a.has("axis") ? Optional.of(a.integer("axis")) : Optional.empty()));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  private long axis(Shape x) {
    return axis.orElse(x.rank() == 3 ? 0L : -1L);
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.floats("softmax", inputs).or(() -> Check.axis("softmax", axis(x.shape()), x.shape())),
        () -> new Inference.Of(x));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    long given = axis(output.shape());
    int positive = (int) (given < 0 ? given + output.shape().rank() : given);
    return builder.step(new Kernel.Softmax(positive), inputs, List.of(), output);
  }
}
