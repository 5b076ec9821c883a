package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a review print the same bytes wherever and in whatever order they run. */
final class SamePlaceTest {
  private static final List<String> COMMANDS =
      List.of(
          "bbc check review.bb tower.bb",
          "bbc report review.bb tower.bb",
          "bbc report review.bb --format json",
          "bbc report review.bb --format csv",
          "bbc report review.bb --format html",
          "bbc report review.bb --format dot",
          "bbc report review.bb --format markdown",
          "bbc lint lint.bb --format sarif",
          "bbc check review.bb --max-params 1K --format gitlab",
          "bbc check review.bb --max-params 1K --format github",
          "bbc report scaled.bb --set width=0.5,1.25",
          "bbc fit scaled.bb --vary width --max-params 20K",
          "bbc lock review.bb tower.bb -o out/bb.lock",
          "bbc diff before/review.bb review.bb --format json",
          "bbc diff before/review.bb review.bb --format html",
          "bbc breaking review.bb --against before --format sarif",
          "bbc breaking review.bb --against stale.lock --format junit");

  @TempDir private Path out;

  private List<String> printed() throws IOException {
    Transcript transcript = new Transcript(out);
    List<String> texts = new ArrayList<>();
    for (String command : COMMANDS) {
      texts.add(command + "\n" + transcript.run(command).screen());
    }
    texts.add(Files.readString(out.resolve("bb.lock")));
    return texts;
  }

  /** Turkish has an i of its own, Arabic digits, and Nepal a time a quarter of an hour off. */
  @Test
  void localeAndTimeZoneDoNotMatter() throws IOException {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    List<String> here = printed();
    try {
      for (String language : List.of("tr-TR", "ar-EG-u-nu-arab")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
        assertEquals(here, printed(), language);
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  /** A process of its own has another default charset; output is UTF-8, as the launcher asks. */
  @Test
  void theDefaultCharsetDoesNotMatter() throws IOException, InterruptedException {
    String files = "src/test/resources/cli/files/";
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Dfile.encoding=ISO-8859-1",
            "-Dstdout.encoding=UTF-8",
            "-Duser.language=tr",
            "-Duser.country=TR",
            "-Duser.timezone=Asia/Kathmandu",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "bb.cli.Main",
            "diff",
            files + "before/review.bb#Review",
            files + "review.bb",
            "--renames",
            out.resolve("map.txt").toString());
    Path printed = out.resolve("printed.txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(printed.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals(0, process.waitFor());
    assertEquals(
        new Transcript(out).run("bbc diff before/review.bb#Review review.bb").screen(),
        Files.readString(printed).replace(files, ""));
  }

  /** A report lists files as they were given, and says of each what it says of it alone. */
  @Test
  void theOrderOfFilesDoesNotMatterToAReport() throws IOException {
    Transcript transcript = new Transcript(out);
    String one = transcript.run("bbc report review.bb").screen();
    String other = transcript.run("bbc report tower.bb").screen();
    assertEquals(one + "\n" + other, transcript.run("bbc report review.bb tower.bb").screen());
    assertEquals(other + "\n" + one, transcript.run("bbc report tower.bb review.bb").screen());
  }

  @Test
  void theOrderOfFilesDoesNotMatterToALock() throws IOException {
    Transcript transcript = new Transcript(out);
    transcript.run("bbc lock review.bb tower.bb only.bb -o out/one.lock");
    transcript.run("bbc lock only.bb tower.bb review.bb only.bb -o out/other.lock");
    assertEquals(
        Files.readString(out.resolve("one.lock")), Files.readString(out.resolve("other.lock")));
  }
}
