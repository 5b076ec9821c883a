package bb.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services are told the paths that files have in their repository. */
final class RepositoryPathsTest {
  @TempDir private Path folder;

  @Test
  void filesHaveTheirPathsInTheRepository() throws Exception {
    Repository repository = Repository.in(folder);
    Files.createDirectories(folder.resolve("models"));
    Files.createDirectories(folder.resolve("lib"));
    repository.write("lib/blocks.bb", "block U() { rely }\n");
    repository.write("models/b.bb", "import \"../lib/blocks.bb\"\nnetwork B { input x: [4]; U }\n");
    repository.write("models/c.bb", "network C { input x: [4]; linear(2) }\n");
    String c = folder.resolve("lib/../models/c.bb").toString();
    assertSays(repository, "github", "file=models/c.bb,", "check", c, "--max-params", "1");
    assertSays(repository, "gitlab", "\"path\":\"models/c.bb\"", "check", c, "--max-params", "1");
    assertSays(repository, "sarif", "\"uri\":\"models/c.bb\"", "check", c, "--max-params", "1");
    String b = repository.path("models/b.bb");
    assertSays(repository, "github", "file=lib/blocks.bb,", "check", b);
    assertSays(repository, "sarif", "\"uri\":\"lib/blocks.bb\"", "check", b);
    // what is no file has no other name
    assertSays(repository, "github", "file=--set,", "check", c, "--network", "C", "--set", "width");
    assertSays(repository, "junit", "name=\"" + repository.path("lib/blocks.bb"), "check", b);
  }

  private static void assertSays(
      Repository repository, String format, String text, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--format";
    all[arguments.length + 1] = format;
    String out = repository.bbc(all).out();
    assertTrue(out.contains(text), out);
  }
}
