package bb.interpreter;

import bb.kernel.Kernel;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.Arrays;
import java.util.List;

/** Kernels that compute each element from those at the same place, or along one axis. */
final class Elements {
  private Elements() {}

  static double[] pointwise(
      Kernel.Pointwise kernel, Step step, List<double[]> inputs, List<double[]> weights) {
    Shape out = step.output().type().shape();
    double[] result = new double[(int) out.elements()];
    for (int p = 0; p < result.length; p++) {
      long[] index = Indices.of(p, out);
      int position = p;
      result[p] =
          Scalars.evaluate(
              kernel.expression(),
              i -> inputs.get(i)[Indices.broadcast(index, step.inputs().get(i).type().shape())],
              j -> weights.get(j)[Image.channel(position, step.output())]);
    }
    return result;
  }

  static double[] localResponseNorm(Kernel.LocalResponseNorm kernel, Step step, double[] x) {
    Shape shape = step.output().type().shape();
    int channels = (int) shape.dim(0);
    int pixels = (int) (shape.dim(1) * shape.dim(2));
    double[] result = new double[x.length];
    for (int c = 0; c < channels; c++) {
      int first = (int) Math.max(0, c - kernel.size() / 2);
      int last = (int) Math.min(channels - 1, c + (kernel.size() - 1) / 2);
      for (int p = 0; p < pixels; p++) {
        double squares = 0;
        for (int n = first; n <= last; n++) {
          squares += x[n * pixels + p] * x[n * pixels + p];
        }
        double base = kernel.bias() + kernel.alpha() / kernel.size() * squares;
        result[c * pixels + p] = x[c * pixels + p] / Math.pow(base, kernel.beta());
      }
    }
    return result;
  }

  static double[] softmax(Kernel.Softmax kernel, Step step, double[] x) {
    Shape shape = step.output().type().shape();
    int size = (int) shape.dim(kernel.axis());
    int stride = 1;
    for (int axis = kernel.axis() + 1; axis < shape.rank(); axis++) {
      stride *= (int) shape.dim(axis);
    }
    double[] result = new double[x.length];
    for (int start = 0; start < x.length; start++) {
      if (start / stride % size != 0) {
        continue;
      }
      double max = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < size; i++) {
        max = Math.max(max, x[start + i * stride]);
      }
      double sum = 0;
      for (int i = 0; i < size; i++) {
        result[start + i * stride] = Math.exp(x[start + i * stride] - max);
        sum += result[start + i * stride];
      }
      for (int i = 0; i < size; i++) {
        result[start + i * stride] /= sum;
      }
    }
    return result;
  }

  static double[] norm(Kernel.Norm kernel, Step step, double[] logical) {
    Image x = Image.of(logical, step.output());
    Image y = Image.zeros(step.output());
    int pixels = (int) x.plane().pixels();
    int size = (int) (x.plane().channels() / kernel.groups());
    int pixelsTogether = kernel.acrossPixels() ? pixels : 1;
    for (int group = 0; group < kernel.groups(); group++) {
      for (int from = 0; from < pixels; from += pixelsTogether) {
        int count = size * pixelsTogether;
        int[] places = new int[count];
        for (int i = 0; i < count; i++) {
          places[i] = (group * size + i / pixelsTogether) * pixels + from + i % pixelsTogether;
        }
        normalize(x.data(), y.data(), places, kernel.centred(), kernel.eps());
      }
    }
    return y.logical(step.output());
  }

  private static void normalize(double[] x, double[] y, int[] places, boolean centred, double eps) {
    double mean = centred ? Arrays.stream(places).mapToDouble(p -> x[p]).average().orElse(0) : 0;
    double variance =
        Arrays.stream(places).mapToDouble(p -> (x[p] - mean) * (x[p] - mean)).average().orElse(0);
    for (int place : places) {
      y[place] = (x[place] - mean) / Math.sqrt(variance + eps);
    }
  }
}
