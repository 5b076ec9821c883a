package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Corners;
import bb.runtime.cpu.Worker.Share;

/** Changes the height and width of planes, with PyTorch's rules for where samples lie. */
public final class Resize {
  private Resize() {}

  /** Output row y is input row floor(y * in / out). */
  public static void nearest(Worker w, View in, View out) {
    Share share = w.share(w.batch() * out.height(), (long) out.width() * out.channels());
    for (int row = share.from(); row < share.to(); row++) {
      int example = w.at(in) + row / out.height() * in.exampleStride();
      int y = (int) ((long) (row % out.height()) * in.height() / out.height());
      int to = w.at(out) + row * out.width() * out.stride();
      for (int x = 0; x < out.width(); x++) {
        int column = (int) ((long) x * in.width() / out.width());
        int from = example + (y * in.width() + column) * in.stride();
        System.arraycopy(w.arena, from, w.arena, to, in.channels());
        to += out.stride();
      }
    }
    w.done();
  }

  /**
   * Linear interpolation between the four nearest pixels.
   *
   * @param alignCorners whether the corner pixels' centres coincide, or the images' corners
   */
  public static void bilinear(Worker w, View in, boolean alignCorners, View out) {
    Corners corners = new Corners();
    Share share = w.share(w.batch() * out.height(), 4L * out.width() * out.channels());
    for (int row = share.from(); row < share.to(); row++) {
      int example = w.at(in) + row / out.height() * in.exampleStride();
      double y = source(row % out.height(), in.height(), out.height(), alignCorners);
      int to = w.at(out) + row * out.width() * out.stride();
      for (int x = 0; x < out.width(); x++) {
        corners(corners, in, example, y, source(x, in.width(), out.width(), alignCorners));
        w.rows.blend(w.arena, corners, w.arena, to, in.channels());
        to += out.stride();
      }
    }
    w.done();
  }

  private static void corners(Corners c, View in, int example, double y, double x) {
    int top = (int) y;
    int left = (int) x;
    int bottom = Math.min(top + 1, in.height() - 1);
    int right = Math.min(left + 1, in.width() - 1);
    float down = (float) (y - top);
    float along = (float) (x - left);
    c.at[0] = example + (top * in.width() + left) * in.stride();
    c.at[1] = example + (top * in.width() + right) * in.stride();
    c.at[2] = example + (bottom * in.width() + left) * in.stride();
    c.at[3] = example + (bottom * in.width() + right) * in.stride();
    c.factor[0] = (1 - down) * (1 - along);
    c.factor[1] = (1 - down) * along;
    c.factor[2] = down * (1 - along);
    c.factor[3] = down * along;
  }

  private static double source(int i, int in, int out, boolean alignCorners) {
    if (alignCorners) {
      return out == 1 ? 0 : (double) i * (in - 1) / (out - 1);
    }
    return Math.max(0, (i + 0.5) * in / out - 0.5);
  }
}
