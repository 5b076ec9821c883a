package bb.backend.cpu.plan;

import bb.runtime.cpu.WinogradSize;
import java.util.List;

/** The ways to compute a convolution, the most special first. */
final class Forms {
  static final List<Form> ALL =
      List.of(
          new DepthwiseForm(),
          new GroupedForm(),
          new GroupRowsForm(),
          new TransposedForm(),
          new WinogradForm(WinogradSize.F4),
          new WinogradForm(WinogradSize.F2),
          new ProductForm());

  private Forms() {}

  /** The first that fits; the last fits every convolution. */
  static Form of(ConvolutionShape c, PlanOptions options) {
    return ALL.stream()
        .filter(form -> options.winograd() || !(form instanceof WinogradForm))
        .filter(form -> form.fits(c))
        .findFirst()
        .orElseThrow();
  }
}
