package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;

/** Convolutions in terms of those of planes. */
final class Convolving {
  private Convolving() {}

  /**
   * A convolution.
   *
   * @param parameters the filter {@code [out, in / groups, ...kernel]}, and perhaps a bias
   */
  static Value lower(
      ProgramBuilder builder,
      WindowRule rule,
      long groups,
      Value x,
      List<WeightExpr> parameters,
      TensorType output) {
    if (Volumes.is(x)) {
      return new Volumes(builder).convolution(rule, groups, x, parameters, output);
    }
    return builder.step(
        new Kernel.Convolution(rule.window(), groups, parameters.size() > 1, ScalarExpr.IDENTITY),
        List.of(x),
        planar(parameters),
        output);
  }

  /** The same from input to output: {@code filter} is {@code [in, out / groups, ...kernel]}. */
  static Value transposed(
      ProgramBuilder builder,
      WindowRule rule,
      long groups,
      Value x,
      List<WeightExpr> parameters,
      TensorType output) {
    if (Volumes.is(x)) {
      return new Volumes(builder).transposed(rule, groups, x, parameters, output);
    }
    return builder.step(
        new Kernel.TransposedConvolution(
            rule.window(), groups, parameters.size() > 1, ScalarExpr.IDENTITY),
        List.of(x),
        planar(parameters),
        output);
  }

  /** A filter of tokens is one of a plane that is one wide. */
  private static List<WeightExpr> planar(List<WeightExpr> parameters) {
    Shape filter = parameters.getFirst().shape();
    if (filter.rank() != 3) {
      return parameters;
    }
    List<WeightExpr> weights = new ArrayList<>(parameters);
    weights.set(
        0,
        new WeightExpr.Reshaped(
            parameters.getFirst(), Shape.of(filter.dim(0), filter.dim(1), filter.dim(2), 1)));
    return weights;
  }
}
