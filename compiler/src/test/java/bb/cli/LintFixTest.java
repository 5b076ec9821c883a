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
  void removesBlocksAndTheirParametersWithWhatCallsGive() throws IOException {
    String source =
        """
        ## A layer with its norm.
        block Unit(width: int, dilation: int = 1, act: bool = true) {
          conv(width, 3, padding: 1, bias: false)
          bn
          if act { relu }
        }

        ## What an earlier version began with.
        block Stem(width: int) { Half }

        block Half { relu }

        block Act(slope: float) { relu }

        network Net {
          input image: [3, 16, 16]
          let widths = [
            8,
            16,
          ]
          share head = conv(4, 1)
          Unit(16, 2, act: false); Act(0.1)
          Unit(8, dilation: 2)
        }
        """;
    assertEquals(
        """
        ## A layer with its norm.
        block Unit(width: int, act: bool = true) {
          conv(width, 3, padding: 1, bias: false)
          bn
          if act { relu }
        }

        block Act { relu }

        network Net {
          input image: [3, 16, 16]
          Unit(16, act: false); Act
          Unit(8)
        }
        """,
        fixed(source));
  }

  @Test
  void removesABranchThatNothingReadsIfItLearnsNothing() throws IOException {
    String source =
        """
        network Net {
          input image: [3, 16, 16]
          stem: conv(8, 3) as a
          a -> relu -> max_pool(2)
          a -> head: conv(4, 1) as _unread
          a -> relu
          conv: conv(8, 3)
        }
        """;
    assertEquals(source.replace("  a -> relu -> max_pool(2)\n", ""), fixed(source));
  }

  @Test
  void leavesToOtherFilesWhatTheyMayRead() throws IOException {
    Files.writeString(folder.resolve("other.bb"), "import \"net.bb\"\n");
    String source =
        """
        block Unit { relu }

        network Net {
          input image: [3, 16, 16]
          conv(8, 3)
        }
        """;
    assertEquals(source, fixed(source));
    Files.delete(folder.resolve("other.bb"));
    assertEquals(source.substring(source.indexOf("network")), fixed(source));
  }

  @Test
  void leavesAloneWhatItCannotProve() throws IOException {
    String several =
        """
        network Net(unused: int = 1) {
          input image: [3, 16, 16]
          input other: [3]
          param position: [8, 14, 14]
          image -> conv(8, 3) -> bn
          conv(8, 1, stride: 2)
          conv(8, 1, groups: 2)
          conv(8, 1, groups: 2)
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
