package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Decodes PNG and JPEG to 8-bit grey or RGB, as {@link Samples} takes them, and WebP where ImageIO
 * has a reader for it; then turns the picture as its file says.
 */
final class ImageDecoder {
  /** Above this, an image is refused before memory is taken for it. */
  private static final long MAX_PIXELS = 100_000_000;

  /** What its samples may take while they are decoded, in bytes. */
  private static final long MAX_BYTES = 600_000_000;

  private final String name;
  private final InputFormat format;
  private final Wanted wanted;

  private ImageDecoder(String name, InputFormat format, Wanted wanted) {
    this.name = name;
    this.format = format;
    this.wanted = wanted;
  }

  /**
   * @param format a picture's
   */
  static Picture decode(byte[] bytes, String name, InputFormat format) {
    return decode(bytes, name, format, () -> {});
  }

  /**
   * @param check throws when nobody wants the picture any more; asked while it is decoded
   */
  static Picture decode(byte[] bytes, String name, InputFormat format, Runnable check) {
    Picture stored = new ImageDecoder(name, format, new Wanted(check)).decode(bytes);
    return Orientation.upright(stored, Orientation.of(bytes, format));
  }

  private Picture decode(byte[] bytes) {
    Iterator<ImageReader> readers =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT));
    if (!readers.hasNext()) {
      throw new UserError(
              ErrorCode.BB0617,
              Message.of("the %s image `%s` is not supported: Java has no reader", format, name))
          .help("put an ImageIO plug-in on the class path, such as TwelveMonkeys' `imageio-webp`")
          .help(
              "`java -jar net.jar` has no other class path: start it as"
                  + " `java -cp net.jar:plugin.jar` and the `Main-Class` of its manifest")
          .help("or save it as PNG or JPEG");
    }
    ImageReader reader = readers.next();
    byte[] essential = bytes;
    if (format != InputFormat.WEBP) {
      ImageHeader header = header(bytes);
      refuseHuge(header);
      essential = header.essential();
    }
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(essential))) {
      reader.setInput(in, true, true);
      if (format == InputFormat.WEBP) {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        refuseHuge(new ImageHeader(pixels, 4 * pixels, Optional.empty(), false, bytes));
      }
      AtomicBoolean cut = new AtomicBoolean();
      reader.addIIOReadWarningListener((source, warning) -> {
        if (warning.toLowerCase(Locale.ROOT).contains("premature end")) {
          cut.set(true);
        }
      });
      reader.addIIOReadProgressListener(wanted);
      BufferedImage image = reader.read(0);
      wanted.check();
      Picture picture = picture(image);
      if (cut.get()) {
        throw broken("it is cut short");
      }
      return picture;
    } catch (UserError e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      wanted.check();
      refuseNoMemory(e);
      // the decoders of the JDK answer some broken files with exceptions of any kind
      throw broken(e.getMessage() == null ? "its data are damaged" : clause(e.getMessage()));
    } finally {
      reader.dispose();
    }
  }

  /** Too small a heap is nothing that is wrong with the picture, though the PNG reader says so. */
  private static void refuseNoMemory(Exception read) {
    for (Throwable cause = read.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError error) {
        throw error;
      }
    }
  }

  private ImageHeader header(byte[] bytes) {
    return (format == InputFormat.PNG ? PngHeader.read(bytes) : JpegHeader.read(bytes))
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
    boolean palette = image.getColorModel() instanceof IndexColorModel;
    if (format != InputFormat.WEBP && !palette && !Samples.isPlain(image)) {
      int bits = image.getSampleModel().getSampleSize(0);
      int channels = image.getRaster().getNumBands();
      throw unsupported(Message.of("it has %d channels of %d bits", channels, bits));
    }
    return Samples.of(image);
  }
}
