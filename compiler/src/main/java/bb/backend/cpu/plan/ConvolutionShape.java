package bb.backend.cpu.plan;

import bb.backend.layout.Extent;
import bb.kernel.Kernel.Convolution;
import bb.kernel.Kernel.TransposedConvolution;
import bb.kernel.Window;
import bb.program.Program.Step;

/**
 * A convolution as its forms see it, for one image of an example: all numbers that follow from the
 * sizes of tensors are computed here.
 */
public record ConvolutionShape(
    Window window, long groups, boolean transposed, Extent in, Extent out) {

  static ConvolutionShape of(Convolution c, Step step) {
    return of(c.window(), c.groups(), false, step);
  }

  static ConvolutionShape of(TransposedConvolution t, Step step) {
    return of(t.window(), t.groups(), true, step);
  }

  private static ConvolutionShape of(Window window, long groups, boolean transposed, Step step) {
    Extent in = Extent.of(step.inputs().getFirst().type().shape());
    Extent out = Extent.of(step.output().type().shape());
    return new ConvolutionShape(
        window, groups, transposed, in.part(window.planes()), out.part(window.planes()));
  }

  /** Input channels of a group. */
  long inputs() {
    return in.channels() / groups;
  }

  /** Output channels of a group. */
  long outputs() {
    return out.channels() / groups;
  }

  long taps() {
    return Math.multiplyExact(window.kernelHeight(), window.kernelWidth());
  }

  /** Whether every output pixel sees the input pixel of the same number, and no other. */
  boolean isPoint() {
    return taps() == 1
        && window.padTop() == 0
        && window.padLeft() == 0
        && in.height() == out.height()
        && in.width() == out.width();
  }

  /** Whether each channel has a filter of its own. */
  boolean isDepthwise() {
    return groups > 1 && groups == in.channels() && groups == out.channels();
  }
}
