package bb.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The real sources that mutations start from, and the saved corpus. */
final class Seeds {
  /**
   * Inputs that once gave an exception or took too long, by name, and a sample, by size, of those
   * that a coverage-guided run kept because they led somewhere new when they came: it is not the
   * smallest set that leads there.
   */
  static final Path CORPUS = Path.of("src/test/resources/fuzz");

  private static final List<Path> FOLDERS =
      List.of(
          Path.of("..", "examples"),
          Path.of("src/main/resources/bb"),
          Path.of("src/test/resources/fixtures"),
          CORPUS);

  private Seeds() {}

  /** All real sources, the largest cut in two as well. */
  static List<String> sources() {
    return FOLDERS.stream()
        .flatMap(folder -> in(folder).stream())
        .map(Seeds::read)
        .flatMap(Mutator::withPieces)
        .toList();
  }

  static List<Path> in(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".bb")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
