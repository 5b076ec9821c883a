package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.cli.Repository.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a revision of git holds, wherever the files lay in it. */
final class RevisionTest {
  private static final String UNIT =
      "block Unit(width: int) { conv(width, 3, padding: 1); relu }\n";

  private static final String NETWORK =
      """
      import "../lib/blocks.bb"
      network Net {
        input image: [3, 8, 8]
        Unit(8)
      }
      """;

  private static final String ALONE = "network Alone { input x: [4]; relu }\n";

  @TempDir private Path folder;
  private Repository repository;

  @BeforeEach
  void commitTheFirstVersion() throws IOException, InterruptedException {
    repository = Repository.in(Files.createDirectory(folder.resolve("one")));
    repository.write("lib/blocks.bb", UNIT);
    repository.write("models/net.bb", NETWORK);
    repository.commit("first");
  }

  @Test
  void aHookSaysWhichRepositoryItIsOfAndNotWhichIsMeant() throws IOException, InterruptedException {
    repository.write("models/net.bb", NETWORK.replace("Unit(8)", "Unit(9)"));
    Repository other = Repository.in(Files.createDirectory(folder.resolve("other")));
    other.write("unrelated.bb", UNIT);
    other.commit("first");
    for (String isIn : List.of(other.path(".git"), ".git")) {
      Map<String, String> hook = Map.of("GIT_DIR", isIn, "GIT_INDEX_FILE", isIn + "/index");
      Result result =
          repository.bbc(hook, "breaking", repository.path("models/net.bb"), "--against", "HEAD");
      assertEquals(2, result.exit(), result.out() + result.err());
    }
  }

  @Test
  void whatGitFailsToReadIsNotNew() throws IOException, InterruptedException {
    String blob = repository.answer("rev-parse", "HEAD:models/net.bb");
    Files.delete(repository.object(blob));
    Result result = breaking(repository.path("models/net.bb"));
    assertEquals(1, result.exit(), result.out());
    assertTrue(result.err().contains("cannot be compared: it cannot be read"), result.err());
    assertTrue(result.err().contains("git says "), result.err());
    assertEquals("", result.out());
  }

  @Test
  void aTreeThatIsMissingIsAFailure() throws IOException, InterruptedException {
    Files.delete(repository.object(repository.answer("rev-parse", "HEAD:models")));
    Result result = breaking(repository.path("models/net.bb"));
    assertEquals(1, result.exit(), result.out());
    assertTrue(result.err().contains("git says "), result.err());
  }

  @Test
  void eachFileIsOfItsOwnRepository() throws IOException, InterruptedException {
    Repository second = Repository.in(Files.createDirectory(folder.resolve("two")));
    second.write("net.bb", "network Two { input x: [4]; fc: linear(2) }\n");
    second.commit("first");
    second.write("net.bb", "network Two { input x: [4]; fc: linear(3) }\n");
    Result result = breaking(repository.path("models/net.bb"), second.path("net.bb"));
    assertEquals(2, result.exit(), result.err());
    assertTrue(result.out().contains("CONTRACT  output `output`"), result.out());
    second.git("branch", "here-only");
    Result unknown =
        repository.bbc(
            "breaking",
            second.path("net.bb"),
            repository.path("models/net.bb"),
            "--against",
            "here-only");
    assertEquals(1, unknown.exit());
    assertTrue(unknown.err().contains("net.bb` lies in another repository, `"), unknown.err());
  }

  @Test
  void aFolderMayHaveHadAnotherName() throws IOException {
    Files.move(folder.resolve("one/lib"), folder.resolve("one/common"));
    repository.write("models/net.bb", NETWORK.replace("../lib", "../common"));
    Result result = breaking(repository.path("models/net.bb"));
    assertEquals(0, result.exit(), result.err());
    assertTrue(result.out().endsWith("nothing has changed\n"), result.out());
  }

