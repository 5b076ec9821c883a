package bb.backend.cpu.plan;

import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.runtime.cpu.Grouped;

/**
 * A convolution of many small groups, several of which share a vector. Where vectors are no longer
 * than a group it is the product that it would be else, and is called in the same way.
 */
record GroupedForm() implements Form {
  /** What a multiply-add costs with the shuffle before it. */
  private static final long SHUFFLE = 2;

  private static final Form PRODUCT = new ProductForm();

  @Override
  public String name() {
    return "grouped";
  }

  @Override
  public boolean fits(ConvolutionShape c) {
    return !c.transposed() && fits(c, Width.BITS_512);
  }

  private static boolean fits(ConvolutionShape c, Width width) {
    return Grouped.fits(c.groups(), c.in().channels(), c.out().channels(), width.lanes());
  }

  @Override
  public PackedWeight filter(WeightExpr filter, ConvolutionShape c) {
    return PRODUCT.filter(filter, c);
  }

  @Override
  public Call call(ScalarExpr epilogue, Operands operands) {
    return PRODUCT.call(epilogue, operands);
  }

  /** That of the shuffles; a product's is used where vectors are short. */
  @Override
  public RegisterTile tile(Width width) {
    return new RegisterTile(Grouped.PIXELS, 1);
  }

  @Override
  public long scratch(ConvolutionShape c, Width width, int sides) {
    if (!fits(c, width)) {
      return PRODUCT.scratch(c, width, sides);
    }
    long pixels = c.in().pixels() + c.window().kernelHeight() * c.window().kernelWidth();
    return pixels * width.lanes();
  }

  @Override
  public long cost(ConvolutionShape c, Width width) {
    if (!fits(c, width)) {
      return PRODUCT.cost(c, width);
    }
    return SHUFFLE * c.taps() * c.inputs() * c.out().elements();
  }
}
