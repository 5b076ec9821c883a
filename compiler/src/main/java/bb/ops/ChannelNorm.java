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

/** Normalisation without statistics of training, and the learned scale and shift after it. */
final class ChannelNorm {
  private ChannelNorm() {}

  /** {@code weight}, and {@code bias} if there is a shift; none if it is not affine. */
  static List<ParameterSpec> parameters(boolean affine, boolean shift, long channels) {
    List<ParameterSpec> all = new ArrayList<>();
    if (affine) {
      all.add(ParameterSpec.trainable("weight", Shape.of(channels)));
    }
    if (affine && shift) {
      all.add(ParameterSpec.trainable("bias", Shape.of(channels)));
    }
    return all;
  }

  /** The norm, then {@code x * weight + bias} as far as there are parameters. */
  static Value lower(
      ProgramBuilder builder, Kernel.Norm norm, List<Value> inputs, List<WeightExpr> parameters) {
    TensorType type = inputs.getFirst().type();
    Value normed = builder.step(norm, inputs, List.of(), type);
    ScalarExpr affine = ScalarExpr.IDENTITY;
    if (parameters.isEmpty()) {
      return normed;
    }
    affine = affine.times(new ScalarExpr.Channel(0));
    if (parameters.size() > 1) {
      affine = affine.plus(new ScalarExpr.Channel(1));
    }
    return builder.step(new Kernel.Pointwise(affine), List.of(normed), parameters, type);
  }
}
