package bb.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import bb.ImportedSource;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.importing.ConformanceCase.Outcome;
import bb.importing.lift.Dimensions;
import bb.importing.write.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What PyTorch's exporters spell out becomes the layer that it means, and computes the same: the
 * cases are those of {@code src/test/python/onnx_spellings.py}. {@code -Dapprove=true} rewrites
 * what each becomes.
 */
final class SpellingsTest {
  private static final Path DATA = Path.of("src/test/resources/importing/spellings.zip");
  private static final Path APPROVED = Path.of("src/test/resources/importing/spellings");

  static Stream<String> cases() throws IOException {
    try (ZipFile zip = new ZipFile(DATA.toFile())) {
      return Collections.list(zip.entries()).stream().map(e -> e.getName()).toList().stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void becomesWhatItMeans(String name) throws IOException {
    ConformanceCase spelled;
    try (ZipFile zip = new ZipFile(DATA.toFile())) {
      spelled = ConformanceCase.read(name, zip.getInputStream(zip.getEntry(name)));
    }
    Problems problems = new Problems();
    Optional<Source> source =
        Importer.run(
            ByteBuffer.wrap(spelled.model().toByteArray()),
            (location, _, _) -> {
              throw new IllegalStateException(location);
            },
            "case.onnx",
            Dimensions.NONE,
            ImportedSource::tensors,
            problems);
    String text =
        source.map(Source::text).orElseGet(() -> TextRenderer.render(problems.sorted(), false));
    Path file =
        APPROVED.resolve(
            name.substring(name.indexOf('/') + 1) + (source.isPresent() ? ".bb" : ".txt"));
    if (Boolean.getBoolean("approve")) {
      Files.writeString(file, text);
    }
    assertEquals(Files.readString(file), text);
    if (source.isPresent()) {
      assertInstanceOf(Outcome.Passed.class, spelled.outcome(), text);
      Problems doubts = new Problems();
      ImportedSource.graph(text, doubts);
      assertEquals("", TextRenderer.render(doubts.sorted(), false));
    }
  }
}
