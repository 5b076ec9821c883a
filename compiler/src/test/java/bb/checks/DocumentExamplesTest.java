package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.TextRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a document shows as a whole file is one. */
final class DocumentExamplesTest {
  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/language.md", "examples/digits/README.md"})
  void examplesCompile(String document) throws IOException {
    String text = Files.readString(Repository.ROOT.resolve(document));
    List<String> blocks = Example.blocks(text, "bb");
    assertFalse(blocks.isEmpty());
    for (String block : blocks) {
      Example example = new Example(Map.of("example.bb", block));
      assertEquals(List.of(), example.diagnostics(), block);
    }
  }

  /** The mistake that the README shows is made in its network, and is shown as it is reported. */
  @Test
  void theReadmeShowsWhatIsReported() throws IOException {
    String text = Files.readString(Repository.ROOT.resolve("README.md"));
    String network = Example.blocks(text, "bb").getFirst();
    String mistaken =
        network.replace(
            "conv2: conv(width, 3, padding: 1, bias: false)", "conv2: conv(width, 3, bias: false)");
    assertNotEquals(network, mistaken);
    List<Diagnostic> found = new Example(Map.of("example.bb", mistaken)).diagnostics();
    assertEquals(1, found.size());
    String shown =
        Example.blocks(text, "console").stream()
            .filter(block -> block.startsWith("$ bbc check "))
            .findFirst()
            .orElseThrow();
    assertEquals(
        shown.substring(shown.indexOf('\n') + 1),
        TextRenderer.render(found.getFirst(), false).replace("example.bb", "resnet18.bb"));
  }
}
