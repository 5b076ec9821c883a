package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.checks.Clone.Result;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher: what it says when it finds no JDK, when it builds, and what it runs. */
// ends what waits for ever
@Timeout(value = 15, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
  @TempDir private Path folder;

  @Test
  void refusesAnOldJdk() throws Exception {
    Path old = Clone.jdk(folder.resolve("old jdk"), "21.0.2");
    Result result = runThroughALink(old);
    assertEquals(64, result.exit());
    assertEquals("bbc: BBC_JAVA_HOME is " + old + ", which is no JDK 25 or newer\n", result.err());
  }

  @Test
  void refusesARuntimeWithoutACompiler() throws Exception {
    Path runtime = Clone.jdk(folder.resolve("jre"), "25.0.1");
    Files.delete(runtime.resolve("bin/javac"));
    assertEquals(64, runThroughALink(runtime).exit());
  }

  private Result runThroughALink(Path jdk) throws Exception {
    Path link = folder.resolve("a link to bbc");
    Files.createSymbolicLink(link, Repository.ROOT.resolve("bbc"));
    ProcessBuilder builder = new ProcessBuilder(link.toString(), "--version");
    builder.directory(folder.toFile()).environment().put("BBC_JAVA_HOME", jdk.toString());
    return Clone.result(builder.start());
  }

  @Test
  void buildsWhenASourceIsNewer() throws Exception {
    Clone clone = Clone.in(folder);
    Result first = clone.run();
    assertEquals("bbc: building the compiler (once)\n", first.err());
    assertEquals(0, first.exit());
    assertEquals("", clone.run().err());
    assertEquals(1, clone.builds());
    clone.edit();
    clone.run();
    assertEquals(2, clone.builds());
  }

  @Test
  void buildsAgainWhenASourceChangedMeanwhile() throws Exception {
    Clone clone = Clone.in(folder);
    Path source = clone.home().resolve("compiler/src/main/A.java");
    Files.writeString(clone.tools().resolve("changing"), source.toString());
    clone.run();
    clone.run();
    assertEquals(2, clone.builds());
  }

  /** What a running bbc has on its class path outlives all that Maven may do to the clone. */
  @Test
  void runsWhatNobodyRewrites() throws Exception {
    Clone clone = Clone.in(folder);
    List<Path> running = clone.classPath();
    assertEquals(4, running.size());
    for (Path entry : running) {
      assertTrue(entry.toString().endsWith(".jar"), entry.toString());
      assertFalse(entry.startsWith(clone.home().resolve(".bbc/work")), entry.toString());
      for (Path part : entry) {
        assertNotEquals("target", part.toString(), "Maven writes and cleans there: " + entry);
      }
    }
    clone.edit();
    List<Path> next = clone.classPath();
    assertNotEquals(running, next);
    assertEquals(
        List.of(),
        Stream.concat(running.stream(), next.stream()).filter(Files::notExists).toList());
  }

  @Test
  void aFailedBuildLeavesTheLastOne() throws Exception {
    Clone clone = Clone.in(folder);
    List<Path> before = clone.classPath();
    clone.edit();
    Path failing = Files.createFile(clone.tools().resolve("failing"));
    Result failed = clone.run();
    assertEquals(70, failed.exit());
    assertTrue(failed.err().endsWith("[ERROR] it does not compile\n"), failed.err());
    assertTrue(before.stream().allMatch(Files::exists));
    try (Stream<Path> builds = Files.list(clone.home().resolve(".bbc"))) {
      assertEquals(1, builds.filter(b -> b.getFileName().toString().startsWith("build-")).count());
    }
    Files.delete(failing);
    assertEquals(0, clone.run().exit());
  }

  @Test
  void oneBuildsForAll() throws Exception {
    Clone clone = Clone.in(folder);
    for (String name : List.of("gate", "begun")) {
      Path pipe = clone.tools().resolve(name);
      assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    }
    Process first = clone.start();
    Files.readString(clone.tools().resolve("begun"));
    Process second = clone.start();
    BufferedReader said = second.errorReader();
    assertEquals("bbc: waiting for another bbc that is building", said.readLine());
    Files.writeString(clone.tools().resolve("gate"), "go\n");
    assertEquals(0, first.waitFor());
    assertEquals(0, second.waitFor());
    assertEquals(1, clone.builds());
    assertEquals(
        new String(first.getInputStream().readAllBytes()),
        new String(second.getInputStream().readAllBytes()));
  }

  /** A model is packed from the runtime's jar as it is from the folder that tests run from. */
  @Test
  void jarsAreEnoughToCompile() throws Exception {
    List<String> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(":")) {
      Path classes = Path.of(entry);
      boolean ours = classes.endsWith("target/classes");
      classPath.add(ours ? jar(classes, "part" + classPath.size() + ".jar").toString() : entry);
    }
    Path net =
        Files.writeString(folder.resolve("net.bb"), "network N {\n  input x: [4]\n  relu\n}\n");
    Path out = folder.resolve("net.jar");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            String.join(":", classPath),
            "bb.cli.Main",
            "compile",
            net.toString(),
            "-o",
            out.toString());
    Result result = Clone.result(new ProcessBuilder(command).start());
    assertEquals(0, result.exit(), result.err());
    try (JarFile compiled = new JarFile(out.toFile())) {
      assertTrue(compiled.getEntry("bb/models/n/runtime/Model.class") != null);
    }
  }

  private Path jar(Path classes, String name) throws Exception {
    Path jar = folder.resolve(name);
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> walk = Files.walk(classes)) {
      for (Path path : walk.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString()));
        Files.copy(path, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
