package bb.interpreter;

import bb.kernel.Kernel;
import bb.kernel.Plane;
import bb.program.Program.Step;

/** Images of another size. */
final class Resizing {
  private Resizing() {}

  static double[] resize(Kernel.Resize kernel, Step step, double[] data) {
    Image x = Image.of(data, step.inputs().getFirst());
    Image result = Image.zeros(step.output());
    Plane in = x.plane();
    Plane out = result.plane();
    for (long c = 0; c < out.channels(); c++) {
      for (long row = 0; row < out.height(); row++) {
        for (long column = 0; column < out.width(); column++) {
          double element =
              switch (kernel.mode()) {
                case NEAREST ->
                    x.at(c, row * in.height() / out.height(), column * in.width() / out.width());
                case BILINEAR ->
                    bilinear(
                        x,
                        c,
                        source(row, in.height(), out.height(), kernel.alignCorners()),
                        source(column, in.width(), out.width(), kernel.alignCorners()));
              };
          result.add(c, row, column, element);
        }
      }
    }
    return result.logical(step.output());
  }

  /** Where the centre (or, aligned, the corner) of an output pixel lies in the input. */
  private static double source(long position, long in, long out, boolean alignCorners) {
    if (alignCorners) {
      return out == 1 ? 0 : (double) position * (in - 1) / (out - 1);
    }
    return Math.max(0, (position + 0.5) * in / out - 0.5);
  }

  private static double bilinear(Image x, long channel, double row, double column) {
    long top = (long) row;
    long left = (long) column;
    long bottom = Math.min(top + 1, x.plane().height() - 1);
    long right = Math.min(left + 1, x.plane().width() - 1);
    double down = row - top;
    double across = column - left;
    double above = (1 - across) * x.at(channel, top, left) + across * x.at(channel, top, right);
    double below =
        (1 - across) * x.at(channel, bottom, left) + across * x.at(channel, bottom, right);
    return (1 - down) * above + down * below;
  }
}
