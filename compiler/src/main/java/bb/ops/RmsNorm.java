package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * Scales the features of each token, or the channels of each pixel, to a mean square of 1: {@code x
 * / sqrt(mean(x * x) + eps) * weight}.
 *
 * <ul>
 *   <li>C1: the input is {@code [features]}, {@code [tokens, features]} or {@code [channels,
 *       height, width]} of floats.
 *   <li>C2: {@code eps} is greater than 0.
 * </ul>
 */
public record RmsNorm(double eps, boolean affine) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("rms_norm", "Scales the features of each token to a mean square of 1.")
          .width(0)
          .option("eps", new Attribute.Type.Number(), "1e-5", "added to the mean before the root")
          .option("affine", new Attribute.Type.Flag(), "true", "learn a scale")
          .shape("[..., d] -> [..., d], [c, h, w] -> [c, h, w]")
          .parameters("weight [d]")
          .source("PyTorch RMSNorm; Zhang and Sennrich, 2019")
          .build(a -> new RmsNorm(a.number("eps"), a.flag("affine")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.plane("rms_norm", x).or(() -> Check.positive("rms_norm", "eps", eps)),
        () -> new Inference.Of(x));
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    long channels = Plane.of(inputs.getFirst().shape()).channels();
    return ChannelNorm.parameters(affine, false, channels);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return ChannelNorm.lower(builder, new Kernel.Norm(1, false, false, eps), inputs, parameters);
  }
}
