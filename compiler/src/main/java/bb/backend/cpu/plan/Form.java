package bb.backend.cpu.plan;

import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;

/**
 * One way to compute a convolution. The vector width of the machine is not known yet: what depends
 * on it is given for each.
 */
public sealed interface Form
    permits DepthwiseForm, GroupRowsForm, GroupedForm, ProductForm, TransposedForm, WinogradForm {

  /** As plans and profiles print it. */
  String name();

  /** Whether the convolution can be computed, and is best computed, in this way. */
  boolean fits(ConvolutionShape c);

  /** How the filter lies in memory. */
  PackedWeight filter(WeightExpr filter, ConvolutionShape c);

  /** The call that computes it. */
  Call call(ScalarExpr epilogue, Operands operands);

  /** The sums that its kernel keeps in registers. */
  RegisterTile tile(Width width);

  /** Scratch memory of one worker, in floats. */
  long scratch(ConvolutionShape c, Width width, int sides);

  /**
   * Predicted time for one example, in multiply-adds at the full rate of the processor: those of
   * whole tiles, and the movement of what is gathered.
   */
  long cost(ConvolutionShape c, Width width);
}
