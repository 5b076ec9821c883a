package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher as far as it goes without building: what it says when it finds no JDK. */
@DisabledOnOs(OS.WINDOWS)
final class LauncherTest {
  private record Result(int exit, String err) {}

  @Test
  void refusesAnOldJdk(@TempDir Path folder) throws Exception {
    Path old = jdk(folder.resolve("old jdk"), "21.0.2");
    Result result = run(folder, Map.of("BBC_JAVA_HOME", old.toString()));
    assertEquals(64, result.exit());
    assertEquals("bbc: BBC_JAVA_HOME is " + old + ", which is no JDK 25 or newer\n", result.err());
  }

  @Test
  void refusesARuntimeWithoutACompiler(@TempDir Path folder) throws Exception {
    Path runtime = jdk(folder.resolve("jre"), "25.0.1");
    Files.delete(runtime.resolve("bin/javac"));
    Result result = run(folder, Map.of("BBC_JAVA_HOME", runtime.toString()));
    assertEquals(64, result.exit());
  }

  @Test
  void startsFromAnywhereThroughALink(@TempDir Path folder) throws Exception {
    Path jdk = jdk(folder.resolve("new jdk"), "26-ea");
    Path java = jdk.resolve("bin/java");
    Files.writeString(java, "#!/bin/sh\necho started >&2\nexit 3\n");
    // the build is current while its tests run, so the launcher goes straight to java
    Result result = run(folder, Map.of("BBC_JAVA_HOME", jdk.toString()));
    assertTrue(result.err().endsWith("started\n"), result.err());
    assertEquals(3, result.exit());
  }

  private static Path jdk(Path home, String version) throws IOException {
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    for (String tool : List.of("java", "javac")) {
      Path file = Files.writeString(home.resolve("bin").resolve(tool), "#!/bin/sh\n");
      assertTrue(file.toFile().setExecutable(true));
    }
    return home;
  }

  private static Result run(Path folder, Map<String, String> environment) throws Exception {
    Path link = folder.resolve("a link to bbc");
    Files.createSymbolicLink(link, Repository.ROOT.resolve("bbc"));
    ProcessBuilder builder = new ProcessBuilder(link.toString(), "--version");
    builder.directory(folder.toFile()).environment().putAll(environment);
    Process process = builder.start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), err);
  }
}
