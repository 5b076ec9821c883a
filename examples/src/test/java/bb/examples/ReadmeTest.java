package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first command that a reader is told to try works, and reads the right digit. */
final class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final String LAUNCHER = "./bbc ";

  @Test
  void firstCommandReadsTheSeven() throws IOException, InterruptedException {
    String command =
        Examples.lines(ROOT.resolve("README.md")).stream()
            .filter(line -> line.startsWith(LAUNCHER + "run "))
            .findFirst()
            .orElseThrow();
    List<String> output = run(command.substring(LAUNCHER.length())).lines().toList();
    assertTrue(output.get(2).strip().startsWith("7 "), () -> String.join("\n", output));

    List<String> tutorial = Examples.lines(Path.of("digits/README.md"));
    int start = tutorial.indexOf("$ " + command) + 1;
    List<String> shown = tutorial.subList(start, start + output.size());
    assertEquals(withoutLogits(shown), withoutLogits(output));
  }

  /** The last digits of a logit depend on the machine. */
  private static String withoutLogits(List<String> answer) {
    return String.join("\n", answer).replaceAll("(?m)^( +\\S+ +\\S+) +\\S+", "$1");
  }

  private static String run(String arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "bb.cli.Main"));
    command.addAll(List.of(arguments.split(" ")));
    Process process =
        new ProcessBuilder(command)
            .directory(ROOT.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }
}
