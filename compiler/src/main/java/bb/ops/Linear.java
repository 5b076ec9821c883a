package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fully connected layer: {@code y = x * transpose(weight) + bias} over the last axis.
 *
 * <ul>
 *   <li>C1: the input is {@code [features]} or {@code [tokens, features]} of floats.
 *   <li>C2: weight, output and multiply-adds can be counted.
 * </ul>
 */
public record Linear(long out, boolean bias) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("linear", "Connects every input feature with every output feature.")
          .required("out", new Attribute.Type.Int(1), "output features")
          .optional("bias", new Attribute.Type.Flag(), "true", "add a learned bias")
          .shape("[..., in] -> [..., out]")
          .parameters("weight [out, in], bias [out]")
          .macs("tokens * in * out")
          .source("PyTorch Linear; Rosenblatt, 1958")
          .build(a -> new Linear(a.integer("out"), a.flag("bias")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        "linear",
        inputs,
        () ->
            Inference.unless(
                Check.floats("linear", inputs)
                    .or(() -> vectors(x.shape()))
                    .or(() -> Check.parameter("linear", "weight", out, x.shape().dim(-1))),
                () -> size(x.shape())));
  }

  private static Optional<Failed> vectors(Shape x) {
    if (x.rank() == 1 || x.rank() == 2) {
      return Optional.empty();
    }
    Failed failed = Check.rank("linear", "[features] or [tokens, features]", x);
    if (x.rank() > 2) {
      failed =
          failed
              .note(
                  "it connects the last axis, here "
                      + x.dim(-1)
                      + "; the other "
                      + x.elements() / x.dim(-1)
                      + " positions would stay separate")
              .help("`flatten` first: it makes [" + x.elements() + "]");
    }
    return Optional.of(failed);
  }

  private Inference size(Shape x) {
    List<Long> dims = new ArrayList<>(x.dims());
    dims.set(dims.size() - 1, out);
    Inference output = Check.shape("linear", dims);
    if (output instanceof Inference.Of(var type)) {
      Check.countable(type.shape().elements(), x.dim(-1));
    }
    return output;
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    List<ParameterSpec> all = new ArrayList<>();
    all.add(ParameterSpec.trainable("weight", Shape.of(out, inputs.getFirst().shape().dim(-1))));
    if (bias) {
      all.add(ParameterSpec.trainable("bias", Shape.of(out)));
    }
    return all;
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    WeightExpr weight = parameters.getFirst();
    List<WeightExpr> weights = new ArrayList<>(parameters);
    weights.set(
        0,
        new WeightExpr.Reshaped(
            weight, Shape.of(weight.shape().dim(0), weight.shape().dim(1), 1, 1)));
    return builder.step(
        new Kernel.Convolution(Window.POINT, 1, bias, ScalarExpr.IDENTITY),
        inputs,
        weights,
        output);
  }
}
