package bb.backend.cpu.plan;

import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;

/**
 * A transposed convolution as a product for each phase of its stride, whose pixels all see the same
 * taps.
 */
record TransposedForm() implements Form {
  @Override
  public String name() {
    return "transposed";
  }

  @Override
  public boolean fits(ConvolutionShape c) {
    return c.transposed();
  }

  @Override
  public PackedWeight filter(WeightExpr filter, ConvolutionShape c) {
    return new PackedWeight.Phases(filter, c.groups(), c.window());
  }

  @Override
  public Call call(ScalarExpr epilogue, Operands operands) {
    return new Call.TransposedProduct(new KernelKey.Gemm(epilogue), operands);
  }

  @Override
  public RegisterTile tile(Width width) {
    return Products.tile(width);
  }

  @Override
  public long scratch(ConvolutionShape c, Width width, int sides) {
    return Products.scratch(c.taps() * c.inputs(), true, width, sides);
  }

  /** Each tap belongs to one phase, and a phase has a pixel for each step of the stride. */
  @Override
  public long cost(ConvolutionShape c, Width width) {
    long pixels =
        Math.ceilDiv(c.out().height(), c.window().strideHeight())
            * Math.ceilDiv(c.out().width(), c.window().strideWidth());
    return c.groups() * Products.cost(pixels, c.taps() * c.inputs(), c.outputs(), true, width);
  }
}
