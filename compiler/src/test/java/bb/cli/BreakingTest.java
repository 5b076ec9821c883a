package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pull requests in a repository of git, with its own program. */
final class BreakingTest {
  private static final String BLOCKS =
      """
      block Unit(width: int) {
        conv: conv(width, 3, padding: 1, bias: false)
        bn: bn
        relu
      }
      """;
  private static final String NETWORK =
      """
      import "blocks.bb"
      network Net {
        input image: [3, 8, 8]
        repeat width in [8, 16] { Unit(width) }
        global_avg_pool
        flatten
        fc: linear(10)
      }
      """;

  @TempDir private Path repository;

  @BeforeEach
  void commitTheFirstVersion() throws IOException, InterruptedException {
    write("blocks.bb", BLOCKS);
    write("net.bb", NETWORK);
    git("init", "--quiet", "--initial-branch=main");
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
  }

  @Test
  void aLayerMoreIsReported() throws IOException {
    write("net.bb", NETWORK.replace("  flatten\n", "  flatten\n  relu\n"));
    Result result = breaking("main");
    assertEquals(0, result.exit());
    assertTrue(result.out().contains("NUMERICS  4: `relu` is new"), result.out());
  }

  @Test
  void aBrokenCheckpointFails() throws IOException {
    // what has changed is an import, which the revision has in its first form
    write(
        "blocks.bb",
        BLOCKS.replace("conv: conv(width, 3", "conv: conv(width, 1").replace("padding: 1, ", ""));
    Result result = breaking("HEAD");
    assertEquals(2, result.exit());
    assertTrue(
        result.err().contains("error[BB0421]: `Net`: an old checkpoint no longer loads"),
        result.err());
    assertTrue(result.out().contains("in all 2 `Unit`s, conv: "), result.out());
  }

  @Test
  void whatOnlyMovesPasses() throws IOException {
    write(
        "net.bb",
        NETWORK
            .replace("import \"blocks.bb\"\n", BLOCKS.replace("Unit", "Block"))
            .replace("Unit(", "Block("));
    Result result = breaking("main");
    assertEquals(0, result.exit());
    assertTrue(result.out().endsWith("nothing has changed\n"), result.out());
  }

  @Test
  void whatIsInNoRevisionIsSaid() throws IOException {
    write("new.bb", NETWORK);
    assertTrue(
        run("breaking", path("new.bb"), "--against", "main").err().contains("error[BB0735]"));
    Result result = breaking("mian");
    assertTrue(result.err().contains("did you mean `main`?"), result.err());
    assertTrue(breaking("--upload-pack=x").err().contains("error[BB0733]"));
  }

  private Result breaking(String revision) {
    return run("breaking", path("net.bb"), "--against", revision);
  }

  private record Result(int exit, String out, String err) {}

  private static Result run(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(print(out), print(err), false, false, false, false);
    int exit = Main.run(terminal, Host.system(), arguments);
    return new Result(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }

  private String path(String file) {
    return repository.resolve(file).toString();
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(repository.resolve(file), text);
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(repository.toFile()).inheritIO().start();
    assertEquals(0, process.waitFor(), () -> String.join(" ", command));
  }
}
