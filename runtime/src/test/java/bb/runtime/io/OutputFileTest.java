package bb.runtime.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import bb.runtime.ErrorCode;
import bb.runtime.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Writing loses nothing: neither what was there, nor what it was. */
@DisabledOnOs(OS.WINDOWS)
class OutputFileTest {
  @TempDir Path folder;

  private static void write(Path target, String text) {
    OutputFile.write(target, stream -> stream.write(text.getBytes()));
  }

  private String refusal(Path target) {
    UserError error = assertThrows(UserError.class, () -> write(target, "new"));
    assertEquals(ErrorCode.BB0603, error.code());
    return error.getMessage().replace(folder + "/", "");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aNewFileHasTheModeThatNewFilesHave() throws IOException {
    Path usual = Files.writeString(folder.resolve("usual"), "old");
    Path ours = folder.resolve("ours");
    write(ours, "new");
    assertEquals("new", Files.readString(ours));
    assertEquals(Files.getPosixFilePermissions(usual), Files.getPosixFilePermissions(ours));
  }

  @Test
  void aFileKeepsItsMode() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xrwx"));
    write(file, "new");
    assertEquals("new", Files.readString(file));
    assertEquals("rwxr-xrwx", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    assertEquals(List.of("file"), names());
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Path near = Files.createSymbolicLink(folder.resolve("near"), Path.of("file"));
    Path far = Files.createSymbolicLink(folder.resolve("far"), near);
    write(far, "new");
    assertEquals("new", Files.readString(file));
    assertEquals(near, Files.readSymbolicLink(far));
    assertEquals(Path.of("file"), Files.readSymbolicLink(near));
  }

  @Test
  void aLinkToNothingMakesItsTarget() throws IOException {
    Files.createDirectory(folder.resolve("sub"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("sub/file"));
    write(link, "new");
    assertEquals("new", Files.readString(folder.resolve("sub/file")));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  void whatCannotBeAFileIsRefused() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("directory"));
    assertEquals("cannot write `directory`: it is a directory", refusal(directory));
    assertTrue(Files.isDirectory(directory));
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("link"));
    assertEquals("cannot write `link`: its links lead in a circle", refusal(link));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("cannot write `no/a`: its folder is not there", refusal(folder.resolve("no/a")));
    assertEquals(List.of("directory", "link"), names());
  }

  @Test
  void aProtectedFileIsRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    assumeFalse(Files.isWritable(file), "root may write everything");
    assertEquals("cannot write `file`: it is write-protected", refusal(file));
    assertEquals("old", Files.readString(file));
  }

  @Test
  void aDeviceStaysADevice() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/null"));
    write(link, "new");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals(FileKind.CHARACTER_DEVICE, FileKind.of(Path.of("/dev/null")));
  }

  @Test
  void aPipeIsStreamedToIfSomethingReadsIt() throws Exception {
    Path pipe = Fifo.make(folder.resolve("pipe"));
    assertEquals("cannot write `pipe`: nothing reads from the pipe", refusal(pipe));
    try (ByteChannel reader =
        Files.newByteChannel(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      write(pipe, "new");
      ByteBuffer read = ByteBuffer.allocate(3);
      reader.read(read);
      assertEquals("new", new String(read.array()));
    }
    assertEquals(FileKind.PIPE, FileKind.of(pipe));
  }

  @Test
  void standardOutputIsStreamedTo() {
    for (String name : List.of("-", "/dev/stdout")) {
      var written = new ByteArrayOutputStream();
      PrintStream standard = new PrintStream(written);
      for (int i = 0; i < 2; i++) {
        OutputFile.write(
            name,
            standard,
            stream -> {
              stream.write("new".getBytes());
              stream.close(); // as what packs a jar does
            });
      }
      assertEquals("newnew", written.toString());
    }
  }

  @Test
  void whatFailsChangesNothing() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "old");
    assertThrows(
        UserError.class,
        () ->
            OutputFile.write(
                file,
                stream -> {
                  stream.write(new byte[100_000]);
                  throw new IOException("No space left on device");
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  /** What a run leaves that is killed goes with a later one; nothing else does. */
  @Test
  void removesWhatKilledRunsLeft() throws IOException {
    Path stale = aged(".bb-4711-123456789.tmp", 61);
    Path young = aged(".bb-4711-123456790.tmp", 59);
    Path others = aged(".bb-notes.tmp", 61);
    Path unlike = aged("x.bb-4711-123456789.tmp", 61);
    Path inside = Files.createDirectory(folder.resolve(".bb-4711-1.tmp"));
    Files.setLastModifiedTime(inside, ago(61));
    Path target = aged("target", 61);
    Path link = Files.createSymbolicLink(folder.resolve(".bb-4711-2.tmp"), target);
    write(folder.resolve("new"), "new");
    assertFalse(Files.exists(stale));
    for (Path kept : List.of(young, others, unlike, inside, target, link)) {
      assertTrue(Files.exists(kept), kept.toString());
    }
  }

  private Path aged(String name, int minutes) throws IOException {
    Path file = Files.writeString(folder.resolve(name), "old");
    return Files.setLastModifiedTime(file, ago(minutes));
  }

  private static FileTime ago(int minutes) {
    return FileTime.from(Instant.now().minus(Duration.ofMinutes(minutes)));
  }

  @Test
  void knowsAnInputByEveryName() throws IOException {
    Path input = Files.writeString(folder.resolve("input"), "old");
    Files.createSymbolicLink(folder.resolve("link"), input);
    Files.createLink(folder.resolve("twin"), input);
    Files.writeString(folder.resolve("other"), "old");
    for (String name : List.of("input", "./input", "../" + folder.getFileName() + "/input")) {
      refused(name, "input");
    }
    refused("link", "input");
    refused("twin", "input");
    refused("input", "link");
    refused("twin", "link");
    for (String name : List.of("other", "new", "no/new", "-", "/dev/null", "\0")) {
      OutputFile.refuseInputs(path(name), List.of(path("input"), path("missing"), "\0"));
    }
  }

  private void refused(String output, String input) {
    UserError error =
        assertThrows(
            UserError.class,
            () -> OutputFile.refuseInputs(path(output), List.of(path("other"), path(input))),
            output);
    assertEquals(ErrorCode.BB0640, error.code());
  }

  private String path(String name) {
    boolean inFolder = !name.startsWith("/") && !name.equals("-") && !name.equals("\0");
    return inFolder ? folder + "/" + name : name;
  }
}
