package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * Normalises the features of each token, or the channels of each pixel: {@code (x - mean) /
 * sqrt(variance + eps) * weight + bias}.
 *
 * <ul>
 *   <li>C1: the input is {@code [features]}, {@code [tokens, features]} or {@code [channels,
 *       height, width]} of floats.
 *   <li>C2: {@code eps} is greater than 0.
 * </ul>
 */
public record LayerNorm(double eps, boolean affine, boolean bias) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named(
              "layer_norm", "Normalises the features of each token, the channels of each pixel.")
          .width(0)
          .option(
              "eps", new Attribute.Type.Number(), "1e-5", "added to the variance before the root")
          .option("affine", new Attribute.Type.Flag(), "true", "learn a scale and a shift")
          .option("bias", new Attribute.Type.Flag(), "true", "learn the shift too")
          .shape("[..., d] -> [..., d], [c, h, w] -> [c, h, w]")
          .parameters("weight [d], bias [d]")
          .source("PyTorch LayerNorm; Ba et al., 2016")
          .build(a -> new LayerNorm(a.number("eps"), a.flag("affine"), a.flag("bias")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.plane("layer_norm", x).or(() -> Check.positive("layer_norm", "eps", eps)),
        () -> new Inference.Of(x));
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    long channels = Plane.of(inputs.getFirst().shape()).channels();
    return ChannelNorm.parameters(affine, bias, channels);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return ChannelNorm.lower(builder, new Kernel.Norm(1, false, true, eps), inputs, parameters);
  }
}
