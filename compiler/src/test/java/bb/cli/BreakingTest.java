package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.cli.Repository.Result;
import java.io.IOException;
import java.nio.file.Path;
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

  @TempDir private Path folder;
  private Repository repository;

  @BeforeEach
  void commitTheFirstVersion() throws IOException, InterruptedException {
    repository = Repository.in(folder);
    repository.write("blocks.bb", BLOCKS);
    repository.write("net.bb", NETWORK);
    repository.commit("first");
  }

  @Test
  void aLayerMoreIsReported() throws IOException {
    repository.write("net.bb", NETWORK.replace("  flatten\n", "  flatten\n  relu\n"));
    Result result = breaking("main");
    assertEquals(0, result.exit());
    assertTrue(result.out().contains("NUMERICS  4: `relu` is new"), result.out());
  }

  @Test
  void aBrokenCheckpointFails() throws IOException {
    // what has changed is an import, which the revision has in its first form
    repository.write(
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
    repository.write(
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
    repository.write("new.bb", NETWORK);
    Result added = repository.bbc("breaking", repository.path("new.bb"), "--against", "main");
    assertEquals(0, added.exit());
    assertTrue(added.out().endsWith("new.bb is new\n"), added.out());
    Result result = breaking("mian");
    assertTrue(result.err().contains("did you mean `main`?"), result.err());
    assertTrue(breaking("--upload-pack=x").err().contains("error[BB0733]"));
  }

  @Test
  void withoutARepositoryThereIsNoRevision(@TempDir Path elsewhere) throws IOException {
    Repository none = new Repository(elsewhere);
    none.write("net.bb", "network Net { input x: [4]; relu }\n");
    Result result = none.bbc("breaking", none.path("net.bb"), "--against", "main");
    assertEquals(1, result.exit());
    assertTrue(result.err().contains("net.bb` lies in no repository of git"), result.err());
  }

  @Test
  void aPageShowsWhatHasChangedInEveryNetwork() throws IOException {
    repository.write("more.bb", NETWORK.replace("Net", "More"));
    repository.write("net.bb", NETWORK.replace("linear(10)", "linear(5)"));
    Result result =
        repository.bbc(
            "breaking",
            repository.path("net.bb"),
            repository.path("more.bb"),
            "--against",
            "main",
            "--format",
            "html");
    assertEquals(2, result.exit());
    assertTrue(result.out().startsWith("<!doctype html>"), result.out());
    assertTrue(result.out().contains("class=\"chip chip-weights\""), result.out());
    assertTrue(result.out().contains("more.bb is new."), result.out());
    assertTrue(result.err().contains("error[BB0421]"), result.err());
  }

  private Result breaking(String revision) {
    return repository.bbc("breaking", repository.path("net.bb"), "--against", revision);
  }
}
