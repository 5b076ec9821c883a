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
 * Interleaves the channels of groups, so that the next grouped convolution mixes them.
 *
 * <ul>
 *   <li>C1: the input is {@code [features]}, {@code [tokens, features]} or {@code [channels,
 *       height, width]} of floats.
 *   <li>C2: {@code groups} divides the channels.
 * </ul>
 */
public record Shuffle(long groups) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("shuffle", "Interleaves the channels of `groups` equal groups.")
          .required("groups", new Attribute.Type.Int(1), "groups of channels")
          .shape(
              "[c] -> [c]; [t, c] -> [t, c]; [c, h, w] -> [c, h, w]; [c, d, h, w] -> [c, d, h, w]")
          .source("PyTorch ChannelShuffle; Zhang et al., 2017")
          .build(a -> new Shuffle(a.integer("groups")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.channels("shuffle", x).or(() -> groupsFit(x)),
        () -> new Inference.Of(x.as(Axes.FIRST)));
  }

  private Optional<Failed> groupsFit(TensorType x) {
    long channels = x.channels();
    return Check.groups("shuffle", groups, channels, "that flow in", channels, x);
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py groups = Py.of(this.groups, "groups");
    if (in.shape().rank() > 2) {
      return Spelled.both("F.channel_shuffle", "nn.ChannelShuffle", List.of(Py.arg(groups)));
    }
    Py parts = new Py.Tuple(List.of(groups, Py.of(-1L)));
    return Spelling.function(
        Py.X.method("unflatten", Py.of(-1L), parts).transposed().method("flatten", Py.of(-2L)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return Volumes.asImage(
        builder,
        inputs.getFirst(),
        x -> builder.step(new Kernel.ChannelShuffle(groups), List.of(x), List.of(), x.type()));
  }
}
