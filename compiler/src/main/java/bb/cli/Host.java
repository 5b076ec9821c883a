package bb.cli;

import java.io.File;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * The machine that {@code bbc} runs on, as far as it asks.
 *
 * @param variables the environment
 * @param home the user's folder
 * @param root what system paths are relative to
 * @param java the Java that runs {@code bbc}, which few commands ask about
 */
record Host(
    Map<String, String> variables, Path home, Path root, Supplier<Java> java, Programs programs) {
  Host {
    variables = Map.copyOf(variables);
  }

  /**
   * The Java that runs {@code bbc}.
   *
   * @param compiles whether it has a Java compiler
   * @param vectors whether it has the Vector API
   */
  record Java(String version, Path home, boolean compiles, boolean vectors) {
    private static Java system() {
      return new Java(
          Runtime.version().toString(),
          Path.of(System.getProperty("java.home")),
          ToolProvider.getSystemJavaCompiler() != null,
          ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent());
    }

    Path command() {
      return home.resolve("bin/java");
    }
  }

  /** The machine of this process. */
  static Host system() {
    return new Host(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        Path.of("/"),
        Java::system,
        Programs.SYSTEM);
  }

  /** A variable of the environment; empty if it is not set, or to nothing. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /** The program of that name in a folder of {@code PATH}. */
  Optional<Path> program(String name) {
    return folders("PATH")
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The folders that a variable lists. */
  Stream<Path> folders(String name) {
    return Stream.of(variable(name).orElse("").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of);
  }

  /** A path of the system: {@code etc/OpenCL/vendors}. */
  Path system(String path) {
    return root.resolve(path);
  }
}
