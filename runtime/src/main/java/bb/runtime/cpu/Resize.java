package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Corners;

/** Changes the height and width of planes, with PyTorch's rules for where samples lie. */
public final class Resize {
  private Resize() {}

  /** Output row y is input row floor(y * in / out). */
  public static Operation nearest(View in, View out) {
    return new Nearest(
        in, out, nearest(in.height(), out.height()), nearest(in.width(), out.width()));
  }

  /**
   * Linear interpolation between the four nearest pixels.
   *
   * @param alignCorners whether the corner pixels' centres coincide, or the images' corners
   */
  public static Operation bilinear(View in, boolean alignCorners, View out) {
    return new Bilinear(
        in,
        out,
        Samples.of(in.height(), out.height(), alignCorners),
        Samples.of(in.width(), out.width(), alignCorners));
  }

  private static int[] nearest(int in, int out) {
    int[] from = new int[out];
    for (int i = 0; i < out; i++) {
      from[i] = (int) ((long) i * in / out);
    }
    return from;
  }

  /** An item is a row of the output. */
  private record Nearest(View in, View out, int[] rows, int[] columns) implements Operation {
    @Override
    public int items(int batch) {
      return batch * out.height();
    }

    @Override
    public long cost(int batch) {
      return (long) out.width() * out.channels();
    }

    @Override
    public void run(Worker w, int first, int last) {
      for (int row = first; row < last; row++) {
        int example = w.at(in) + row / out.height() * in.exampleStride();
        int line = example + rows[row % out.height()] * in.width() * in.stride();
        int to = w.at(out) + row * out.width() * out.stride();
        for (int column : columns) {
          System.arraycopy(w.arena, line + column * in.stride(), w.arena, to, in.channels());
          to += out.stride();
        }
      }
    }
  }

  /** An item is a row of the output. */
  private record Bilinear(View in, View out, Samples rows, Samples columns) implements Operation {
    @Override
    public int items(int batch) {
      return batch * out.height();
    }

    @Override
    public long cost(int batch) {
      return 4L * out.width() * out.channels();
    }

    @Override
    public void run(Worker w, int first, int last) {
      Corners c = w.corners;
      for (int row = first; row < last; row++) {
        int example = w.at(in) + row / out.height() * in.exampleStride();
        int y = row % out.height();
        int top = example + rows.before[y] * in.width() * in.stride();
        int bottom = example + rows.after[y] * in.width() * in.stride();
        float down = rows.weight[y];
        int to = w.at(out) + row * out.width() * out.stride();
        for (int x = 0; x < out.width(); x++) {
          float along = columns.weight[x];
          int left = columns.before[x] * in.stride();
          int right = columns.after[x] * in.stride();
          c.at[0] = top + left;
          c.at[1] = top + right;
          c.at[2] = bottom + left;
          c.at[3] = bottom + right;
          c.factor[0] = (1 - down) * (1 - along);
          c.factor[1] = (1 - down) * along;
          c.factor[2] = down * (1 - along);
          c.factor[3] = down * along;
          w.rows.blend(w.arena, c, w.arena, to, in.channels());
          to += out.stride();
        }
      }
    }
  }

  /**
   * Between which two coordinates of the input each of the output lies, and how near the second.
   */
  private record Samples(int[] before, int[] after, float[] weight) {
    static Samples of(int in, int out, boolean alignCorners) {
      Samples samples = new Samples(new int[out], new int[out], new float[out]);
      for (int i = 0; i < out; i++) {
        double at = source(i, in, out, alignCorners);
        int before = (int) at;
        samples.before[i] = before;
        samples.after[i] = Math.min(before + 1, in - 1);
        samples.weight[i] = (float) (at - before);
      }
      return samples;
    }

    private static double source(int i, int in, int out, boolean alignCorners) {
      if (alignCorners) {
        return out == 1 ? 0 : (double) i * (in - 1) / (out - 1);
      }
      return Math.max(0, (i + 0.5) * in / out - 0.5);
    }
  }
}
