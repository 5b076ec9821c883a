package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bbc lint --fix} makes of files. */
final class LintFixTest {
  @TempDir private Path folder;

  @Test
  void removesWhatNothingReadsUntilNothingIsLeft() throws IOException {
    String source =
        """
        network Net {
          input image: [3, 16, 16]
          let width = 8
          let spare = width * 2
          let more = spare + 1  # nobody asks
          conv(8, 3) as kept
          repeat i in 0..2 { relu }
        }
        """;
    assertEquals(
        """
        network Net {
          input image: [3, 16, 16]
          conv(8, 3) as _kept
          repeat _ in 0..2 { relu }
        }
        """,
        fixed(source));
  }

  @Test
  void leavesAloneWhatItCannotProve() throws IOException {
    String several =
        """
        network Net {
          input image: [3, 16, 16]
          let list = [
            1, 2]
          conv(8, 3)
          bn
        }
        """;
    assertEquals(several, fixed(several));
    String wrong = "network Net {\n  input image: [3, 16, 16]\n  let a = 1\n  conv(\n}\n";
    assertEquals(wrong, fixed(wrong));
    String blocks = "block B {\n  let a = 1\n  relu\n}\n";
    assertEquals(blocks, fixed(blocks));
  }

  private String fixed(String source) throws IOException {
    Path file = folder.resolve("net.bb");
    Files.writeString(file, source);
    new Transcript(folder).run("bbc lint out/net.bb --fix");
    return Files.readString(file);
  }
}
