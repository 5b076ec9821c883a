package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The rectifier whose negative slope is learned, one for all channels or one for each.
 *
 * <ul>
 *   <li>C1: the input is {@code [features]}, {@code [tokens, features]} or {@code [channels,
 *       height, width]} of floats.
 *   <li>C2: {@code num_parameters} is 1 or the number of channels.
 * </ul>
 */
public record Prelu(long slopes) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("prelu", "`x`, or `weight * x` where x is negative, with a learned weight.")
          .positional(
              "num_parameters",
              new Attribute.Type.Int(1),
              "1",
              "1, or the number of channels for a slope each")
          .shape(
              "[c] -> [c]; [t, c] -> [t, c]; [c, h, w] -> [c, h, w]; [c, d, h, w] -> [c, d, h, w]")
          .parameters("weight [num_parameters]")
          .source("PyTorch PReLU; He et al., 2015")
          .build(a -> new Prelu(a.integer("num_parameters")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.channels("prelu", x).or(() -> slopesFit(x)),
        () -> new Inference.Of(x.as(Axes.FIRST)));
  }

  private Optional<Failed> slopesFit(TensorType x) {
    long channels = x.channels();
    return slopes == 1 || slopes == channels
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0317,
                    "`prelu` cannot share " + slopes + " slopes among " + channels + " channels",
                    "receives " + x)
                .argument("num_parameters")
                .help("`num_parameters` could be 1 or " + channels));
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    return List.of(ParameterSpec.trainable("weight", Shape.of(slopes)));
  }

  @Override
  public boolean isElementwise() {
    return slopes == 1;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py make = Py.call("nn.PReLU", Py.option("num_parameters", slopes, 1L));
    return slopes == 1 ? Spelling.module(make) : Spelled.channels(in, make);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value x = inputs.getFirst();
    if (slopes == output.channels()) {
      return Volumes.asImage(
          builder,
          x,
          image ->
              builder.step(
                  new Kernel.Pointwise(slope(new ScalarExpr.Channel(0))),
                  List.of(image),
                  parameters,
                  image.type()));
    }
    Shape one = new Shape(Collections.nCopies(output.shape().rank(), 1L));
    Value weight =
        builder.step(
            new Kernel.Constant(),
            List.of(),
            List.of(new WeightExpr.Reshaped(parameters.getFirst(), one)),
            TensorType.float32(one));
    return builder.step(
        new Kernel.Pointwise(slope(new ScalarExpr.In(1))), List.of(x, weight), List.of(), output);
  }

  private static ScalarExpr slope(ScalarExpr weight) {
    ScalarExpr x = new ScalarExpr.In(0);
    ScalarExpr zero = ScalarExpr.constant(0);
    return x.max(zero).plus(weight.times(x.min(zero)));
  }
}
