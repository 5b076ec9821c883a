package bb.runtime.io;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** Files that the user names: read whole, written whole or not at all. */
public final class UserFiles {
  /** An action that writes a file. */
  @FunctionalInterface
  public interface Writing {
    void to(Path file) throws IOException;
  }

  private UserFiles() {}

  /** The path that {@code text} writes. */
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new UserError(ErrorCode.BB0601, "`" + text + "` cannot be the path of a file");
    }
  }

  /** The bytes of a file; {@link UserError} if there are none to read. */
  public static byte[] read(Path file) {
    requireFile(file);
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    } catch (OutOfMemoryError e) {
      // readAllBytes says so for anything over 2 GB, before it allocates
      throw new UserError(ErrorCode.BB0602, "cannot read `" + file + "`: it is too large");
    }
  }

  /** Throws unless {@code file} is there and is a file; names the nearest one in its folder. */
  static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserError(ErrorCode.BB0602, "cannot read `" + file + "`: it is a directory")
          .help("give a file");
    }
    if (!Files.exists(file)) {
      throw missing(file);
    }
  }

  static UserError unreadable(Path file, IOException cause) {
    return new UserError(ErrorCode.BB0602, "cannot read `" + file + "`: " + reason(cause));
  }

  /**
   * Writes a file through a temporary one in the same folder, so that nothing half-written is ever
   * seen under its name.
   */
  public static void writeWhole(Path file, Writing writing) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Path temporary = Files.createTempFile(folder, ".bb-", ".tmp");
      try {
        writing.to(temporary);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UserError(ErrorCode.BB0603, "cannot write `" + file + "`: " + reason(e));
    }
  }

  private static UserError missing(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    UserError error = new UserError(ErrorCode.BB0601, "there is no file `" + file + "`");
    if (folder == null || file.getFileName() == null) {
      return error;
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

  /** What the system says; its exceptions for a missing or forbidden file name only the file. */
  private static String reason(IOException e) {
    return switch (e) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "no such file or directory";
      case NotDirectoryException _ -> "not a directory";
      default -> e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    };
  }
}
