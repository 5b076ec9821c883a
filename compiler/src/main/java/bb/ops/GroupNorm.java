package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * Normalises groups of channels, each over the whole image or all tokens.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels]}, {@code [tokens, channels]} or {@code [channels,
 *       height, width]} of floats.
 *   <li>C2: {@code groups} divides the channels.
 *   <li>C3: {@code eps} is greater than 0.
 * </ul>
 *
 * @param groups without a number: as many as there are channels, which is instance normalisation
 */
public record GroupNorm(Optional<Long> groups, double eps, boolean affine) implements Operator {
  static final OpSpec GROUP =
      OpSpec.named(
              "group_norm",
              "Normalises groups of channels, each over the whole image or all tokens.")
          .width(1)
          .required("groups", new Attribute.Type.Int(1), "groups of channels")
          .option(
              "eps", new Attribute.Type.Number(), "1e-5", "added to the variance before the root")
          .option("affine", new Attribute.Type.Flag(), "true", "learn a scale and a shift")
          .shape(
              "[c] -> [c]; [t, c] -> [t, c]; [c, h, w] -> [c, h, w]; [c, d, h, w] -> [c, d, h, w]")
          .parameters("weight [c], bias [c]")
          .source("PyTorch GroupNorm; Wu and He, 2018")
          .build(a ->
              new GroupNorm(Optional.of(a.integer("groups")), a.number("eps"), a.flag("affine")));

  static final OpSpec INSTANCE =
      OpSpec.named("instance_norm", "Normalises each channel over the whole image or all tokens.")
          .width(0)
          .option(
              "eps", new Attribute.Type.Number(), "1e-5", "added to the variance before the root")
          .option("affine", new Attribute.Type.Flag(), "false", "learn a scale and a shift")
          .shape("[t, c] -> [t, c]; [c, h, w] -> [c, h, w]; [c, d, h, w] -> [c, d, h, w]")
          .parameters("weight [c], bias [c]")
          .source("PyTorch InstanceNorm2d; Ulyanov et al., 2016")
          .build(a -> new GroupNorm(Optional.empty(), a.number("eps"), a.flag("affine")));

  @Override
  public OpSpec spec() {
    return groups.isPresent() ? GROUP : INSTANCE;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    String name = spec().name();
    Optional<Failed> shape =
        groups.isPresent() ? Check.channels(name, x) : Space.of(x.shape()).fits(name, x);
    return Inference.unless(
        shape.or(() -> groupsFit(x)).or(() -> Check.positive(name, "eps", eps)),
        () -> new Inference.Of(x.as(Axes.FIRST)));
  }

  private Optional<Failed> groupsFit(TensorType x) {
    long channels = x.channels();
    return Check.groups(
        spec().name(), groups.orElse(channels), channels, "that flow in", channels, x);
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    return ChannelNorm.parameters(affine, true, inputs.getFirst().channels());
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py channels = Py.of(in.type().channels(), "num_channels");
    Py.Arg eps = Py.option("eps", this.eps, 1e-5);
    return Spelled.channels(
        in,
        groups.isPresent()
            ? Py.call(
                "nn.GroupNorm",
                Py.arg(Py.of(groups.get(), "num_groups")),
                Py.arg(channels),
                eps,
                Py.option("affine", affine, true))
            : Py.call(
                "nn.InstanceNorm" + (in.shape().rank() - 1) + "d",
                Py.arg(channels),
                eps,
                Py.option("affine", affine, false)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    long count = groups.orElse(output.channels());
    Kernel.Norm norm = new Kernel.Norm(count, true, true, eps);
    return Volumes.asImage(
        builder, inputs.getFirst(), x -> ChannelNorm.lower(builder, norm, List.of(x), parameters));
  }
}
