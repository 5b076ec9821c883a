package bb.cli;

import bb.diagnostics.Problems;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a product whole or not at all: into a file beside the target, which is then moved. */
final class OutputFile {
  private OutputFile() {}

  /** Writes what is to be in the file. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream stream) throws IOException;
  }

  /** Writes {@code target}; if that fails, says so and leaves what was there before. */
  static void write(String target, Content content, Problems problems) {
    try {
      Path path = Path.of(target).toAbsolutePath();
      if (Files.isDirectory(path)) {
        throw new IOException("it is a folder");
      }
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        writeThrough(path, content);
      } else {
        replace(path.toFile().exists() ? path.toRealPath() : path, content);
      }
    } catch (InvalidPathException e) {
      problems.add(CommandProblems.notWritten(target, e.getReason()));
    } catch (IOException e) {
      problems.add(CommandProblems.notWritten(target, SourceReader.reason(e)));
    }
  }

  /** A device or a pipe cannot be replaced. */
  private static void writeThrough(Path path, Content content) throws IOException {
    try (OutputStream stream = Files.newOutputStream(path)) {
      content.writeTo(stream);
    }
  }

  private static void replace(Path path, Content content) throws IOException {
    String name = "." + path.getFileName() + "." + ProcessHandle.current().pid() + ".tmp";
    Path temporary = path.resolveSibling(name);
    // also when the process is interrupted
    temporary.toFile().deleteOnExit();
    try {
      try (OutputStream stream =
          Files.newOutputStream(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        content.writeTo(stream);
      }
      Files.move(temporary, path, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
