package bb.runtime.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Opens pipes without waiting. The system lets a process wait for the other end to be opened, for
 * ever if need be; but a pipe can be opened at both ends at once, and while this process holds it
 * so, to open one end alone is to wait for nobody. Without anybody else there, what is read is at
 * its end at once, and what is written fails.
 */
final class Pipes {
  private Pipes() {}

  static InputStream readFrom(Path pipe) throws IOException {
    ByteChannel both = bothEnds(pipe);
    try (both) {
      return Files.newInputStream(pipe);
    }
  }

  static OutputStream writeTo(Path pipe) throws IOException {
    ByteChannel both = bothEnds(pipe);
    try (both) {
      return Files.newOutputStream(pipe, StandardOpenOption.WRITE);
    }
  }

  private static ByteChannel bothEnds(Path pipe) throws IOException {
    return Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }
}
