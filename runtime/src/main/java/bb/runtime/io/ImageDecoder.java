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
  private static final long MAX_PIXELS = 100_000_000;

  /** What its samples may take while they are decoded, in bytes. */
  private static final long MAX_BYTES = 600_000_000;

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
    ImageHeader header = header(bytes);
    refuseHuge(header);
    ImageReader reader =
        ImageIO.getImageReadersByFormatName(format.toLowerCase(Locale.ROOT)).next();
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(header.essential()))) {
      reader.setInput(in, true, true);
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

  private ImageHeader header(byte[] bytes) {
    return (format.equals("PNG") ? PngHeader.read(bytes) : JpegHeader.read(bytes))
        .orElseThrow(() -> broken("its header is damaged"));
  }

  private void refuseHuge(ImageHeader header) {
    if (header.pixels() > MAX_PIXELS) {
      throw tooLarge(Message.of("%,d pixels", header.pixels()), Message.of("%,d", MAX_PIXELS));
    }
    if (header.decodedBytes() > MAX_BYTES) {
      throw tooLarge(
          Message.of("decoded, it takes %,d bytes", header.decodedBytes()),
          Message.of("%,d", MAX_BYTES));
    }
    header
        .unsupported()
        .ifPresent(why -> {
          throw unsupported(why);
        });
    if (header.isCutShort()) {
      throw broken("it is cut short");
    }
  }

  private UserError tooLarge(String found, String most) {
    return new UserError(
            ErrorCode.BB0617, Message.of("the %s image `%s` is too large: %s", format, name, found))
        .note("the most is " + most)
        .help("make it smaller first");
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
    int[] row = new int[out.width() * bands];
    for (int y = 0; y < out.height(); y++) {
      raster.getPixels(0, y, out.width(), 1, row);
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
      raster.getPixels(0, y, out.width(), 1, row);
      for (int x = 0; x < out.width(); x++) {
        int index = row[x];
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
