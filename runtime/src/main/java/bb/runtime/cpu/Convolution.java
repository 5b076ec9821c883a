package bb.runtime.cpu;

import java.util.ArrayList;
import java.util.List;

/** Convolutions and fully connected layers, as products of gathered pixels and packed filters. */
public final class Convolution {
  private Convolution() {}

  /**
   * Cross-correlation.
   *
   * @param sides what the epilogue reads besides the sum; shaped like {@code out}
   */
  public static Operation of(
      GemmKernel kernel, View in, Stencil stencil, Filter filter, View out, View... sides) {
    if (Grouped.fits(filter.groups(), in.channels(), out.channels(), kernel.lanes())) {
      return new Grouped(kernel, in, stencil, filter, out, sides);
    }
    if (GroupRows.fits(
        filter.groups(),
        out.channels() / filter.groups(),
        stencil.kernelWidth(),
        stencil.dilationWidth(),
        kernel.lanes())) {
      return new GroupRows(kernel, in, stencil, filter, out, sides);
    }
    Taps taps = Taps.correlation(stencil, out.height(), out.width());
    return product(kernel, in, taps, filter, out, sides);
  }

  private static Operation product(
      GemmKernel kernel, View in, Taps taps, Filter filter, View out, View... sides) {
    boolean wide = out.channels() / filter.groups() >= ScalarGemm.LEAST_COLUMNS;
    return wide && kernel instanceof ScalarKernel scalar
        ? new ScalarGemm(scalar, in, taps, filter, out, sides)
        : new Gemm(kernel, in, taps, filter, out, sides);
  }

  /** The transpose of a convolution: one product for each phase of the stride. */
  public static Operation transposed(
      GemmKernel kernel, View in, Stencil stencil, Filter filter, View out, View... sides) {
    int inputs = in.channels() / filter.groups();
    int outputs = Packing.aligned(out.channels() / filter.groups());
    int at = filter.at();
    List<Operation> phases = new ArrayList<>();
    for (Taps taps : Taps.phases(stencil, out.height(), out.width())) {
      Filter part = new Filter(at, filter.groups(), filter.vectors());
      phases.add(product(kernel, in, taps, part, out, sides));
      at += filter.groups() * taps.count() * inputs * outputs;
    }
    return new Together(phases);
  }
}
