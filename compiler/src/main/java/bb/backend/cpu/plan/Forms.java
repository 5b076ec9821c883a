package bb.backend.cpu.plan;

import java.util.List;

/** The ways to compute a convolution, the most special first. */
final class Forms {
  static final List<Form> ALL =
      List.of(new DepthwiseForm(), new GroupedForm(), new TransposedForm(), new ProductForm());

  private Forms() {}

  /** The first that fits; the last fits every convolution. */
  static Form of(ConvolutionShape c) {
    return ALL.stream().filter(form -> form.fits(c)).findFirst().orElseThrow();
  }
}
