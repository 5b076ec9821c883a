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
          "bbc report scaled.bb --set width=0.5,1.25",
          "bbc fit scaled.bb --vary width --max-params 20K",
          "bbc lock review.bb tower.bb -o out/bb.lock",
          "bbc diff before/review.bb review.bb",
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
      for (String language : List.of("tr-TR", "ar-EG-u-nu-arab", "de-DE")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
        assertEquals(here, printed(), language);
      }
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
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
