package bb.backend.cpu.plan;

import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Binary;
import bb.kernel.ScalarExpr.Const;
import bb.kernel.ScalarExpr.Operation;
import bb.kernel.WeightExpr;
import bb.kernel.Window;
import bb.runtime.cpu.WinogradSize;
import java.util.Collections;
import java.util.OptionalDouble;

/**
 * A 3x3 convolution of stride 1 by fewer multiplications than it has: see {@link WinogradSize}. The
 * filter's points take 16 or 36 floats where the filter takes 9, and have to come from memory in
 * each inference; so small maps, which use them for few pixels, are better off with fewer points,
 * or with none. The rule, by the layer's shape alone as answers must not depend on the machine, is
 * in {@link #work}.
 */
record WinogradForm(WinogradSize size) implements Form {
  /** What a float of weights costs on its way from memory, in multiply-adds. */
  private static final long STREAMED = 12;

  /** A form must be better than a simpler one by that much to be chosen. */
  private static final double WORTH = 0.9;

  /** More memory must be worth more: four times the filter against not quite twice. */
  private static final double WORTH_MEMORY = 0.85;

  @Override
  public String name() {
    return "winograd " + size.name();
  }

  @Override
  public boolean fits(ConvolutionShape c) {
    return suits(c) && best(c) == work(c) && work(c) < WORTH * direct(c);
  }

  private static boolean suits(ConvolutionShape c) {
    Window w = c.window();
    return !c.transposed()
        && c.groups() == 1
        && w.kernelHeight() == WinogradSize.KERNEL
        && w.kernelWidth() == WinogradSize.KERNEL
        && w.strideHeight() == 1
        && w.strideWidth() == 1
        && w.dilationHeight() == 1
        && w.dilationWidth() == 1;
  }

  private static double best(ConvolutionShape c) {
    double small = new WinogradForm(WinogradSize.F2).work(c);
    double large = new WinogradForm(WinogradSize.F4).work(c);
    return large < WORTH_MEMORY * small ? large : small;
  }

  /**
   * Products, transforms of pixels and of sums, and the points' way from memory, in multiply-adds.
   * Measured.
   */
  private double work(ConvolutionShape c) {
    double products = (double) c.inputs() * c.outputs() * size.points();
    return squares(c) * (products + transforms(c)) + STREAMED * products;
  }

  /** The same of a product. */
  private static double direct(ConvolutionShape c) {
    return (double) c.taps() * c.inputs() * c.outputs() * (c.out().pixels() + STREAMED);
  }

  /** What it costs to transform a square, in multiply-adds. */
  private long transforms(ConvolutionShape c) {
    return size.transform() * c.inputs() + size.back() * c.outputs();
  }

  private long squares(ConvolutionShape c) {
    return size.squares(c.out().height(), c.out().width());
  }

  @Override
  public PackedWeight filter(WeightExpr filter, ConvolutionShape c) {
    return new PackedWeight.Points(filter, size);
  }

  @Override
  public Call call(ScalarExpr epilogue, Operands operands) {
    OptionalDouble least = bound(epilogue);
    if (least.isPresent()) {
      return new Call.BoundedWinograd(size, (float) least.getAsDouble(), operands);
    }
    var inputs = Collections.nCopies(1 + operands.sides().size(), false);
    return new Call.Winograd(size, new KernelKey.Elements(epilogue, inputs), operands);
  }

  /** What sums are at least, if that is all that becomes of them. */
  private static OptionalDouble bound(ScalarExpr epilogue) {
    if (epilogue.equals(ScalarExpr.IDENTITY)) {
      return OptionalDouble.of(Double.NEGATIVE_INFINITY);
    }
    return epilogue instanceof Binary(var operation, var x, Const(var least))
            && operation == Operation.MAX
            && x.equals(ScalarExpr.IDENTITY)
        ? OptionalDouble.of(least)
        : OptionalDouble.empty();
  }

  @Override
  public RegisterTile tile(Width width) {
    return new RegisterTile(width == Width.BITS_512 ? 14 : 6, Products.VECTORS);
  }

  @Override
  public long scratch(ConvolutionShape c, Width width, int sides) {
    return bb.runtime.cpu.Winograd.scratch(
        size,
        Math.toIntExact(c.inputs()),
        Math.toIntExact(squares(c)),
        Math.ceilDiv(Math.toIntExact(c.out().width()), size.outputs()),
        Products.VECTORS * width.lanes());
  }

  @Override
  public long cost(ConvolutionShape c, Width width) {
    long across = (long) Products.VECTORS * width.lanes();
    long panels = Math.ceilDiv(c.outputs(), across) * across;
    return squares(c) * (size.points() * c.inputs() * panels + transforms(c));
  }
}
