package bb.runtime.io;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * The 8-bit samples of a decoded image, grey or RGB. They are taken as they are stored, without the
 * colour management that AWT would apply (its grey is linear light, nobody else's is): palettes are
 * looked up, 16-bit samples keep their upper byte, and transparent pixels lie on white. What is
 * stored in another way, as a screen's 16 bits for a pixel, is what AWT says.
 */
final class Samples {
  private Samples() {}

  static Picture of(BufferedImage image) {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    if (model instanceof IndexColorModel palette) {
      return indexed(raster, palette);
    }
    return isPlain(image) ? plain(raster) : converted(image);
  }

  /** Whether its bands are grey or red, green, blue, perhaps with opacity, of whole bytes. */
  static boolean isPlain(BufferedImage image) {
    int bands = image.getRaster().getNumBands();
    boolean whole = bands <= 4;
    for (int band = 0; whole && band < bands; band++) {
      int bits = image.getSampleModel().getSampleSize(band);
      whole = bits == 8 || bits == 16;
    }
    return whole && !image.isAlphaPremultiplied();
  }

  private static Picture plain(Raster raster) {
    int bands = raster.getNumBands();
    int bits = raster.getSampleModel().getSampleSize(0);
    boolean alpha = bands == 2 || bands == 4;
    int channels = alpha ? bands - 1 : bands;
    Picture out = Picture.blank(raster.getWidth(), raster.getHeight(), channels);
    int[] row = new int[out.width() * bands];
    for (int y = 0; y < out.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, out.width(), 1, row);
      for (int x = 0; x < out.width(); x++) {
        int pixel = x * bands;
        int opacity = alpha ? row[pixel + bands - 1] >> (bits - 8) : 255;
        for (int c = 0; c < channels; c++) {
          int sample = row[pixel + c] >> (bits - 8);
          out.set(x, y, c, alpha ? onWhite(sample, opacity) : sample);
        }
      }
    }
    return out;
  }

  private static Picture indexed(Raster raster, IndexColorModel palette) {
    Picture out = Picture.blank(raster.getWidth(), raster.getHeight(), 3);
    int[] row = new int[out.width()];
    for (int y = 0; y < out.height(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, out.width(), 1, row);
      for (int x = 0; x < out.width(); x++) {
        set(out, x, y, palette.getRGB(row[x]));
      }
    }
    return out;
  }

  private static Picture converted(BufferedImage image) {
    Picture out = Picture.blank(image.getWidth(), image.getHeight(), 3);
    int[] row = new int[out.width()];
    for (int y = 0; y < out.height(); y++) {
      image.getRGB(0, y, out.width(), 1, row, 0, out.width());
      for (int x = 0; x < out.width(); x++) {
        set(out, x, y, row[x]);
      }
    }
    return out;
  }

  private static void set(Picture out, int x, int y, int argb) {
    int opacity = argb >>> 24;
    for (int c = 0; c < 3; c++) {
      out.set(x, y, c, onWhite(argb >> (16 - 8 * c) & 0xFF, opacity));
    }
  }

  private static int onWhite(int sample, int opacity) {
    return (sample * opacity + 255 * (255 - opacity) + 127) / 255;
  }
}
