package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * Local response normalisation over neighbouring channels.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 *   <li>C2: {@code k} is greater than 0.
 * </ul>
 */
public record LocalResponseNorm(long size, double alpha, double beta, double k)
    implements Operator {
  static final OpSpec SPEC =
      OpSpec.named(
              "lrn", "Divides by `(k + alpha / size * sum of squares over size channels) ** beta`.")
          .required("size", new Attribute.Type.Int(1), "neighbouring channels to sum over")
          .option("alpha", new Attribute.Type.Number(), "1e-4", "weight of the sum")
          .option("beta", new Attribute.Type.Number(), "0.75", "exponent")
          .option("k", new Attribute.Type.Number(), "1", "added to the sum")
          .shape("[c, h, w] -> [c, h, w]")
          .source("PyTorch LocalResponseNorm; Krizhevsky et al., 2012")
          .build(a ->
              new LocalResponseNorm(
                  a.integer("size"), a.number("alpha"), a.number("beta"), a.number("k")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.image("lrn", x).or(() -> Check.positive("lrn", "k", k)),
        () -> new Inference.Of(x.as(Axes.FIRST)));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Py.Arg> arguments =
        List.of(
            Py.arg(Py.of(size, "size")),
            Py.option("alpha", alpha, 1e-4),
            Py.option("beta", beta, 0.75),
            Py.option("k", k, 1.0));
    return Spelled.both("F.local_response_norm", "nn.LocalResponseNorm", arguments);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(
        new Kernel.LocalResponseNorm(size, alpha, beta, k), inputs, List.of(), output);
  }
}
