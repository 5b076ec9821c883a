package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What is written from the command line's own model: completions of shells, and the manual page.
 */
final class CompletionTest {
  @TempDir private Path folder;

  private static CommandLine bbc() {
    return Bbc.commandLine(new Session(Terminal.system(), Host.system()));
  }

  private static String printed(String... command) {
    return new Transcript(Path.of("out")).run("bbc " + String.join(" ", command)).out();
  }

  private static Stream<CommandSpec> commands() {
    return bbc().getSubcommands().values().stream().map(CommandLine::getCommandSpec);
  }

  @ParameterizedTest
  @EnumSource
  void everyCommandAndOptionIsCompleted(Words.Shell shell) {
    String script = printed("completion", shell.name());
    commands()
        .forEach(command -> {
          assertTrue(script.contains(command.name()), command.name());
          command
              .options()
              .forEach(option -> {
                String name = option.longestName().replaceFirst("^-+", "");
                assertTrue(script.contains(name), command.name() + " " + name);
              });
        });
  }

  @ParameterizedTest
  @EnumSource
  void theShellReadsIt(Words.Shell shell) throws Exception {
    String name = shell.name().toLowerCase();
    assumeTrue(there(name), "there is no " + name + " here");
    Path script = folder.resolve("script");
    Files.writeString(script, printed("completion", name));
    assertEquals("", said(name, "-n", script.toString()));
  }

  @Test
  void bashCompletesACommand() throws Exception {
    assumeTrue(there("bash"), "there is no bash here");
    Path script = folder.resolve("script");
    Files.writeString(script, printed("completion", "bash"));
    String words = "COMP_WORDS=(bbc expl); COMP_CWORD=1; _complete_bbc; echo ${COMPREPLY[@]}";
    assertEquals("explain\n", said("bash", "-c", "source '" + script + "'; " + words));
  }

  @Test
  void fishCompletesAValue() throws Exception {
    assumeTrue(there("fish"), "there is no fish here");
    Path script = folder.resolve("script");
    Files.writeString(script, printed("completion", "fish"));
    String completed =
        said("fish", "-c", "source " + script + "; complete -C 'bbc check --format gith'");
    assertTrue(completed.startsWith("github\t"), completed);
  }

  @Test
  void theManualHasAllAndNoRequestOfItsOwn() {
    String page = printed("manual");
    commands()
        .forEach(command -> {
          assertTrue(page.contains(".SS \"bbc " + command.name() + " "), command.name());
          command.options().stream()
              .map(option -> option.longestName().replace("-", "\\-"))
              .forEach(name -> assertTrue(page.contains(name), name));
        });
    List<String> requests = List.of(".TH", ".SH", ".SS", ".TP", ".PP", ".B", ".nf", ".fi");
    page.lines()
        .filter(line -> line.startsWith(".") || line.startsWith("'"))
        .forEach(line -> assertTrue(requests.contains(line.split(" ")[0]), line));
  }

  private static boolean there(String shell) throws InterruptedException {
    try {
      return new ProcessBuilder(shell, "-c", "exit").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static String said(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
