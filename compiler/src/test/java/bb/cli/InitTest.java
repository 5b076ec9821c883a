package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.cli.Repository.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bbc init} begins, and what its workflow says of three pull requests. */
final class InitTest {
  private static final String NET = "models/net.bb";

  @TempDir private Path folder;
  private Repository repository;

  @BeforeEach
  void begin() throws Exception {
    repository = Repository.in(folder);
    assertEquals(0, repository.bbc("init", folder.toString()).exit());
    repository.commit("begin");
    repository.git("checkout", "--quiet", "-b", "change");
  }

  /** What the workflow runs, in its order. */
  private List<Result> workflow() {
    return List.of(
        repository.bbc("check", repository.path(NET), "--deny", "warnings", "--format", "github"),
        repository.bbc(
            "breaking", repository.path(NET), "--against", "main", "--format", "github"));
  }

  private void edit(String from, String to) throws IOException {
    String text = repository.read(NET);
    assertTrue(text.contains(from), from);
    repository.write(NET, text.replace(from, to));
  }

  @Test
  void whatItWritesIsRight() throws IOException {
    List<Result> results = workflow();
    assertEquals(List.of(0, 0), results.stream().map(Result::exit).toList());
    // a lock names files as they were given, in the root of the repository
    String lock = repository.read("bb.lock");
    assertTrue(lock.contains("\nnetwork Net of models/net.bb\n"), lock);
  }

  @Test
  void aLayerMoreIsReported() throws Exception {
    edit("  flatten\n", "  flatten\n  dropout(0.1)\n  relu\n");
    repository.commit("one more");
    Result breaking = repository.bbc("breaking", repository.path(NET), "--against", "main");
    assertEquals(0, breaking.exit());
    assertTrue(breaking.out().contains("`relu` is new"), breaking.out());
  }

  @Test
  void aBrokenCheckpointFails() throws Exception {
    edit("fc: linear", "head: linear");
    edit("stem: Unit(width)", "stem: Unit(width // 2)");
    repository.commit("break");
    List<Result> results = workflow();
    assertEquals(List.of(0, 2), results.stream().map(Result::exit).toList());
    assertTrue(results.getLast().out().contains("an old checkpoint no longer loads"));
  }

  @Test
  void aRefactoringPasses() throws Exception {
    edit(
        "  stem: Unit(width)\n  repeat i in 1..3 { \"stage{i}\": Unit(width * 2 ** i, stride: 2) }\n",
        "  stem: Unit(width)\n  stage1: Unit(2 * width, stride: 2)\n  stage2: Unit(4 * width, stride: 2)\n");
    edit("Unit", "Layer");
    repository.commit("refactor");
    Result breaking = repository.bbc("breaking", repository.path(NET), "--against", "main");
    assertEquals(0, breaking.exit());
    assertTrue(breaking.out().endsWith("nothing has changed\n"), breaking.out());
  }

  @Test
  void aNewFileIsNewAndARenamedOneIsSaid() throws Exception {
    repository.write("models/other.bb", repository.read(NET).replace("Net(", "Other("));
    String other = repository.path("models/other.bb");
    Result added = repository.bbc("breaking", repository.path(NET), other, "--against", "main");
    assertEquals(0, added.exit(), added.err());
    assertTrue(added.out().contains("Other in " + other + " is new"), added.out());

    repository.git("mv", NET, "models/renamed.bb");
    Result renamed =
        repository.bbc("breaking", repository.path("models/renamed.bb"), "--against", "main");
    assertEquals(1, renamed.exit());
    assertTrue(renamed.err().contains("error[BB0735]"), renamed.err());
    assertTrue(renamed.err().contains("models/net.bb` in `main`"), renamed.err());
  }
}
