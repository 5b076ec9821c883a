package bb.checks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
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
}
