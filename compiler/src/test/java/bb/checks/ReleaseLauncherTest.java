package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.checks.Clone.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The launcher of a release: which Java it runs, on what, and how its cache of classes comes. */
@DisabledOnOs(OS.WINDOWS)
final class ReleaseLauncherTest {
  /** Prints its name and its arguments a line each; writes a cache if it is asked to. */
  private static final String JAVA =
      """
      #!/bin/sh
      echo "$0"
      for word in "$@"; do
        echo "$word"
        case $word in -XX:AOTCacheOutput=*) echo classes > "${word#*=}" ;; esac
      done
      """;

  @TempDir private Path folder;
  private Path home;
  private Path jdk;
  private Path cache;

  @BeforeEach
  void unpack() throws IOException {
    home = folder.resolve("a release/bbc-1");
    for (String sub : List.of("bin", "lib")) {
      Files.createDirectories(home.resolve(sub));
    }
    Path sources = Repository.ROOT.resolve("compiler/src/main");
    Clone.script(home.resolve("bin/bbc"), Files.readString(sources.resolve("release/bbc")));
    Files.copy(sources.resolve("launcher/java.sh"), home.resolve("lib/java.sh"));
    for (String jar : List.of("b.jar", "a.jar")) {
      Files.writeString(home.resolve("lib").resolve(jar), "");
    }
    jdk = Clone.jdk(folder.resolve("a jdk"), "25.0.1");
    Clone.script(jdk.resolve("bin/java"), JAVA);
    cache = folder.resolve("a cache");
  }

  private Result run(Map<String, String> environment, String... words) throws Exception {
    Path link = folder.resolve("a link");
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, home.resolve("bin/bbc"));
    var builder =
        new ProcessBuilder(Stream.concat(Stream.of("" + link), Stream.of(words)).toList());
    builder.environment().putAll(Map.of("BBC_JAVA_HOME", "" + jdk, "BBC_CACHE", "" + cache));
    builder.environment().putAll(environment);
    return Clone.result(builder.start());
  }

  private List<Path> caches() throws IOException {
    try (Stream<Path> files = Files.list(cache)) {
      return files.toList();
    }
  }

  @Test
  void runsTheJarsThatCameWithIt() throws Exception {
    List<String> said = run(Map.of("BBC_CACHE", "off"), "check", "a b.bb").out().lines().toList();
    Path lib = home.toRealPath().resolve("lib");
    assertEquals(lib + "/a.jar:" + lib + "/b.jar", said.get(said.indexOf("-cp") + 1));
    assertEquals(
        List.of("bb.cli.Main", "check", "a b.bb"), said.subList(said.size() - 3, said.size()));
    assertFalse(said.stream().anyMatch(word -> word.startsWith("-XX:AOTCache")), "" + said);
  }

  @Test
  void namesOfFilesAreUtf8WhereTheLocaleHasOnlyAscii() throws Exception {
    Clone.script(jdk.resolve("bin/java"), "#!/bin/sh\necho \"$LC_ALL\"\n");
    for (String locale : List.of("C", "POSIX")) {
      assertEquals("C.UTF-8\n", run(Map.of("BBC_CACHE", "off", "LC_ALL", locale), "-V").out());
    }
    String own = "de_DE.ISO-8859-1";
    assertEquals(own + "\n", run(Map.of("BBC_CACHE", "off", "LC_ALL", own), "-V").out());
  }

  @Test
  void makesCachesForItsJdk() throws Exception {
    assertEquals(0, run(Map.of(), "--make-cache").exit());
    List<Path> made = caches();
    assertEquals(3, made.size(), "" + made);
    Map<String, String> parts = Map.of("check", "check", "report", "front", "compile", "back");
    for (Map.Entry<String, String> part : parts.entrySet()) {
      Path own =
          made.stream()
              .filter(f -> f.toString().endsWith("-" + part.getValue() + ".aot"))
              .findFirst()
              .orElseThrow();
      String said = run(Map.of(), part.getKey()).out();
      assertTrue(said.contains("-XX:AOTCache=" + own + "\n"), said);
    }
    Path other = Clone.jdk(folder.resolve("other"), "26");
    Clone.script(other.resolve("bin/java"), JAVA);
    assertEquals(0, run(Map.of("BBC_JAVA_HOME", "" + other), "--make-cache").exit());
    assertEquals(6, caches().size());
  }

  /** It starts while the cache is being made, and says nothing of it. */
  @Test
  void theFirstStartMakesTheCacheOnTheSide() throws Exception {
    Files.createDirectories(cache);
    try (WatchService watch = cache.getFileSystem().newWatchService()) {
      cache.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Result first = run(Map.of(), "-V");
      assertEquals(0, first.exit());
      assertFalse(first.out().contains("AOTCache"), first.out());
      assertEquals("", first.err());
      while (caches().stream().noneMatch(file -> file.toString().endsWith(".aot"))) {
        watch.take().reset();
      }
    }
  }

  @Test
  void doesWithoutACacheThatCannotBe() throws Exception {
    Path file = Files.createFile(folder.resolve("a file"));
    Result result = run(Map.of("BBC_CACHE", "" + file), "-V");
    assertEquals(0, result.exit());
    assertEquals("", result.err());
    Result asked = run(Map.of("BBC_CACHE", "" + file), "--make-cache");
    assertEquals(1, asked.exit());
    assertTrue(asked.err().startsWith("bbc: there is no cache of classes: " + file), asked.err());
  }

  @Test
  void prefersTheJavaThatCameWithIt() throws Exception {
    Path own = Clone.jdk(home.resolve("java"), "25.0.1");
    Clone.script(own.resolve("bin/java"), JAVA);
    Map<String, String> none = Map.of("BBC_CACHE", "off", "BBC_JAVA_HOME", "");
    assertTrue(run(none, "-V").out().startsWith(own.toRealPath() + "/bin/java\n"));
    assertTrue(run(Map.of("BBC_CACHE", "off"), "-V").out().startsWith(jdk + "/bin/java\n"));
  }
}
