package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG to 8-bit grey or RGB. Samples are taken as they are stored, without the
 * colour management that AWT would apply (its grey is linear light, nobody else's is): palettes are
 * looked up, 16-bit samples keep their upper byte, and transparent pixels lie on white.
 */
final class ImageDecoder {
  /** Above this, an image is refused before memory is taken for it. */
  static final long MAX_PIXELS = 100_000_000;

  private final String name;
  private final String format;

  private ImageDecoder(String name, String format) {
    this.name = name;
    this.format = format;
  }

  /**
   * @param format {@code PNG} or {@code JPEG}
   */
  static Picture decode(byte[] bytes, String name, String format) {
    return new ImageDecoder(name, format).decode(bytes);
  }

  private Picture decode(byte[] bytes) {
    refuseCmyk(bytes);
    ImageReader reader =
        ImageIO.getImageReadersByFormatName(format.toLowerCase(Locale.ROOT)).next();
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      reader.setInput(in, true, true);
      refuseHuge((long) reader.getWidth(0) * reader.getHeight(0));
      AtomicBoolean cut = new AtomicBoolean();
      reader.addIIOReadWarningListener((_, warning) -> {
        if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
          cut.set(true);
        }
      });
      Picture picture = picture(reader.read(0));
      if (cut.get()) {
        throw broken("it is cut short");
      }
      return picture;
    } catch (UserError e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // the decoders of the JDK answer some broken files with exceptions of any kind
      throw broken(e.getMessage() == null ? "its data are damaged" : clause(e.getMessage()));
    } finally {
      reader.dispose();
    }
  }

  private void refuseHuge(long pixels) {
    if (pixels > MAX_PIXELS) {
      throw new UserError(
              ErrorCode.BB0617,
              Message.of("the %s image `%s` is too large: %,d pixels", format, name, pixels))
          .note(Message.of("the most is %,d", MAX_PIXELS))
          .help("make it smaller first");
    }
  }

  /** What four colours look like in red, green and blue depends on the ink; PIL's answer is one. */
  private void refuseCmyk(byte[] bytes) {
    if (format.equals("JPEG") && jpegComponents(bytes) == 4) {
      throw unsupported("it is a CMYK image");
    }
  }

  /**
   * The number of colour components in the frame header, or 0 if there is none where one should be.
   */
  private static int jpegComponents(byte[] bytes) {
    int at = 2;
    while (at + 9 < bytes.length && (bytes[at] & 0xFF) == 0xFF) {
      int marker = bytes[at + 1] & 0xFF;
      boolean frame = marker >= 0xC0 && marker <= 0xCF && marker % 4 != 0 || marker == 0xC0;
      if (frame) {
        return bytes[at + 9] & 0xFF;
      }
      at += 2 + ((bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF);
    }
    return 0;
  }

  private UserError broken(String why) {
    return new UserError(
        ErrorCode.BB0616, Message.of("the %s image `%s` cannot be read: %s", format, name, why));
  }

  /** The decoder's message in our style. */
  private static String clause(String message) {
    String line = message.lines().findFirst().orElse("").replaceFirst("[.!]+$", "");
    boolean capital = line.length() > 1 && Character.isLowerCase(line.charAt(1));
    return capital ? Character.toLowerCase(line.charAt(0)) + line.substring(1) : line;
  }

  private UserError unsupported(String why) {
    return new UserError(
            ErrorCode.BB0617,
            Message.of("the %s image `%s` is not supported: %s", format, name, why))
        .help("save it as an 8-bit RGB or grey image");
  }

  private Picture picture(BufferedImage image) {
    Raster raster = image.getRaster();
    if (image.getColorModel() instanceof IndexColorModel palette) {
      return indexed(raster, palette);
    }
    int bands = raster.getNumBands();
    int bits = raster.getSampleModel().getSampleSize(0);
    if (bands > 4 || (bits != 8 && bits != 16)) {
      throw unsupported(Message.of("it has %d channels of %d bits", bands, bits));
    }
    boolean alpha = bands == 2 || bands == 4;
    int channels = alpha ? bands - 1 : bands;
    Picture out = Picture.blank(raster.getWidth(), raster.getHeight(), channels);
    int[] pixel = new int[bands];
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        raster.getPixel(x, y, pixel);
        int opacity = alpha ? pixel[bands - 1] >> (bits - 8) : 255;
        for (int c = 0; c < channels; c++) {
          out.set(x, y, c, onWhite(pixel[c] >> (bits - 8), opacity));
        }
      }
    }
    return out;
  }

  private static Picture indexed(Raster raster, IndexColorModel palette) {
    Picture out = Picture.blank(raster.getWidth(), raster.getHeight(), 3);
    int[] pixel = new int[1];
    for (int y = 0; y < out.height(); y++) {
      for (int x = 0; x < out.width(); x++) {
        int index = raster.getPixel(x, y, pixel)[0];
        int opacity = palette.getAlpha(index);
        out.set(x, y, 0, onWhite(palette.getRed(index), opacity));
        out.set(x, y, 1, onWhite(palette.getGreen(index), opacity));
        out.set(x, y, 2, onWhite(palette.getBlue(index), opacity));
      }
    }
    return out;
  }

  private static int onWhite(int sample, int opacity) {
    return (sample * opacity + 255 * (255 - opacity) + 127) / 255;
  }
}
