package bb.backend.cpu.plan;

import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;

/**
 * Each channel by itself, vectors over channels: neighbouring pixels side by side, so that a tap's
 * weights are read once for all of them.
 */
record DepthwiseForm() implements Form {
  /** Pixels that the kernel computes side by side. */
  static final int PIXELS = 4;

  @Override
  public String name() {
    return "depthwise";
  }

  @Override
  public boolean fits(ConvolutionShape c) {
    return !c.transposed() && c.isDepthwise();
  }

  @Override
  public PackedWeight filter(WeightExpr filter, ConvolutionShape c) {
    return new PackedWeight.Taps(filter);
  }

  @Override
  public Call call(ScalarExpr epilogue, Operands operands) {
    return new Call.Depthwise(new KernelKey.Depthwise(epilogue), operands);
  }

  @Override
  public RegisterTile tile(Width width) {
    return new RegisterTile(PIXELS, 1);
  }

  @Override
  public long scratch(ConvolutionShape c, Width width, int sides) {
    return 0;
  }

  /** Every multiply-add reads its pixel from memory, at one vector in a cycle. */
  @Override
  public long cost(ConvolutionShape c, Width width) {
    return 2 * c.taps() * c.out().elements();
  }
}
