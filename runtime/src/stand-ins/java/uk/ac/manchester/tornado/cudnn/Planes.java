package uk.ac.manchester.tornado.cudnn;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;

/** Images in an array, plane after plane and line after line. */
record Planes(FloatArray elements, int planes, int height, int width) {
  /** Outside of the image there is 0. */
  float get(int image, int plane, int y, int x) {
    boolean inside = y >= 0 && y < height && x >= 0 && x < width;
    return inside ? elements.get(index(image, plane, y, x)) : 0;
  }

  void set(int image, int plane, int y, int x, float value) {
    elements.set(index(image, plane, y, x), value);
  }

  private int index(int image, int plane, int y, int x) {
    return ((image * planes + plane) * height + y) * width + x;
  }
}
