package bb.runtime.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** What lies behind a path, through links. */
enum FileKind {
  NOTHING("not there"),
  REGULAR("a file"),
  DIRECTORY("a directory"),
  /** A named pipe, or what the shell's {@code <(…)} stands for. */
  PIPE("a pipe"),
  /** A terminal, {@code /dev/null} and the like. */
  CHARACTER_DEVICE("a device"),
  OTHER("neither a file nor a pipe");

  /** The file types of POSIX's {@code st_mode}. */
  private static final int TYPE = 0170000;

  private static final int FIFO = 0010000;
  private static final int CHARACTER = 0020000;

  private final String text;

  FileKind(String text) {
    this.text = text;
  }

  /** {@code a directory}, for messages. */
  String text() {
    return text;
  }

  static FileKind of(Path path) {
    if (Files.isRegularFile(path)) {
      return REGULAR;
    }
    if (Files.isDirectory(path)) {
      return DIRECTORY;
    }
    return Files.exists(path) ? special(path) : NOTHING;
  }

  private static FileKind special(Path path) {
    try {
      int mode = (Integer) Files.getAttribute(path, "unix:mode", new LinkOption[0]);
      return switch (mode & TYPE) {
        case FIFO -> PIPE;
        case CHARACTER -> CHARACTER_DEVICE;
        default -> OTHER;
      };
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException ignored) {
      return OTHER; // a system without such modes
    }
  }
}
