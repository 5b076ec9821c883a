package bb.backend.cpu.plan;

import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;

/** A matrix product for each group: pixels times the filter in panels. Fits everything. */
record ProductForm() implements Form {
  @Override
  public String name() {
    return "product";
  }

  @Override
  public boolean fits(ConvolutionShape c) {
    return !c.transposed();
  }

  @Override
  public PackedWeight filter(WeightExpr filter, ConvolutionShape c) {
    return new PackedWeight.Panels(filter, c.groups());
  }

  @Override
  public Call call(ScalarExpr epilogue, Operands operands) {
    return new Call.Product(new KernelKey.Gemm(epilogue), operands);
  }

  @Override
  public RegisterTile tile(Width width) {
    return Products.tile(width);
  }

  @Override
  public long scratch(ConvolutionShape c, Width width, int sides) {
    return Products.scratch(c.taps() * c.inputs(), !c.isPoint(), width, sides);
  }

  @Override
  public long cost(ConvolutionShape c, Width width) {
    return c.groups()
        * Products.cost(c.out().pixels(), c.taps() * c.inputs(), c.outputs(), !c.isPoint(), width);
  }
}
