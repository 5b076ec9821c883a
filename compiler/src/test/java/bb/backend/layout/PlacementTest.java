package bb.backend.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.diagnostics.Problems;
import bb.program.Program;
import bb.program.Program.Step;
import bb.source.SourceFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which steps only say where something lies. */
final class PlacementTest {
  @Test
  void theTokensOfAnImageAreItsPixels() {
    assertEquals(
        List.of("Softmax", "Softmax"),
        computed(
            """
            network Net {
              input image: [4, 3, 2]
              softmax(axis: 0)
              reshape([4, 6])
              permute([1, 0])
              softmax(axis: 0)
              permute([1, 0])
              reshape([4, 3, 2])
            }
            """));
  }

  /** A norm would take the rows for pixels, and an answer is written in order. */
  @Test
  void aMatrixThatIsReadOtherwiseIsWrittenInOrder() {
    assertEquals(
        List.of("Convolution", "Reshape", "Permute", "Softmax"),
        computed(
            """
            network Net {
              input image: [4, 3, 2]
              conv(4, 1)
              reshape([4, 6]) as channels
              permute([1, 0]) as tokens
              softmax(channels, axis: 0) as shares
              output tokens, shares
            }
            """));
  }

  /** The pixels of an image with their channels last lie as the image does, and so do windows. */
  @Test
  void theFeaturesOfPixelsAreItsChannels() {
    assertEquals(
        List.of("Convolution", "Norm", "Convolution", "Convolution"),
        computed(
            """
            network Net {
              input image: [4, 3, 2]
              conv(4, 1)
              permute([1, 2, 0])
              layer_norm
              linear(6)
              reshape([3, 1, 2, 6])
              reshape([3, 2, 6])
              permute([2, 0, 1])
              conv(2, 1)
            }
            """));
  }

  private static List<String> computed(String source) {
    Problems problems = new Problems();
    Program program =
        Compiler.open(new SourceFile("net.bb", source), (_, _) -> Optional.empty(), problems)
            .flatMap(compiler -> compiler.graph("Net"))
            .map(Compiler::program)
            .orElseThrow(() -> new AssertionError(problems.sorted()));
    Placement placement = Placement.of(program);
    assertEquals(List.of(), placement.violations());
    return program.steps().stream()
        .filter(step -> !placement.isFree(step))
        .map(PlacementTest::name)
        .toList();
  }

  private static String name(Step step) {
    return step.kernel().getClass().getSimpleName();
  }
}
