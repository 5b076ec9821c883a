package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Files and pipes that the user names, to be read. */
public final class UserFiles {
  /** The most that is read from a pipe, which does not say how much will come. */
  static final int MAX_PIPED = 1 << 30;

  private UserFiles() {}

  /** The path that {@code text} writes. */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UserError(ErrorCode.BB0601, "`" + text + "` cannot be the path of a file");
    }
  }

  /**
   * The bytes of a file or of all that comes through a pipe; {@link UserError} if there are none.
   */
  public static byte[] read(Path file) {
    try {
      return isPipe(file) ? readPipe(file) : Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (OutOfMemoryError e) {
      // readAllBytes says so for anything over 2 GB, before it allocates
      throw unreadable(file, "it is too large");
    }
  }

  /**
   * Bytes to be read piece by piece: a file stays where it is.
   *
   * @throws UserError if there are none to read
   */
  static Bytes open(Path file) {
    try {
      return isPipe(file) ? new Bytes.Held(readPipe(file)) : Bytes.OfFile.open(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * The same of a file that another one names, which is no pipe.
   *
   * @throws UserError if there are none to read
   */
  static Bytes openRegular(Path file) {
    if (isPipe(file)) {
      throw unreadable(file, "it is a pipe");
    }
    return open(file);
  }

  /** Whether it is a pipe, and not a file; what is neither is refused before it is opened. */
  private static boolean isPipe(Path file) {
    FileKind kind = FileKind.of(file);
    return switch (kind) {
      case REGULAR -> false;
      case PIPE -> true;
      case DIRECTORY -> throw unreadable(file, "it is " + kind.text()).help("give a file");
      case CHARACTER_DEVICE, OTHER -> throw unreadable(file, "it is " + kind.text());
      case NOTHING -> throw missing(file);
    };
  }

  private static byte[] readPipe(Path pipe) throws IOException {
    try (InputStream in = Pipes.readFrom(pipe)) {
      byte[] bytes = in.readNBytes(MAX_PIPED + 1);
      if (bytes.length == 0) {
        throw unreadable(pipe, "nothing comes through the pipe");
      }
      if (bytes.length > MAX_PIPED) {
        throw unreadable(pipe, "more than 1 GiB comes through the pipe")
            .help("save it in a file first");
      }
      return bytes;
    }
  }

  static UserError unreadable(Path file, IOException cause) {
    return unreadable(file, reason(cause));
  }

  static UserError unreadable(Path file, String why) {
    return new UserError(ErrorCode.BB0602, Message.of("cannot read `%s`: %s", file, why));
  }

  private static UserError missing(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    UserError error = new UserError(ErrorCode.BB0601, "there is no file `" + file + "`");
    if (folder == null || file.getFileName() == null) {
      return error;
    }
    if (file.toString().equals(OutputFile.STANDARD)) {
      return error.help("standard input is `/dev/stdin`");
    }
    if (!Files.isDirectory(folder)) {
      return error.note("there is no directory `" + folder + "` either");
    }
    return Nearest.to(file.getFileName().toString(), names(folder))
        .map(near -> error.help("did you mean `" + file.resolveSibling(near) + "`?"))
        .orElse(error);
  }

  private static List<String> names(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    } catch (IOException e) {
      return List.of(); // only a suggestion is lost
    }
  }

  /** What the system says, as a clause; some of its exceptions name only the file. */
  public static String reason(IOException e) {
    String said =
        e instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : e.getMessage();
    return switch (e) {
      case AccessDeniedException ignored -> "permission denied";
      case NoSuchFileException ignored -> "no such file or directory";
      case NotDirectoryException ignored -> "not a directory";
      default ->
          said == null || said.isEmpty()
              ? e.getClass().getSimpleName()
              : Character.toLowerCase(said.charAt(0)) + said.substring(1);
    };
  }
}
