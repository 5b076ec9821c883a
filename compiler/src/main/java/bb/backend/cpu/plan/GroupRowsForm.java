package bb.backend.cpu.plan;

import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.runtime.cpu.GroupRows;
import java.util.Arrays;

/**
 * A convolution in many groups that fill whole vectors: a product for each group, in rounds, of
 * rows that lie in a copy of the group's channels. Where vectors are longer than a group it is the
 * product that it would be else, whose call and panels it shares.
 */
record GroupRowsForm() implements Form {
  /** Copying a float, in multiply-adds. */
  private static final long COPY = 2;

  private static final Form PRODUCT = new ProductForm();

  @Override
  public String name() {
    return "group-rows";
  }

  @Override
  public boolean fits(ConvolutionShape c) {
    return !c.transposed() && Arrays.stream(Width.values()).anyMatch(width -> fits(c, width));
  }

  private static boolean fits(ConvolutionShape c, Width width) {
    return GroupRows.fits(
        c.groups(),
        c.outputs(),
        c.window().kernelWidth(),
        c.window().dilationWidth(),
        width.lanes());
  }

  @Override
  public PackedWeight filter(WeightExpr filter, ConvolutionShape c) {
    return PRODUCT.filter(filter, c);
  }

  @Override
  public Call call(ScalarExpr epilogue, Operands operands) {
    return PRODUCT.call(epilogue, operands);
  }

  @Override
  public RegisterTile tile(Width width) {
    return PRODUCT.tile(width);
  }

  @Override
  public long scratch(ConvolutionShape c, Width width, int sides) {
    return fits(c, width)
        ? block(c) + c.out().width() * width.lanes() * Products.VECTORS
        : PRODUCT.scratch(c, width, sides);
  }

  @Override
  public long cost(ConvolutionShape c, Width width) {
    if (!fits(c, width)) {
      return PRODUCT.cost(c, width);
    }
    long depth = c.taps() * c.inputs();
    long sums = Products.cost(c.out().pixels(), depth, c.outputs(), false, width);
    return c.groups() * (COPY * block(c) + sums);
  }

  /** A group's channels with the padding around them. */
  private static long block(ConvolutionShape c) {
    Window window = c.window();
    long height = (c.out().height() - 1) * window.strideHeight() + window.extentHeight();
    long width = (c.out().width() - 1) * window.strideWidth() + window.extentWidth();
    return height * width * c.inputs();
  }
}
