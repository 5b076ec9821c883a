package bb.runtime;

import bb.runtime.io.Pictures;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A picture for a network, which decodes, turns (by its EXIF orientation), resizes and normalises
 * it as its source says: a PNG or JPEG file, a WebP where an ImageIO plug-in reads it, or what a
 * program has drawn. Immutable, unless what it was made of is changed; any number of networks can
 * look at it.
 */
public final class Image {
  private final Pictures.Source source;

  private Image(Pictures.Source source) {
    this.source = source;
  }

  /**
   * The picture in a file, which is read now.
   *
   * @throws UserError if there is none, or it cannot be read: BB0601, BB0602
   */
  public static Image of(Path picture) {
    Objects.requireNonNull(picture, "picture");
    return new Image(Pictures.file(picture));
  }

  /** The picture whose file has these bytes; they are not copied. */
  public static Image of(byte[] picture) {
    Objects.requireNonNull(picture, "picture");
    return new Image(Pictures.bytes(picture, "picture"));
  }

  /**
   * The picture whose file comes through a stream, which is read to its end now, of at most 1 GiB,
   * and not closed.
   *
   * @throws UserError if it cannot be read, as when it is closed: BB0602
   */
  public static Image of(InputStream picture) {
    Objects.requireNonNull(picture, "picture");
    return new Image(Pictures.stream(picture, "picture"));
  }

  /**
   * A picture in memory, of any type: its colours as {@link BufferedImage#getRGB} gives them, in
   * sRGB, on white where it is transparent, and its samples as they are where they are 8-bit grey.
   */
  public static Image of(BufferedImage picture) {
    Objects.requireNonNull(picture, "picture");
    return new Image(Pictures.drawn(picture));
  }

  /**
   * The numbers that an input takes of it.
   *
   * @return one example, in the input's order: channel by channel, row by row
   * @throws UserError if it is no picture, or not one that can be read (BB0615, BB0616, BB0617), or
   *     if the input takes none (BB0618)
   */
  public float[] numbers(ModelInfo.InputInfo input) {
    return numbers(Objects.requireNonNull(input, "input"), () -> {});
  }

  /**
   * The same.
   *
   * @param check throws when nobody wants them any more; asked while they are made
   */
  float[] numbers(ModelInfo.InputInfo input, Runnable check) {
    return source.numbers(input, check);
  }
}
