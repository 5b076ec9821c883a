package bb.interpreter;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.kernel.ScalarExpr;
import bb.kernel.Window;
import bb.program.Program.Step;
import java.util.List;

/** Convolutions in both directions, and what they do to each sum. */
final class Convolutions {
  private Convolutions() {}

  static double[] convolution(
      Kernel.Convolution kernel, Step step, List<double[]> inputs, List<double[]> weights) {
    Plane in = Plane.of(step.inputs().getFirst().type().shape());
    Plane out = Plane.of(step.output().type().shape());
    Window w = kernel.window();
    double[] x = Planes.channelsFirst(inputs.getFirst(), step.inputs().getFirst());
    double[] filter = weights.getFirst();
    int inGroup = Math.toIntExact(in.channels() / kernel.groups());
    int outGroup = Math.toIntExact(out.channels() / kernel.groups());
    double[] sums = new double[Math.toIntExact(out.channels() * out.pixels())];
    int position = 0;
    for (int o = 0; o < out.channels(); o++) {
      for (int row = 0; row < out.height(); row++) {
        for (int column = 0; column < out.width(); column++) {
          double sum = kernel.bias() ? weights.get(1)[o] : 0;
          for (int i = 0; i < inGroup; i++) {
            long channel = (long) (o / outGroup) * inGroup + i;
            for (int ky = 0; ky < w.kernelHeight(); ky++) {
              for (int kx = 0; kx < w.kernelWidth(); kx++) {
                long y = row * w.strideHeight() - w.padTop() + ky * w.dilationHeight();
                long z = column * w.strideWidth() - w.padLeft() + kx * w.dilationWidth();
                if (y >= 0 && y < in.height() && z >= 0 && z < in.width()) {
                  sum +=
                      x[(int) ((channel * in.height() + y) * in.width() + z)]
                          * filter[
                              (int)
                                  ((((long) o * inGroup + i) * w.kernelHeight() + ky)
                                          * w.kernelWidth()
                                      + kx)];
                }
              }
            }
          }
          sums[position++] = sum;
        }
      }
    }
    return epilogue(kernel.epilogue(), step, sums, inputs, weights);
  }

  static double[] transposed(
      Kernel.TransposedConvolution kernel,
      Step step,
      List<double[]> inputs,
      List<double[]> weights) {
    Plane in = Plane.of(step.inputs().getFirst().type().shape());
    Plane out = Plane.of(step.output().type().shape());
    Window w = kernel.window();
    double[] x = Planes.channelsFirst(inputs.getFirst(), step.inputs().getFirst());
    double[] filter = weights.getFirst();
    int inGroup = Math.toIntExact(in.channels() / kernel.groups());
    int outGroup = Math.toIntExact(out.channels() / kernel.groups());
    double[] sums = new double[Math.toIntExact(out.channels() * out.pixels())];
    if (kernel.bias()) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] = weights.get(1)[(int) (i / out.pixels())];
      }
    }
    for (int i = 0; i < in.channels(); i++) {
      for (int row = 0; row < in.height(); row++) {
        for (int column = 0; column < in.width(); column++) {
          double element = x[(int) ((i * in.height() + row) * in.width() + column)];
          for (int o = 0; o < outGroup; o++) {
            long channel = (long) (i / inGroup) * outGroup + o;
            for (int ky = 0; ky < w.kernelHeight(); ky++) {
              for (int kx = 0; kx < w.kernelWidth(); kx++) {
                long y = row * w.strideHeight() - w.padTop() + ky * w.dilationHeight();
                long z = column * w.strideWidth() - w.padLeft() + kx * w.dilationWidth();
                if (y >= 0 && y < out.height() && z >= 0 && z < out.width()) {
                  sums[(int) ((channel * out.height() + y) * out.width() + z)] +=
                      element
                          * filter[
                              (int)
                                  ((((long) i * outGroup + o) * w.kernelHeight() + ky)
                                          * w.kernelWidth()
                                      + kx)];
                }
              }
            }
          }
        }
      }
    }
    return epilogue(kernel.epilogue(), step, sums, inputs, weights);
  }

  /** Applies the epilogue to sums in channels-first order; the result is in logical order. */
  private static double[] epilogue(
      ScalarExpr epilogue,
      Step step,
      double[] sums,
      List<double[]> inputs,
      List<double[]> weights) {
    double[] result = Planes.logical(sums, step.output());
    for (int p = 0; p < result.length; p++) {
      int position = p;
      int channel = Planes.channel(p, step.output());
      double sum = result[p];
      result[p] =
          Scalars.evaluate(
              epilogue, i -> i == 0 ? sum : inputs.get(i)[position], j -> weights.get(j)[channel]);
    }
    return result;
  }
}
