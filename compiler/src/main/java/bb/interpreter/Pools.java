package bb.interpreter;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.kernel.Window;
import bb.program.Program.Step;
import java.util.List;

/** Maxima and means over windows and bins. */
final class Pools {
  private Pools() {}

  static double[] pool(Kernel.Pool kernel, Step step, double[] data) {
    List<Image> from = Image.of(data, step.inputs().getFirst()).parts(kernel.window().planes());
    Image result = Image.zeros(step.output());
    List<Image> to = result.parts(kernel.window().planes());
    for (int p = 0; p < to.size(); p++) {
      pool(kernel, from.get(p), to.get(p));
    }
    result.join(to);
    return result.logical(step.output());
  }

  private static void pool(Kernel.Pool kernel, Image x, Image result) {
    for (long c = 0; c < result.plane().channels(); c++) {
      for (long row = 0; row < result.plane().height(); row++) {
        for (long column = 0; column < result.plane().width(); column++) {
          result.add(c, row, column, window(kernel, x, c, row, column));
        }
      }
    }
  }

  private static double window(Kernel.Pool kernel, Image x, long channel, long row, long column) {
    Window w = kernel.window();
    double sum = 0;
    double max = Double.NEGATIVE_INFINITY;
    int real = 0;
    int padded = 0;
    for (long ky = 0; ky < w.kernelHeight(); ky++) {
      for (long kx = 0; kx < w.kernelWidth(); kx++) {
        long y = row * w.strideHeight() - w.padTop() + ky * w.dilationHeight();
        long z = column * w.strideWidth() - w.padLeft() + kx * w.dilationWidth();
        if (x.contains(y, z)) {
          sum += x.at(channel, y, z);
          max = Math.max(max, x.at(channel, y, z));
          real++;
        }
        if (y < x.plane().height() + w.padBottom() && z < x.plane().width() + w.padRight()) {
          padded++;
        }
      }
    }
    return switch (kernel.kind()) {
      case MAX -> max;
      case AVERAGE -> sum / (kernel.countPadding() ? padded : real);
    };
  }

  static double[] adaptive(Step step, double[] data) {
    Image x = Image.of(data, step.inputs().getFirst());
    Image result = Image.zeros(step.output());
    for (long c = 0; c < result.plane().channels(); c++) {
      for (long row = 0; row < result.plane().height(); row++) {
        for (long column = 0; column < result.plane().width(); column++) {
          result.add(c, row, column, bin(x, result.plane(), c, row, column));
        }
      }
    }
    return result.logical(step.output());
  }

  private static double bin(Image x, Plane out, long channel, long row, long column) {
    Plane in = x.plane();
    long top = row * in.height() / out.height();
    long bottom = Math.ceilDiv((row + 1) * in.height(), out.height());
    long left = column * in.width() / out.width();
    long right = Math.ceilDiv((column + 1) * in.width(), out.width());
    double sum = 0;
    for (long y = top; y < bottom; y++) {
      for (long z = left; z < right; z++) {
        sum += x.at(channel, y, z);
      }
    }
    return sum / ((bottom - top) * (right - left));
  }
}
