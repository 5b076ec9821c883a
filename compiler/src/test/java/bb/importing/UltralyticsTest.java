package bb.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.ImportedSource;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.importing.ultralytics.UltralyticsImporter;
import bb.importing.ultralytics.UltralyticsImporter.Wanted;
import bb.importing.write.Source;
import bb.report.Counts;
import bb.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What tables of Ultralytics become. {@code -Dapprove=true} rewrites what each does. */
final class UltralyticsTest {
  private static final Path DATA = Path.of("src/test/resources/importing/ultralytics");

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(DATA)) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  private static Optional<Source> run(SourceFile file, Optional<String> scale, Problems problems) {
    Optional<List<Long>> image =
        file.path().equals("classes.yaml") ? Optional.empty() : Optional.of(List.of(3L, 32L, 32L));
    return UltralyticsImporter.run(
        file, file.path(), new Wanted(scale, image), ImportedSource::tensors, problems);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void becomesWhatItMeans(Path file) throws IOException {
    String name = file.getFileName().toString();
    Problems problems = new Problems();
    Optional<Source> source =
        run(new SourceFile(name, Files.readString(file)), Optional.empty(), problems);
    String text =
        source.map(Source::text).orElseGet(() -> TextRenderer.render(problems.sorted(), false));
    Path approved = file.resolveSibling(name.replace(".yaml", source.isPresent() ? ".bb" : ".txt"));
    if (Boolean.getBoolean("approve")) {
      Files.writeString(approved, text);
    }
    assertEquals(Files.readString(approved), text);
    if (source.isPresent()) {
      Problems doubts = new Problems();
      ImportedSource.graph(text, doubts);
      assertEquals("", TextRenderer.render(doubts.sorted(), false));
    }
  }

  /** The numbers that are published of YOLOv8 and YOLOv5. */
  @ParameterizedTest
  @CsvSource({
    "yolov8,n,3157200",
    "yolov8,s,11166560",
    "yolov8,m,25902640",
    "yolov8,l,43691520",
    "yolov8,x,68229648",
    "yolov5,s,7235389"
  })
  void hasAsManyParametersAsPublished(String network, String scale, long parameters) {
    Problems problems = new Problems();
    SourceFile table = new SourceFile(network + ".yaml", YoloTables.of(network));
    Source source =
        run(table, network.equals("yolov8") ? Optional.of(scale) : Optional.empty(), problems)
            .orElseThrow(() -> new AssertionError(TextRenderer.render(problems.sorted(), false)));
    assertEquals(
        parameters,
        Counts.of(ImportedSource.graph(source.text(), problems).orElseThrow()).params().trainable(),
        source.text());
  }
}
