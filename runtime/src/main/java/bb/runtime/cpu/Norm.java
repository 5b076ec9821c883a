package bb.runtime.cpu;

import bb.runtime.cpu.Worker.Share;

/** Shifts and scales groups of channels to mean 0 and variance 1. */
public final class Norm {
  private Norm() {}

  /** Each pixel by itself. */
  public static void perPixel(Worker w, View in, int groups, boolean centred, float eps, View out) {
    int size = in.channels() / groups;
    Share share = w.share(w.batch() * in.pixels(), 4L * in.channels());
    for (int i = share.from(); i < share.to(); i++) {
      int from = w.at(in) + i * in.stride();
      int to = w.at(out) + i * out.stride();
      for (int group = 0; group < groups; group++) {
        w.sequences.normalize(w.arena, from + group * size, to + group * size, size, centred, eps);
      }
    }
    w.done();
  }

  /** All pixels of an example together. */
  public static void acrossPixels(
      Worker w, View in, int groups, boolean centred, float eps, View out) {
    int size = in.channels() / groups;
    Share share = w.share(w.batch() * groups, 4L * in.pixels() * size);
    for (int i = share.from(); i < share.to(); i++) {
      int example = i / groups;
      int first = i % groups * size;
      int from = w.at(in) + example * in.exampleStride() + first;
      int to = w.at(out) + example * out.exampleStride() + first;
      float[] x = w.arena;
      double count = (double) in.pixels() * size;
      double mean = centred ? sum(x, from, in, size) / count : 0;
      double factor = 1 / Math.sqrt(squares(x, from, in, size, mean) / count + eps);
      for (int pixel = 0; pixel < in.pixels(); pixel++) {
        for (int c = 0; c < size; c++) {
          double centre = x[from + pixel * in.stride() + c] - mean;
          x[to + pixel * out.stride() + c] = (float) (centre * factor);
        }
      }
    }
    w.done();
  }

  private static double sum(float[] x, int from, View in, int size) {
    double sum = 0;
    for (int pixel = 0; pixel < in.pixels(); pixel++) {
      for (int c = 0; c < size; c++) {
        sum += x[from + pixel * in.stride() + c];
      }
    }
    return sum;
  }

  private static double squares(float[] x, int from, View in, int size, double mean) {
    double sum = 0;
    for (int pixel = 0; pixel < in.pixels(); pixel++) {
      for (int c = 0; c < size; c++) {
        double centre = x[from + pixel * in.stride() + c] - mean;
        sum += centre * centre;
      }
    }
    return sum;
  }
}
