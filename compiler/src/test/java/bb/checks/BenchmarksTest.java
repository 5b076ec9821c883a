package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The benchmarks are in no module; they are compiled here, against the ONNX Runtime of the tests.
 */
final class BenchmarksTest {
  @TempDir private Path classes;

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "frontend", "soak", "service", "flight"})
  void theyCompileWithoutWarnings(String folder) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
        Stream<Path> sources = Files.list(Repository.ROOT.resolve("benchmarks").resolve(folder))) {
      List<String> options =
          List.of(
              "-Xlint:all,-incubating",
              "-Werror",
              "--add-modules",
              "jdk.incubator.vector",
              "-d",
              classes.toString());
      List<Path> java = sources.filter(file -> file.toString().endsWith(".java")).toList();
      var units = files.getJavaFileObjectsFromPaths(java);
      boolean compiled = javac.getTask(said, files, null, options, null, units).call();
      assertEquals("", said.toString());
      assertEquals(true, compiled);
    }
  }
}
