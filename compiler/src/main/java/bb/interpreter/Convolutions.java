package bb.interpreter;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.Window;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.List;

/** Convolutions in both directions, and what they do to each sum. */
final class Convolutions {
  private Convolutions() {}

  static double[] convolution(
      Kernel.Convolution kernel, Step step, List<double[]> inputs, List<double[]> weights) {
    Image x = Image.of(inputs.getFirst(), step.inputs().getFirst());
    Image sums = Image.zeros(step.output());
    Filter filter = new Filter(step.weights().getFirst().shape(), weights.getFirst());
    Window w = kernel.window();
    long inGroup = x.plane().channels() / kernel.groups();
    long outGroup = sums.plane().channels() / kernel.groups();
    for (long out = 0; out < sums.plane().channels(); out++) {
      for (long row = 0; row < sums.plane().height(); row++) {
        for (long column = 0; column < sums.plane().width(); column++) {
          double sum = kernel.bias() ? weights.get(1)[(int) out] : 0;
          for (long in = 0; in < inGroup; in++) {
            for (long ky = 0; ky < w.kernelHeight(); ky++) {
              for (long kx = 0; kx < w.kernelWidth(); kx++) {
                long y = row * w.strideHeight() - w.padTop() + ky * w.dilationHeight();
                long z = column * w.strideWidth() - w.padLeft() + kx * w.dilationWidth();
                sum += x.at(out / outGroup * inGroup + in, y, z) * filter.at(out, in, ky, kx);
              }
            }
          }
          sums.add(out, row, column, sum);
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
    Image x = Image.of(inputs.getFirst(), step.inputs().getFirst());
    Image sums = Image.zeros(step.output());
    Filter filter = new Filter(step.weights().getFirst().shape(), weights.getFirst());
    Window w = kernel.window();
    long inGroup = x.plane().channels() / kernel.groups();
    long outGroup = sums.plane().channels() / kernel.groups();
    if (kernel.bias()) {
      sums.fill(weights.get(1));
    }
    for (long in = 0; in < x.plane().channels(); in++) {
      for (long row = 0; row < x.plane().height(); row++) {
        for (long column = 0; column < x.plane().width(); column++) {
          for (long out = 0; out < outGroup; out++) {
            for (long ky = 0; ky < w.kernelHeight(); ky++) {
              for (long kx = 0; kx < w.kernelWidth(); kx++) {
                long y = row * w.strideHeight() - w.padTop() + ky * w.dilationHeight();
                long z = column * w.strideWidth() - w.padLeft() + kx * w.dilationWidth();
                double product = x.at(in, row, column) * filter.at(in, out, ky, kx);
                sums.add(in / inGroup * outGroup + out, y, z, product);
              }
            }
          }
        }
      }
    }
    return epilogue(kernel.epilogue(), step, sums, inputs, weights);
  }

  private static double[] epilogue(
      ScalarExpr epilogue, Step step, Image sums, List<double[]> inputs, List<double[]> weights) {
    double[] result = sums.logical(step.output());
    for (int p = 0; p < result.length; p++) {
      int position = p;
      int channel = Image.channel(p, step.output());
      double sum = result[p];
      result[p] =
          Scalars.evaluate(
              epilogue, i -> i == 0 ? sum : inputs.get(i)[position], j -> weights.get(j)[channel]);
    }
    return result;
  }

  /** A filter's elements. */
  private record Filter(Shape shape, double[] data) {
    double at(long slice, long channel, long y, long x) {
      long first = slice * shape.dim(1) + channel;
      return data[(int) ((first * shape.dim(2) + y) * shape.dim(3) + x)];
    }
  }
}
