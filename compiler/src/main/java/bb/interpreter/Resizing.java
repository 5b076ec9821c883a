package bb.interpreter;

import bb.kernel.Kernel;
import bb.program.Program.Step;
import bb.types.Shape;

/** Images of another size. */
final class Resizing {
  private Resizing() {}

  static double[] resize(Kernel.Resize kernel, Step step, double[] x) {
    Shape in = step.inputs().getFirst().type().shape();
    Shape out = step.output().type().shape();
    double[] result = new double[(int) out.elements()];
    int position = 0;
    for (int c = 0; c < out.dim(0); c++) {
      for (int row = 0; row < out.dim(1); row++) {
        for (int column = 0; column < out.dim(2); column++) {
          result[position++] =
              switch (kernel.mode()) {
                case NEAREST ->
                    at(x, in, c, row * in.dim(1) / out.dim(1), column * in.dim(2) / out.dim(2));
                case BILINEAR ->
                    bilinear(
                        x,
                        in,
                        c,
                        source(row, in.dim(1), out.dim(1), kernel.alignCorners()),
                        source(column, in.dim(2), out.dim(2), kernel.alignCorners()));
              };
        }
      }
    }
    return result;
  }

  /** Where the centre (or, aligned, the corner) of an output pixel lies in the input. */
  private static double source(int position, long in, long out, boolean alignCorners) {
    if (alignCorners) {
      return out == 1 ? 0 : (double) position * (in - 1) / (out - 1);
    }
    return Math.max(0, (position + 0.5) * in / out - 0.5);
  }

  private static double bilinear(double[] x, Shape in, int channel, double row, double column) {
    long top = (long) row;
    long left = (long) column;
    long bottom = Math.min(top + 1, in.dim(1) - 1);
    long right = Math.min(left + 1, in.dim(2) - 1);
    double down = row - top;
    double across = column - left;
    return (1 - down)
            * ((1 - across) * at(x, in, channel, top, left)
                + across * at(x, in, channel, top, right))
        + down
            * ((1 - across) * at(x, in, channel, bottom, left)
                + across * at(x, in, channel, bottom, right));
  }

  private static double at(double[] x, Shape in, int channel, long row, long column) {
    return x[(int) ((channel * in.dim(1) + row) * in.dim(2) + column)];
  }
}
