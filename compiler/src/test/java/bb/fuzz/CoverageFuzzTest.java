package bb.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import bb.ops.OpSpec;
import bb.ops.Operators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Runs Jazzer on {@link SourceFuzzer} in a process of its own, from the real sources on: for a
 * number of inputs where the environment says {@code CI=true}, for {@code -Dfuzz.seconds} where
 * that is given. What it finds, and the inputs that lead somewhere new, lie in {@code target/fuzz}.
 */
final class CoverageFuzzTest {
  private static final String CI_RUNS = "2500";
  private static final Path FOLDER = Path.of("target", "fuzz");

  @Test
  void noInputBreaksTheFrontEnd() throws IOException, InterruptedException {
    boolean ci = "true".equals(System.getenv("CI"));
    String seconds = System.getProperty("fuzz.seconds");
    assumeTrue(ci || seconds != null, "neither CI=true nor -Dfuzz.seconds");
    String limit = seconds == null ? "-runs=" + CI_RUNS : "-max_total_time=" + seconds;
    Path corpus = Files.createDirectories(FOLDER.resolve("corpus"));
    Path log = FOLDER.resolve("log");
    seed(corpus);
    Process process =
        new ProcessBuilder(command(corpus, limit))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> "see " + log.toAbsolutePath());
  }

  private static void seed(Path corpus) throws IOException {
    List<String> sources = Seeds.sources();
    for (int i = 0; i < sources.size(); i++) {
      Files.writeString(corpus.resolve("source" + i), sources.get(i));
    }
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      byte[] choices = new byte[64];
      random.nextBytes(choices);
      choices[0] = 0;
      Files.write(corpus.resolve("choices" + i), choices);
    }
    String words =
        Stream.concat(Operators.ALL.stream().map(OpSpec::name), Mutator.PIECES.stream())
            .filter(word -> word.matches("[ -!#-\\[\\]-~]+"))
            .map(word -> "\"" + word + "\"\n")
            .collect(Collectors.joining());
    Files.writeString(FOLDER.resolve("words"), words);
  }

  private static List<String> command(Path corpus, String limit) {
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx1500m",
        "-XX:+EnableDynamicAgentLoading",
        "--enable-native-access=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow",
        "-cp",
        path,
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + SourceFuzzer.class.getName(),
        "--instrumentation_includes=bb.**",
        "--disabled_hooks=**",
        "--reproducer_path=" + FOLDER,
        "-artifact_prefix=" + FOLDER + "/",
        "-dict=" + FOLDER.resolve("words"),
        "-max_len=16384",
        // the same inputs each time: no build fails by chance
        "-seed=1",
        "-rss_limit_mb=0",
        limit,
        corpus.toString());
  }
}
