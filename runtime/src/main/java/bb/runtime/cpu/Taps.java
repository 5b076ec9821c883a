package bb.runtime.cpu;

import java.util.ArrayList;
import java.util.List;

/**
 * Which input pixels are summed, with which slice of the filter, for each pixel of a regular grid
 * of output pixels. A convolution is one such sum over the whole output; a transposed convolution
 * is one for each phase of its stride, as the output pixels of a phase see the same taps.
 *
 * @param filter the tap's position in the filter, row by row
 * @param dy row of the input that tap t sees: {@code y * stepY + dy[t]} for row y of the grid
 * @param originY row of the output that row 0 of the grid is
 * @param strideY rows of the output from row to row of the grid
 */
record Taps(
    int[] filter,
    int[] dy,
    int[] dx,
    int stepY,
    int stepX,
    int height,
    int width,
    int originY,
    int originX,
    int strideY,
    int strideX) {

  int count() {
    return filter.length;
  }

  /** Whether the grid is the whole output, pixel by pixel. */
  boolean isWhole() {
    return strideY == 1 && strideX == 1;
  }

  /** Whether every output pixel sees the input pixel of the same number, and no other. */
  boolean isPoint(View in) {
    return count() == 1
        && dy[0] == 0
        && dx[0] == 0
        && stepY == 1
        && stepX == 1
        && in.height() == height
        && in.width() == width;
  }

  /**
   * Where the output pixel of number {@code row}, counted over all examples, lies in a view that
   * has the output's size.
   */
  int place(View view, int row) {
    int pixels = height * width;
    int pixel = row % pixels;
    int y = originY + pixel / width * strideY;
    int x = originX + pixel % width * strideX;
    return row / pixels * view.exampleStride() + (y * view.width() + x) * view.stride();
  }

  static Taps correlation(Stencil s, int height, int width) {
    int[] filter = new int[s.taps()];
    int[] dy = new int[s.taps()];
    int[] dx = new int[s.taps()];
    for (int tap = 0; tap < s.taps(); tap++) {
      filter[tap] = tap;
      dy[tap] = tap / s.kernelWidth() * s.dilationHeight() - s.padTop();
      dx[tap] = tap % s.kernelWidth() * s.dilationWidth() - s.padLeft();
    }
    return new Taps(filter, dy, dx, s.strideHeight(), s.strideWidth(), height, width, 0, 0, 1, 1);
  }

  /** Output row y gets tap k of input row i where {@code y = i * stride - pad + k * dilation}. */
  static List<Taps> phases(Stencil s, int height, int width) {
    List<Taps> phases = new ArrayList<>();
    for (int py = 0; py < s.strideHeight(); py++) {
      for (int px = 0; px < s.strideWidth(); px++) {
        phases.add(phase(s, height, width, py, px));
      }
    }
    return phases;
  }

  private static Taps phase(Stencil s, int height, int width, int py, int px) {
    int[] filter = new int[s.taps()];
    int[] dy = new int[s.taps()];
    int[] dx = new int[s.taps()];
    int count = 0;
    for (int tap = 0; tap < s.taps(); tap++) {
      int y = py + s.padTop() - tap / s.kernelWidth() * s.dilationHeight();
      int x = px + s.padLeft() - tap % s.kernelWidth() * s.dilationWidth();
      if (Math.floorMod(y, s.strideHeight()) == 0 && Math.floorMod(x, s.strideWidth()) == 0) {
        filter[count] = tap;
        dy[count] = Math.floorDiv(y, s.strideHeight());
        dx[count] = Math.floorDiv(x, s.strideWidth());
        count++;
      }
    }
    return new Taps(
        java.util.Arrays.copyOf(filter, count),
        java.util.Arrays.copyOf(dy, count),
        java.util.Arrays.copyOf(dx, count),
        1,
        1,
        Math.ceilDiv(Math.max(0, height - py), s.strideHeight()),
        Math.ceilDiv(Math.max(0, width - px), s.strideWidth()),
        py,
        px,
        s.strideHeight(),
        s.strideWidth());
  }
}
