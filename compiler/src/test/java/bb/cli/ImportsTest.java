package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.Compiler;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.source.SourceFile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an import, or the file of a command line, may be: a {@code .bb} file and nothing else. */
final class ImportsTest {
  private static final String SECRET = "block secret { nobody may read this }";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("secret.txt"), SECRET);
    Files.writeString(folder.resolve("blocks.bb"), "block B { relu }\n");
    Files.createDirectory(folder.resolve("folder.bb"));
    Files.write(folder.resolve("latin.bb"), new byte[] {'#', (byte) 0xE9, '\n'});
    try (var large = new RandomAccessFile(folder.resolve("large.bb").toFile(), "rw")) {
      large.setLength((8 << 20) + 1);
    }
  }

  @Test
  void whatIsRefusedSaysSo() throws IOException {
    assertRefused("missing.bb", "BB0213", "no such file");
    assertRefused("folder.bb", "BB0213", "it is a folder");
    assertRefused(
        "latin.bb", "BB0213", "it is not text in UTF-8: a byte E9 in line 1 is no part of such");
    assertRefused("large.bb", "BB0213", "it is larger than a source file may be (8 MiB)");
    assertRefused("secret.txt", "BB0219", "its name does not end in `.bb`");
    assertRefused("/dev/zero", "BB0218", "an absolute path");
    assertRefused("C:blocks.bb", "BB0218", "an absolute path");
    assertRefused(folder.resolve("blocks.bb").toString(), "BB0218", "an absolute path");
  }

  @Test
  void pipesAreNotWaitedFor() throws IOException, InterruptedException {
    Path pipe = folder.resolve("pipe.bb");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo");
    assertEquals(0, new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start().waitFor());
    assertRefused("pipe.bb", "BB0213", "it is a pipe, a socket or a device");
    assertArgumentRefused("pipe.bb", "it is a pipe, a socket or a device");
  }

  @Test
  void aLinkIsFollowedOnceToAFileOfSource() throws IOException {
    link("device.bb", Path.of("/dev/zero"));
    link("other.bb", Path.of("secret.txt"));
    link("good.bb", Path.of("blocks.bb"));
    link("chain.bb", Path.of("good.bb"));
    link("loop.bb", Path.of("loop.bb"));
    String other = "it is a link to a file whose name does not end in `.bb`";
    assertRefused("device.bb", "BB0213", other);
    assertRefused("other.bb", "BB0213", other);
    assertRefused("chain.bb", "BB0213", "it is a link to a link");
    assertRefused("loop.bb", "BB0213", "it is a link to a link");
    assertArgumentRefused("other.bb", other);
    assertEquals(List.of(), imported("good.bb", List.of()));
  }

  @Test
  void theFileOfTheCommandLineGetsTheSameChecks() {
    assertArgumentRefused("secret.txt", "its name does not end in `.bb`");
    assertArgumentRefused("folder.bb", "it is a folder");
    assertArgumentRefused(
        "latin.bb", "it is not text in UTF-8: a byte E9 in line 1 is no part of such");
    assertArgumentRefused("large.bb", "it is larger than a source file may be (8 MiB)");
    assertArgumentRefused("missing.bb", "there is no file");
  }

  @Test
  void foldersAreSearchedInOrder() throws IOException {
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = Files.createDirectory(folder.resolve("second"));
    Files.writeString(second.resolve("more.bb"), "block B { relu }\n");
    assertEquals(1, imported("more.bb", List.of(first)).size());
    assertEquals(List.of(), imported("more.bb", List.of(first, second)));
    Files.writeString(first.resolve("more.bb"), "block Other { relu }\n");
    assertEquals(1, imported("more.bb", List.of(first, second)).size());
    Files.writeString(folder.resolve("more.bb"), "block B { relu }\n");
    assertEquals(List.of(), imported("more.bb", List.of(first, second)));
  }

  /** Whatever its place among the imports, a file's block comes before one of the library. */
  @Test
  void theStandardLibraryComesLast() throws IOException {
    Files.writeString(folder.resolve("own.bb"), "block ConvBn { relu }\n");
    Path net = folder.resolve("net.bb");
    Files.writeString(
        net, "import \"blocks.bb\"\nimport \"own.bb\"\nnetwork N { input x: [4]; ConvBn }\n");
    Problems problems = new Problems();
    SourceReader reader = new SourceReader(List.of());
    SourceFile file = reader.open(net.toString(), problems).orElseThrow();
    Compiler.open(file, reader, problems).orElseThrow().graph("N");
    assertEquals(List.of(), problems.sorted());
  }

  private void link(String name, Path target) throws IOException {
    Files.createSymbolicLink(folder.resolve(name), target);
  }

  private void assertRefused(String path, String code, String reason) throws IOException {
    List<Diagnostic> found = imported(path, List.of());
    assertEquals(1, found.size(), () -> path + ": " + found);
    assertEquals(code, found.getFirst().code().name(), path);
    assertEquals(reason, found.getFirst().primary().orElseThrow().text(), path);
    assertFalse(TextRenderer.render(found, false).contains("nobody"));
  }

  /** What is wrong with a file that imports that path, but for the block that it then lacks. */
  private List<Diagnostic> imported(String path, List<Path> folders) throws IOException {
    Path net = folder.resolve("net.bb");
    Files.writeString(net, "import \"%s\"\nnetwork N { input x: [4]; B }\n".formatted(path));
    Problems problems = new Problems();
    SourceReader reader = new SourceReader(folders);
    SourceFile file = reader.open(net.toString(), problems).orElseThrow();
    Compiler.open(file, reader, problems);
    List<Diagnostic> found = problems.sorted();
    boolean lacks = found.stream().anyMatch(d -> d.code().name().equals("BB0202"));
    return found.size() > 1 && lacks
        ? found.stream().filter(d -> !d.code().name().equals("BB0202")).toList()
        : found;
  }

  private void assertArgumentRefused(String name, String reason) {
    Problems problems = new Problems();
    Optional<SourceFile> file =
        new SourceReader(List.of()).open(folder.resolve(name).toString(), problems);
    assertTrue(file.isEmpty());
    String text = TextRenderer.render(problems.sorted(), false);
    assertTrue(Stream.of(reason).allMatch(text::contains), text);
    assertFalse(text.contains("nobody"));
  }
}
