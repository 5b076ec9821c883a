package bb.interpreter;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.Window;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.List;
import java.util.function.BiConsumer;

/** Convolutions in both directions, and what they do to each sum. */
final class Convolutions {
  private Convolutions() {}

  static double[] convolution(
      Kernel.Convolution kernel, Step step, List<double[]> inputs, List<double[]> weights) {
    Filter filter = new Filter(step.weights().getFirst().shape(), weights.getFirst());
    Image sums =
        sums(
            step,
            inputs.getFirst(),
            kernel.window().planes(),
            (x, y) -> convolution(kernel, x, filter, y));
    return epilogue(kernel.bias(), kernel.epilogue(), step, sums, inputs, weights);
  }

  static double[] transposed(
      Kernel.TransposedConvolution kernel,
      Step step,
      List<double[]> inputs,
      List<double[]> weights) {
    Filter filter = new Filter(step.weights().getFirst().shape(), weights.getFirst());
    Image sums =
        sums(
            step,
            inputs.getFirst(),
            kernel.window().planes(),
            (x, y) -> transposed(kernel, x, filter, y));
    return epilogue(kernel.bias(), kernel.epilogue(), step, sums, inputs, weights);
  }

  /** The sums of each plane by itself. */
  private static Image sums(
      Step step, double[] input, long planes, BiConsumer<Image, Image> convolution) {
    List<Image> from = Image.of(input, step.inputs().getFirst()).parts(planes);
    Image sums = Image.zeros(step.output());
    List<Image> to = sums.parts(planes);
    for (int p = 0; p < planes; p++) {
      convolution.accept(from.get(p), to.get(p));
    }
    sums.join(to);
    return sums;
  }

  private static void convolution(Kernel.Convolution kernel, Image x, Filter filter, Image sums) {
    Window w = kernel.window();
    long inGroup = x.plane().channels() / kernel.groups();
    long outGroup = sums.plane().channels() / kernel.groups();
    for (long out = 0; out < sums.plane().channels(); out++) {
      for (long row = 0; row < sums.plane().height(); row++) {
        for (long column = 0; column < sums.plane().width(); column++) {
          double sum = 0;
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
  }

  private static void transposed(
      Kernel.TransposedConvolution kernel, Image x, Filter filter, Image sums) {
    Window w = kernel.window();
    long inGroup = x.plane().channels() / kernel.groups();
    long outGroup = sums.plane().channels() / kernel.groups();
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
  }

  private static double[] epilogue(
      boolean bias,
      ScalarExpr epilogue,
      Step step,
      Image sums,
      List<double[]> inputs,
      List<double[]> weights) {
    double[] result = sums.logical(step.output());
    for (int p = 0; p < result.length; p++) {
      int position = p;
      int channel = Image.channel(p, step.output());
      double sum = result[p] + (bias ? weights.get(1)[channel] : 0);
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
