package bb.program;

import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.types.Value;
import java.util.List;
import java.util.Set;

/**
 * What some steps of a program compute together, for formats of models that have one operation for
 * it where there is no kernel here. Engines compute the steps, and passes keep nothing of it.
 *
 * @param output what the last of the steps writes
 * @param parts what the steps write, which nothing else reads but for the output
 */
public record Composite(
    Operation operation,
    List<Value> inputs,
    List<WeightExpr> weights,
    Value output,
    Set<Value> parts) {

  public Composite {
    inputs = List.copyOf(inputs);
    weights = List.copyOf(weights);
    parts = Set.copyOf(parts);
  }

  /** An operation that is no kernel. */
  public sealed interface Operation {}

  /**
   * A convolution whose windows are bent. Inputs: the image, the offsets, and perhaps the mask.
   * Weights: the filter, and perhaps the bias.
   *
   * @param parts groups of channels with offsets of their own
   */
  public record DeformableConvolution(Window window, long groups, long parts)
      implements Operation {}

  /** An image or a volume in another size, interpolated along its axes. */
  public record Interpolation(boolean cubic, boolean alignCorners) implements Operation {}
}
