package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Arguments.Pair;
import bb.program.ProgramBuilder;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;

/**
 * The mean over bins of nearly equal size, as many as the output has elements.
 *
 * <ul>
 *   <li>C1: the input is {@code [channels, height, width]} of floats.
 * </ul>
 */
public record AdaptiveAvgPool(String name, Pair size) implements Operator {
  static final OpSpec ADAPTIVE =
      OpSpec.named("adaptive_avg_pool", "Averages over bins so that the output has a given size.")
          .required("size", new Attribute.Type.Pair(1), "height and width of the output")
          .shape("[c, h, w] -> [c, size, size]")
          .source("PyTorch AdaptiveAvgPool2d; He et al., 2014")
          .build(a -> new AdaptiveAvgPool("adaptive_avg_pool", a.pair("size")));
  static final OpSpec GLOBAL =
      OpSpec.named("global_avg_pool", "Takes the mean of each channel.")
          .shape("[c, h, w] -> [c, 1, 1]")
          .source("PyTorch AdaptiveAvgPool2d(1); Lin et al., 2013")
          .build(_ -> new AdaptiveAvgPool("global_avg_pool", Pair.square(1)));

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Inference.unless(
        Check.image(name, x),
        () -> Check.shape(name, x.shape().dim(0), size.height(), size.width()));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.AdaptiveAveragePool(), inputs, List.of(), output);
  }
}