  @Test
  void linksLeadWhereTheyLedThen() throws IOException, InterruptedException {
    link("models/inner", "../lib");
    link("link.bb", "models/alone.bb");
    repository.write("models/alone.bb", ALONE);
    repository.write("models/net.bb", NETWORK.replace("../lib/", "inner/"));
    repository.commit("links");
    repository.write("lib/blocks.bb", UNIT.replace("relu", "gelu"));
    repository.write("models/alone.bb", ALONE.replace("relu", "gelu"));
    for (String file : List.of("models/net.bb", "link.bb")) {
      Result result = breaking(repository.path(file));
      assertTrue(result.out().contains("NUMERICS"), result.out() + result.err());
    }
  }

  @Test
  void linksThatLeadNowhereAreSaid() throws IOException, InterruptedException {
    link("circle", "circle");
    link("lost.bb", "circle/alone.bb");
    link("out.bb", "../alone.bb");
    repository.commit("links");
    for (String file : List.of("lost.bb", "out.bb")) {
      Files.delete(folder.resolve("one").resolve(file));
      repository.write(file, ALONE);
    }
    assertUnread("lost.bb", "`circle` is a link there that leads nowhere");
    assertUnread("out.bb", "`out.bb` is a link there that leads out of the repository");
  }

  @Test
  void importsOfAFolderAreReadFromIt() throws IOException {
    Path now = Files.createTempDirectory(Path.of("target"), "now");
    Path old = folder.resolve("old");
    for (Path to : List.of(now, old.resolve(now))) {
      Repository files = new Repository(to.toAbsolutePath());
      files.write("lib/blocks.bb", to.equals(now) ? UNIT.replace("relu", "gelu") : UNIT);
      files.write("models/net.bb", NETWORK.replace("../lib/", ""));
    }
    Result result =
        repository.bbc(
            "breaking", now + "/models/net.bb", "-I", now + "/lib", "--against", "" + old);
    assertTrue(result.out().contains("NUMERICS"), result.out() + result.err());
  }

  @Test
  void filesAfterOneWithErrorsAreComparedToo() throws IOException, InterruptedException {
    repository.write("broken.bb", "network Broken {");
    repository.commit("broken");
    repository.write("broken.bb", ALONE.replace("Alone", "Broken"));
    repository.write("models/net.bb", NETWORK.replace("Unit(8)", "Unit(9)"));
    Result result = breaking(repository.path("broken.bb"), repository.path("models/net.bb"));
    assertEquals(1, result.exit(), result.err());
    assertTrue(result.out().contains("CONTRACT"), result.out() + result.err());
  }

  private void assertUnread(String file, String why) {
    Result result = breaking(repository.path(file));
    assertEquals(1, result.exit(), result.out());
    assertTrue(result.err().contains(why), result.err());
  }

  private void link(String from, String to) throws IOException {
    Files.createSymbolicLink(folder.resolve("one").resolve(from), Path.of(to));
  }

  @Test
  void whatASubmoduleHadIsReadFromIt() throws IOException, InterruptedException {
    Repository library = Repository.in(Files.createDirectory(folder.resolve("library")));
    library.write("lib/blocks.bb", UNIT);
    library.commit("first");
    repository.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library.path(""), "sub");
    repository.write("models/net.bb", NETWORK.replace("../lib/", "../sub/lib/"));
    repository.commit("by submodule");
    assertEquals(0, breaking(repository.path("models/net.bb")).exit());
    repository.write("sub/lib/blocks.bb", UNIT.replace("relu", "gelu"));
    Result changed = breaking(repository.path("models/net.bb"));
    assertTrue(changed.out().contains("NUMERICS"), changed.out() + changed.err());
    repository.git("rm", "--quiet", "-r", "-f", "sub");
    repository.write("models/net.bb", NETWORK);
    Result gone = breaking(repository.path("models/net.bb"));
    assertEquals(1, gone.exit());
    assertTrue(
        gone.err().contains("it lies in the submodule `sub`, which is not there"), gone.err());
  }

  private Result breaking(String... files) {
    return repository.bbc(
        Stream.of(Stream.of("breaking"), Stream.of(files), Stream.of("--against", "HEAD"))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }
}
