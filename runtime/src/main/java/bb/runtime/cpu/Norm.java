package bb.runtime.cpu;

/** Shifts and scales groups of channels to mean 0 and variance 1. */
public final class Norm {
  private Norm() {}

  /** Each pixel by itself. */
  public static Operation perPixel(View in, int groups, boolean centred, float eps, View out) {
    return new PerPixel(in, groups, centred, eps, out);
  }

  /** All pixels of an example together. */
  public static Operation acrossPixels(View in, int groups, boolean centred, float eps, View out) {
    return new AcrossPixels(in, groups, centred, eps, out);
  }

  /** An item is a pixel. */
  private record PerPixel(View in, int groups, boolean centred, float eps, View out)
      implements Operation {
    @Override
    public int items(int batch) {
      return batch * in.pixels();
    }

    @Override
    public long cost(int batch) {
      return 4L * in.channels();
    }

    @Override
    public void run(Worker w, int from, int to) {
      int size = in.channels() / groups;
      for (int i = from; i < to; i++) {
        int source = w.at(in) + i * in.stride();
        int target = w.at(out) + i * out.stride();
        for (int group = 0; group < groups; group++) {
          int first = group * size;
          w.sequences.normalize(w.arena, source + first, target + first, size, centred, eps);
        }
      }
    }
  }

  /** An item is a group. */
  private record AcrossPixels(View in, int groups, boolean centred, float eps, View out)
      implements Operation {
    @Override
    public int items(int batch) {
      return batch * groups;
    }

    @Override
    public long cost(int batch) {
      return 4L * in.pixels() * (in.channels() / groups);
    }

    @Override
    public void run(Worker w, int from, int to) {
      int size = in.channels() / groups;
      for (int i = from; i < to; i++) {
        int example = i / groups;
        int first = i % groups * size;
        group(
            w.arena,
            w.at(in) + example * in.exampleStride() + first,
            w.at(out) + example * out.exampleStride() + first);
      }
    }

    private void group(float[] x, int from, int to) {
      int size = in.channels() / groups;
      double count = (double) in.pixels() * size;
      double mean = centred ? sum(x, from, size) / count : 0;
      double factor = 1 / Math.sqrt(squares(x, from, size, mean) / count + eps);
      for (int pixel = 0; pixel < in.pixels(); pixel++) {
        for (int c = 0; c < size; c++) {
          double centre = x[from + pixel * in.stride() + c] - mean;
          x[to + pixel * out.stride() + c] = (float) (centre * factor);
        }
      }
    }

    private double sum(float[] x, int from, int size) {
      double sum = 0;
      for (int pixel = 0; pixel < in.pixels(); pixel++) {
        for (int c = 0; c < size; c++) {
          sum += x[from + pixel * in.stride() + c];
        }
      }
      return sum;
    }

    private double squares(float[] x, int from, int size, double mean) {
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
}
