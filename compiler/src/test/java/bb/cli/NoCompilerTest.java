package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.checks.ApprovedError;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a Java that has no compiler, bbc says so. */
final class NoCompilerTest {
  private static final String MODULES = "java.se,jdk.unsupported,jdk.incubator.vector";

  @TempDir private Path folder;

  @Test
  void aRuntimeIsNotEnough() throws IOException, InterruptedException {
    String home = System.getProperty("java.home");
    List<String> command =
        List.of(
            Path.of(home, "bin", "java").toString(),
            "--limit-modules",
            MODULES,
            // loaded later, it would bring the compiler along
            "--add-modules",
            "jdk.incubator.vector",
            "-cp",
            withoutServices(System.getProperty("java.class.path")),
            "bb.cli.Main",
            "compile",
            "src/test/resources/cli/files/only.bb",
            "-o",
            folder.resolve("only.jar").toString());
    Process process = new ProcessBuilder(command).start();
    String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(1, process.waitFor(), said);
    String error = said.substring(said.indexOf("error["));
    ApprovedError.check("bb0502", error.replace(home, "/opt/jre-25"));
  }

  /** The formatter offers a Java compiler of its own. */
  private static String withoutServices(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .filter(entry -> !entry.contains("google-java-format"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
