package bb.interpreter;

import bb.kernel.Kernel;
import bb.kernel.Window;
import bb.program.Program.Step;
import bb.types.Shape;

/** Maxima and means over windows and bins. */
final class Pools {
  private Pools() {}

  static double[] pool(Kernel.Pool kernel, Step step, double[] x) {
    Shape in = step.inputs().getFirst().type().shape();
    Shape out = step.output().type().shape();
    double[] result = new double[(int) out.elements()];
    int position = 0;
    for (int c = 0; c < out.dim(0); c++) {
      for (int row = 0; row < out.dim(1); row++) {
        for (int column = 0; column < out.dim(2); column++) {
          result[position++] = window(kernel, in, x, c, row, column);
        }
      }
    }
    return result;
  }

  private static double window(
      Kernel.Pool kernel, Shape in, double[] x, int channel, int row, int column) {
    Window w = kernel.window();
    double sum = 0;
    double max = Double.NEGATIVE_INFINITY;
    int real = 0;
    int padded = 0;
    for (int ky = 0; ky < w.kernelHeight(); ky++) {
      for (int kx = 0; kx < w.kernelWidth(); kx++) {
        long y = row * w.strideHeight() - w.padTop() + ky * w.dilationHeight();
        long z = column * w.strideWidth() - w.padLeft() + kx * w.dilationWidth();
        if (y >= 0 && y < in.dim(1) && z >= 0 && z < in.dim(2)) {
          double element = x[(int) ((channel * in.dim(1) + y) * in.dim(2) + z)];
          sum += element;
          max = Math.max(max, element);
          real++;
        }
        if (y < in.dim(1) + w.padBottom() && z < in.dim(2) + w.padRight()) {
          padded++;
        }
      }
    }
    return switch (kernel.kind()) {
      case MAX -> max;
      case AVERAGE -> sum / (kernel.countPadding() ? padded : real);
    };
  }

  static double[] adaptive(Step step, double[] x) {
    Shape in = step.inputs().getFirst().type().shape();
    Shape out = step.output().type().shape();
    double[] result = new double[(int) out.elements()];
    int position = 0;
    for (int c = 0; c < out.dim(0); c++) {
      for (int row = 0; row < out.dim(1); row++) {
        for (int column = 0; column < out.dim(2); column++) {
          long top = row * in.dim(1) / out.dim(1);
          long bottom = Math.ceilDiv((row + 1) * in.dim(1), out.dim(1));
          long left = column * in.dim(2) / out.dim(2);
          long right = Math.ceilDiv((column + 1) * in.dim(2), out.dim(2));
          double sum = 0;
          for (long y = top; y < bottom; y++) {
            for (long z = left; z < right; z++) {
              sum += x[(int) ((c * in.dim(1) + y) * in.dim(2) + z)];
            }
          }
          result[position++] = sum / ((bottom - top) * (right - left));
        }
      }
    }
    return result;
  }
}
