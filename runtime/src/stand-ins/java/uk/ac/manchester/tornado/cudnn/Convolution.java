package uk.ac.manchester.tornado.cudnn;

import uk.ac.manchester.tornado.api.common.LibraryTaskDescriptor;

/** The cross-correlation of images with filters. */
final class Convolution extends LibraryTaskDescriptor implements Runnable {
  private final int images;
  private final int filters;
  private final Planes input;
  private final Planes filter;
  private final Planes output;
  private final int pad;
  private final int stride;

  Convolution(
      int images, int filters, Planes input, Planes filter, Planes output, int pad, int stride) {
    this.images = images;
    this.filters = filters;
    this.input = input;
    this.filter = filter;
    this.output = output;
    this.pad = pad;
    this.stride = stride;
  }

  @Override
  public void run() {
    for (int image = 0; image < images; image++) {
      for (int k = 0; k < filters; k++) {
        for (int y = 0; y < output.height(); y++) {
          for (int x = 0; x < output.width(); x++) {
            output.set(image, k, y, x, sum(image, k, y * stride - pad, x * stride - pad));
          }
        }
      }
    }
  }

  private float sum(int image, int k, int top, int left) {
    float sum = 0;
    for (int plane = 0; plane < input.planes(); plane++) {
      for (int y = 0; y < filter.height(); y++) {
        for (int x = 0; x < filter.width(); x++) {
          sum += input.get(image, plane, top + y, left + x) * filter.get(k, plane, y, x);
        }
      }
    }
    return sum;
  }
}
