package bb.checks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of the project, for the checks that cover all of it. */
final class Repository {
  /** The folder that holds all modules; tests run in the folder of their own. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final List<String> MODULES = List.of("grammar", "runtime", "compiler", "examples");

  private Repository() {}

  /** All hand-written files of the modules and benchmarks whose names end so, in order. */
  static List<Path> sources(String suffix) throws IOException {
    Stream<Path> modules = MODULES.stream().map(module -> ROOT.resolve(module).resolve("src"));
    try (Stream<Path> files =
        Stream.concat(modules, Stream.of(ROOT.resolve("benchmarks"))).flatMap(Repository::walk)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    }
  }

  static Path docs(String name) {
    return ROOT.resolve("docs").resolve(name);
  }

  /** The path as a reader of the repository knows it. */
  static String shown(Path file) {
    return ROOT.relativize(file).toString();
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.exists(folder) ? Files.walk(folder) : Stream.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
