package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.ModelInfo.InputInfo;
import bb.runtime.UserError;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Pictures as a program has them, made into what an input takes. */
public final class Pictures {
  private Pictures() {}

  /** A picture that is yet to be decoded. */
  public sealed interface Source {
    /**
     * One example of an input.
     *
     * @param check throws when nobody wants it any more; asked while it is made
     * @throws UserError if it is no picture, or the input takes none
     */
    float[] numbers(InputInfo input, Runnable check);
  }

  private record Encoded(byte[] bytes, String name) implements Source {
    @Override
    public float[] numbers(InputInfo input, Runnable check) {
      check.run();
      InputFormat format =
          InputFormat.byContent(bytes)
              .filter(InputFormat::isPicture)
              .orElseThrow(() -> unknown(name, bytes.length));
      Picture picture = ImageDecoder.decode(bytes, name, format, check);
      check.run();
      return ImageInput.read(picture, name, input).data();
    }
  }

  private record Drawn(BufferedImage image) implements Source {
    @Override
    public float[] numbers(InputInfo input, Runnable check) {
      check.run();
      return ImageInput.read(Samples.of(image), "picture", input).data();
    }
  }

  private static UserError unknown(String name, int length) {
    UserError error =
        new UserError(ErrorCode.BB0615, "`" + name + "` is no picture that is known")
            .note("pictures are PNG and JPEG, and WebP where ImageIO has a reader for it");
    return length == 0 ? error.note("it is empty") : error;
  }

  /** The bytes of a file, which are read now. */
  public static Source file(Path file) {
    return new Encoded(UserFiles.read(file), file.toString());
  }

  /** The bytes of a file that somebody has read. */
  public static Source bytes(byte[] file, String name) {
    return new Encoded(file, name);
  }

  /** The bytes of a file that come through a stream, which are read now. */
  public static Source stream(InputStream file, String name) {
    try {
      byte[] bytes = file.readNBytes(UserFiles.MAX_PIPED + 1);
      if (bytes.length > UserFiles.MAX_PIPED) {
        throw new UserError(
            ErrorCode.BB0602,
            "cannot read `" + name + "`: more than 1 GiB comes through the stream");
      }
      return new Encoded(bytes, name);
    } catch (IOException e) {
      throw new UserError(
          ErrorCode.BB0602, Message.of("cannot read `%s`: %s", name, UserFiles.reason(e)));
    }
  }

  /** A picture in memory. */
  public static Source drawn(BufferedImage picture) {
    return new Drawn(picture);
  }
}
