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
 * Scales the features of each token, or the channels of each pixel, to a mean square of 1: {@code x
 * / sqrt(mean(x * x) + eps) * weight}.
 *
 * <ul>
 *   <li>C1: the input holds floats, and has an axis.
 *   <li>C2: {@code eps} is greater than 0.
 *   <li>C3: the axis is the last; where that is not known to be the features it is stated, and may
 *       be the first.
 * </ul>
 *
 * @param axis that of the features, where the call states it
 */
public record RmsNorm(Optional<Long> axis, double eps, boolean affine) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("rms_norm", "Scales the features of each token to a mean square of 1.")
          .width(0)
          .option("eps", new Attribute.Type.Number(), "1e-5", "added to the mean before the root")
          .option("affine", new Attribute.Type.Flag(), "true", "learn a scale")
          .option("axis", Attribute.Type.Int.ANY, "none", FeatureAxis.DOC)
          .shape("[..., d] -> [..., d]; `axis: 0`: [d, h, w] -> [d, h, w]")
          .parameters("weight [d]")
          .source("PyTorch RMSNorm; Zhang and Sennrich, 2019")
          .build(a -> new RmsNorm(FeatureAxis.of(a), a.number("eps"), a.flag("affine")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        FeatureAxis.norm("rms_norm", axis, x).or(() -> Check.positive("rms_norm", "eps", eps)),
        () -> new Inference.Of(FeatureAxis.normed(axis, x)));
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    long features = FeatureAxis.normed(axis, inputs.getFirst()).channels();
    return ChannelNorm.parameters(affine, false, features);
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return Spelled.features(
        in,
        FeatureAxis.normed(axis, in.type()),
        Py.call(
            "nn.RMSNorm",
            Py.arg(Py.of(FeatureAxis.normed(axis, in.type()).channels(), "normalized_shape")),
            Py.arg("eps", Py.of(eps, "eps")),
            Py.option("elementwise_affine", affine, true)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Kernel.Norm norm = new Kernel.Norm(1, false, false, eps);
    return FeatureAxis.lower(
        builder,
        output,
        inputs.getFirst(),
        x -> ChannelNorm.lower(builder, norm, List.of(x), parameters));
  }
}
