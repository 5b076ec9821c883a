package bb.runtime.io;

import bb.runtime.UserError;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
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
      throw new UserError("BB0601", "`" + text + "` cannot be the path of a file", List.of());
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
      throw new UserError("BB0602", "cannot read `" + file + "`: it is too large", List.of());
    }
  }

  /** Throws unless {@code file} is there and is a file; names the nearest one in its folder. */
  static void requireFile(Path file) {
    if (Files.isDirectory(file)) {
      throw new UserError(
          "BB0602", "cannot read `" + file + "`: it is a directory", List.of("give a file"));
    }
    if (!Files.exists(file)) {
      throw missing(file);
    }
  }

  static UserError unreadable(Path file, IOException cause) {
    return new UserError("BB0602", "cannot read `" + file + "`: " + reason(cause), List.of());
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
      throw new UserError("BB0603", "cannot write `" + file + "`: " + reason(e), List.of());
    }
  }

  private static UserError missing(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    List<String> details = new ArrayList<>();
    if (folder != null && !Files.isDirectory(folder)) {
      details.add("there is no directory `" + folder + "` either");
    } else if (folder != null && file.getFileName() != null) {
      Nearest.to(file.getFileName().toString(), names(folder))
          .ifPresent(near -> details.add("did you mean `" + file.resolveSibling(near) + "`?"));
    }
    return new UserError("BB0601", "there is no file `" + file + "`", details);
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
