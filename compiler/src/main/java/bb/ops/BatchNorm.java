package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Batch normalisation at inference: {@code (x - running_mean) / sqrt(running_var + eps) * weight +
 * bias}, per channel.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels]}, {@code [tokens, channels]} or {@code [channels,
 *       height, width]} of floats.
 *   <li>C2: {@code eps} is greater than 0.
 * </ul>
 */
public record BatchNorm(double eps, boolean affine) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("bn", "Normalises each channel by statistics that training collected.")
          .width(0)
          .option(
              "eps", new Attribute.Type.Number(), "1e-5", "added to the variance before the root")
          .option("affine", new Attribute.Type.Flag(), "true", "learn a scale and a shift")
          .shape(
              "[c] -> [c]; [t, c] -> [t, c]; [c, h, w] -> [c, h, w]; [c, d, h, w] -> [c, d, h, w]")
          .parameters(
              "weight [c], bias [c]; buffers running_mean [c], running_var [c],"
                  + " num_batches_tracked []")
          .source("PyTorch BatchNorm2d; Ioffe and Szegedy, 2015")
          .build(a -> new BatchNorm(a.number("eps"), a.flag("affine")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.channels("bn", x).or(() -> Check.positive("bn", "eps", eps)),
        () -> new Inference.Of(x.as(Axes.FIRST)));
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    Shape channels = Shape.of(inputs.getFirst().channels());
    List<ParameterSpec> all = new ArrayList<>();
    if (affine) {
      all.add(ParameterSpec.trainable("weight", channels));
      all.add(ParameterSpec.trainable("bias", channels));
    }
    all.add(ParameterSpec.buffer("running_mean", channels));
    all.add(ParameterSpec.buffer("running_var", channels));
    all.add(ParameterSpec.counter("num_batches_tracked"));
    return all;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    int axes = Math.max(1, in.shape().rank() - 1);
    return Spelled.channels(
        in,
        Py.call(
            "nn.BatchNorm" + axes + "d",
            Py.arg(Py.of(in.type().channels(), "num_features")),
            Py.option("eps", eps, 1e-5),
            Py.option("affine", affine, true)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    int statistics = affine ? 2 : 0;
    Optional<WeightExpr> gamma = affine ? Optional.of(parameters.get(0)) : Optional.empty();
    Optional<WeightExpr> beta = affine ? Optional.of(parameters.get(1)) : Optional.empty();
    WeightExpr mean = parameters.get(statistics);
    WeightExpr variance = parameters.get(statistics + 1);
    WeightExpr scale = new WeightExpr.NormScale(gamma, variance, eps);
    WeightExpr shift = new WeightExpr.NormShift(beta, mean, scale);
    ScalarExpr affineOfX =
        new ScalarExpr.In(0).times(new ScalarExpr.Channel(0)).plus(new ScalarExpr.Channel(1));
    return Volumes.asImage(
        builder,
        inputs.getFirst(),
        x ->
            builder.step(
                new Kernel.Pointwise(affineOfX), List.of(x), List.of(scale, shift), x.type()));
  }
}
