package bb.runtime.cpu;

/**
 * Where one tensor lies in the arena, for one example. A buffer of a batch is as many times larger,
 * and so is its offset; examples follow each other.
 *
 * @param buffer offset of the buffer, in floats per example
 * @param first the tensor's first channel in the buffer
 * @param height rows of pixels
 * @param width pixels in a row
 * @param channels floats in a pixel that belong to this tensor
 * @param stride floats from one pixel to the next
 */
public record View(int buffer, int first, int height, int width, int channels, int stride) {

  /** A whole buffer of {@code height x width} pixels. */
  public static View of(int buffer, int height, int width, int channels) {
    return new View(buffer, 0, height, width, channels, channels);
  }

  /** A whole buffer of one pixel: features, or a tensor that is no plane, in row-major order. */
  public static View of(int buffer, int features) {
    return of(buffer, 1, 1, features);
  }

  /** {@code count} of this view's channels, from {@code from}. */
  public View channels(int from, int count) {
    return new View(buffer, first + from, height, width, count, stride);
  }

  public int pixels() {
    return height * width;
  }

  /** Floats from one example to the next. */
  public int exampleStride() {
    return pixels() * stride;
  }

  /** Whether no other tensor's channels lie between the pixels. */
  boolean isCompact() {
    return stride == channels || pixels() == 1;
  }
}
