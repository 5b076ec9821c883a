package bb.runtime.cpu;

/** Convolutions and fully connected layers, as products of gathered pixels and packed filters. */
public final class Convolution {
  private Convolution() {}

  /**
   * Cross-correlation.
   *
   * @param sides what the epilogue reads besides the sum; shaped like {@code out}
   */
  public static void run(
      Worker w,
      GemmKernel kernel,
      View in,
      Stencil stencil,
      Filter filter,
      View out,
      View... sides) {
    Taps taps = Taps.correlation(stencil, out.height(), out.width());
    new Gemm(w, kernel, in, taps, filter, out, sides).run();
    w.done();
  }

  /** The transpose of a convolution: one product for each phase of the stride. */
  public static void transposed(
      Worker w,
      GemmKernel kernel,
      View in,
      Stencil stencil,
      Filter filter,
      View out,
      View... sides) {
    int inputs = in.channels() / filter.groups();
    int outputs = Packing.aligned(out.channels() / filter.groups());
    int at = filter.at();
    for (Taps taps : Taps.phases(stencil, out.height(), out.width())) {
      new Gemm(w, kernel, in, taps, new Filter(at, filter.groups(), filter.vectors()), out, sides)
          .run();
      at += filter.groups() * taps.count() * inputs * outputs;
    }
    w.done();
  }
}
