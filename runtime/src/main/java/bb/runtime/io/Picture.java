package bb.runtime.io;

import java.util.Arrays;

/**
 * An image of 8-bit samples, row by row, the channels of a pixel side by side.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 */
record Picture(int width, int height, int channels, byte[] samples) {
  static Picture blank(int width, int height, int channels) {
    return new Picture(width, height, channels, new byte[width * height * channels]);
  }

  int sample(int x, int y, int channel) {
    return samples[(y * width + x) * channels + channel] & 0xFF;
  }

  void set(int x, int y, int channel, int value) {
    samples[(y * width + x) * channels + channel] = (byte) value;
  }

  /** The same image with one channel (ITU-R 601 luma, as PIL rounds it) or three. */
  Picture withChannels(int wanted) {
    if (wanted == channels) {
      return this;
    }
    Picture out = blank(width, height, wanted);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (wanted == 1) {
          out.set(x, y, 0, luma(sample(x, y, 0), sample(x, y, 1), sample(x, y, 2)));
        } else {
          for (int c = 0; c < wanted; c++) {
            out.set(x, y, c, sample(x, y, 0));
          }
        }
      }
    }
    return out;
  }

  private static int luma(int red, int green, int blue) {
    return (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
  }

  /**
   * The centre, as torchvision's {@code center_crop} finds it: half a pixel rounds to the even
   * neighbour, and a side that is too short is padded with black.
   */
  Picture centre(int cropWidth, int cropHeight) {
    if (cropWidth == width && cropHeight == height) {
      return this;
    }
    int left = offset(width, cropWidth);
    int top = offset(height, cropHeight);
    Picture out = blank(cropWidth, cropHeight, channels);
    for (int y = Math.max(0, -top); y < Math.min(cropHeight, height - top); y++) {
      for (int x = Math.max(0, -left); x < Math.min(cropWidth, width - left); x++) {
        for (int c = 0; c < channels; c++) {
          out.set(x, y, c, sample(left + x, top + y, c));
        }
      }
    }
    return out;
  }

  /**
   * The picture in the middle of a larger one, as Pillow's {@code ImageOps.pad} lays it: half a
   * pixel rounds to the even neighbour.
   *
   * @param grey all samples around it
   */
  Picture framed(int outWidth, int outHeight, int grey) {
    Picture out = blank(outWidth, outHeight, channels);
    Arrays.fill(out.samples, (byte) grey);
    int left = (int) Math.rint((outWidth - width) * 0.5);
    int top = (int) Math.rint((outHeight - height) * 0.5);
    int row = width * channels;
    for (int y = 0; y < height; y++) {
      System.arraycopy(
          samples, y * row, out.samples, ((top + y) * outWidth + left) * channels, row);
    }
    return out;
  }

  private static int offset(int size, int crop) {
    return size >= crop ? (int) Math.rint((size - crop) / 2.0) : -((crop - size) / 2);
  }
}
