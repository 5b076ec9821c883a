package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Patch;
import java.util.Arrays;

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

  /** An item is a few groups. */
  private record AcrossPixels(View in, int groups, boolean centred, float eps, View out)
      implements Operation {
    /**
     * Channels of an item, if a group has no more: cache lines of a pixel that are read together.
     */
    private static final int CHANNELS = 64;

    @Override
    public int items(int batch) {
      return batch * items();
    }

    @Override
    public long cost(int batch) {
      return 4L * in.pixels() * in.channels() / items();
    }

    @Override
    public void reserve(Worker w) {
      w.reserve(3 * room());
    }

    @Override
    public void run(Worker w, int from, int to) {
      int size = in.channels() / groups;
      int most = together();
      Patch patch = w.patch;
      patch.pixels = in.pixels();
      patch.step = in.stride();
      patch.outStep = out.stride();
      for (int item = from; item < to; item++) {
        int example = item / items();
        int first = item % items() * most;
        int channels = Math.min(most, groups - first) * size;
        patch.at = w.at(in) + example * in.exampleStride() + first * size;
        int target = w.at(out) + example * out.exampleStride() + first * size;
        numbers(w, channels, size);
        w.rows.standardize(w.arena, patch, channels, w.scratch(), room(), 2 * room(), target);
      }
    }

    /** The centre and the factor of each channel, into scratch memory, behind room for sums. */
    private void numbers(Worker w, int channels, int size) {
      float[] numbers = w.scratch();
      double count = (double) in.pixels() * size;
      w.rows.sums(w.arena, w.patch, channels, numbers, 0);
      for (int c = 0; c < channels; c += size) {
        float mean = centred ? (float) (sum(numbers, c, size) / count) : 0;
        Arrays.fill(numbers, room() + c, room() + c + size, mean);
      }
      w.rows.squares(w.arena, w.patch, channels, numbers, room(), 0);
      for (int c = 0; c < channels; c += size) {
        float factor = (float) (1 / Math.sqrt(sum(numbers, c, size) / count + eps));
        Arrays.fill(numbers, 2 * room() + c, 2 * room() + c + size, factor);
      }
    }

    private static double sum(float[] x, int from, int count) {
      double sum = 0;
      for (int i = from; i < from + count; i++) {
        sum += x[i];
      }
      return sum;
    }

    private int items() {
      return Math.ceilDiv(groups, together());
    }

    /** Groups of an item. */
    private int together() {
      return Math.clamp(CHANNELS / (in.channels() / groups), 1, groups);
    }

    /** Floats for a number of each channel of an item, and for what vectors take more. */
    private int room() {
      return together() * (in.channels() / groups) + RowKernels.OVERHANG;
    }
  }
}
