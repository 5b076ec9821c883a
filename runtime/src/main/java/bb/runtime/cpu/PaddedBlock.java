package bb.runtime.cpu;

import bb.runtime.cpu.RowKernels.Patch;
import java.util.Arrays;

/**
 * Some channels of an example with the padding around them, as far as a stencil reads them: pixel
 * by pixel in a worker's scratch memory, all rows as wide.
 *
 * @param channels how many
 * @param height rows of pixels
 * @param width pixels of a row
 */
record PaddedBlock(View in, Stencil stencil, int channels, int height, int width) {

  static PaddedBlock of(View in, Stencil s, int channels, View out) {
    return new PaddedBlock(
        in,
        s,
        channels,
        (out.height() - 1) * s.strideHeight() + (s.kernelHeight() - 1) * s.dilationHeight() + 1,
        (out.width() - 1) * s.strideWidth() + (s.kernelWidth() - 1) * s.dilationWidth() + 1);
  }

  int floats() {
    return height * width * channels;
  }

  /** Where the pixel lies from which the first tap of an output pixel reads. */
  int at(int y, int x) {
    return (y * stencil.strideHeight() * width + x * stencil.strideWidth()) * channels;
  }

  /** From a pixel's first tap to this one. */
  int tap(int row, int column) {
    return (row * stencil.dilationHeight() * width + column * stencil.dilationWidth()) * channels;
  }

  /**
   * Fills it.
   *
   * @param from where the example's first channel of the block lies in the arena
   */
  void copy(Worker w, int from) {
    float[] to = w.scratch();
    int top = Math.min(stencil.padTop(), height);
    int left = Math.min(stencil.padLeft(), width);
    int rows = Math.clamp(height - top, 0, in.height());
    int columns = Math.clamp(width - left, 0, in.width());
    Arrays.fill(to, 0, top * width * channels, 0);
    Patch pixels = w.patch;
    pixels.rows = columns;
    pixels.rowStep = in.stride();
    for (int y = 0; y < rows; y++) {
      int row = (top + y) * width * channels;
      int end = row + width * channels;
      Arrays.fill(to, row, row + left * channels, 0);
      pixels.at = from + y * in.width() * in.stride();
      w.rows.copyRows(w.arena, pixels, to, row + left * channels, channels, channels);
      Arrays.fill(to, row + (left + columns) * channels, end, 0);
    }
    Arrays.fill(to, (top + rows) * width * channels, floats(), 0);
  }
}
