package bb.runtime.cpu;

import java.util.stream.IntStream;

/**
 * How weights lie in memory. A filter {@code [out, in / groups, height, width]} becomes panels
 * {@code [group][out / columns][taps][in / groups][columns]}, zero beyond the last channel; the
 * last panel is narrow if that is enough. The space for them does not depend on the machine's
 * vector length: {@code columns} divides {@link #ALIGNMENT} or is a multiple of it.
 */
public final class Packing {
  /** Floats to which channels are padded. */
  public static final int ALIGNMENT = 32;

  /** Floats of a filter that several threads pack. */
  private static final int WORTH_SHARING = 1 << 20;

  /** Inputs whose rows of a panel stay in the first cache. */
  private static final int BLOCK = 64;

  private Packing() {}

  public static int aligned(int channels) {
    return (channels + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Packs the taps that {@code taps} lists, in its order, for one group.
   *
   * @param kernel any of those that will read the panels
   */
  static void panels(FilterView filter, int[] taps, GemmKernel kernel, float[] to, int at) {
    int depth = taps.length * filter.inputs();
    int width = kernel.columns();
    int panels = Math.ceilDiv(filter.outputs(), width);
    IntStream all = IntStream.range(0, panels);
    boolean large = (long) panels * depth * width > WORTH_SHARING;
    (large ? all.parallel() : all)
        .forEach(panel -> {
          int used = Math.min(width, filter.outputs() - panel * width);
          int columns = kernel.columns(filter.outputs() - panel * width);
          int base = at + panel * depth * width;
          for (int tap : taps) {
            for (int input = 0; input < filter.inputs(); input += BLOCK) {
              int count = Math.min(BLOCK, filter.inputs() - input);
              for (int column = 0; column < used; column++) {
                int from = filter.at(panel * width + column, input, tap);
                spread(
                    filter.data(), from, filter.inputStride(), to, base + column, columns, count);
              }
              base += count * columns;
            }
          }
        });
  }

  private static void spread(
      float[] from, int at, int step, float[] to, int toAt, int toStep, int count) {
    for (int i = 0; i < count; i++) {
      to[toAt + i * toStep] = from[at + i * step];
    }
  }

  /**
   * Packs a filter {@code [outputs, inputs, 3, 3]}, taken to its points, as panels {@code [outputs
   * / columns][points][inputs][columns]}.
   */
  static void points(
      WinogradSize size, float[] filter, int outputs, int inputs, int columns, float[] to, int at) {
    int taps = WinogradSize.KERNEL * WinogradSize.KERNEL;
    int step = inputs * columns;
    IntStream panels = IntStream.range(0, Math.ceilDiv(outputs, columns));
    boolean large = (long) outputs * inputs * size.points() > WORTH_SHARING;
    (large ? panels.parallel() : panels)
        .forEach(panel -> {
          float[] points = new float[size.points()];
          int last = Math.min(columns, outputs - panel * columns);
          for (int input = 0; input < inputs; input++) {
            for (int column = 0; column < last; column++) {
              size.transform(filter, ((panel * columns + column) * inputs + input) * taps, points);
              int target = at + panel * size.points() * step + input * columns + column;
              for (int point = 0; point < points.length; point++) {
                to[target + point * step] = points[point];
              }
            }
          }
        });
  }

  /** One group of a filter, seen as {@code [outputs][inputs][taps]}, in row-major data. */
  record FilterView(
      float[] data, int from, int outputs, int outputStride, int inputs, int inputStride) {
    int at(int output, int input, int tap) {
      return from + output * outputStride + input * inputStride + tap;
    }
  }
}
