package bb.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.ImportedSource;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.importing.lift.Dimensions;
import bb.model.SourceLoader;
import bb.onnx.OnnxModel;
import bb.program.ProgramPrinter;
import bb.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Networks that repeat in some way come back from ONNX as it is approved, and with the steps that
 * they had. {@code -Dapprove=true} rewrites what comes back.
 */
final class StructureTest {
  private static final Path CASES = Path.of("src/test/resources/importing/structure");

  static Stream<String> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".bb"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void comesBack(String name) throws IOException {
    Graph graph = graph(new SourceFile(name, Files.readString(CASES.resolve(name))));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OnnxModel.of(Lowering.lower(graph), Set.of(), new Problems())
        .orElseThrow()
        .write("weights", bytes);
    Problems problems = new Problems();
    String text =
        Importer.run(
                ByteBuffer.wrap(bytes.toByteArray()),
                (_, offset, length) -> numbers(offset, Math.toIntExact(length)),
                name.replace(".bb", ".onnx"),
                Dimensions.NONE,
                ImportedSource::tensors,
                problems)
            .orElseThrow(() -> new AssertionError(TextRenderer.render(problems.sorted(), false)))
            .text()
            .replaceFirst("## .*\n+", ""); // where it came from
    Path approved = CASES.resolve(name + ".approved");
    if (Boolean.getBoolean("approve")) {
      Files.writeString(approved, text);
    }
    assertEquals(Files.readString(approved), text);
    Problems doubts = new Problems();
    Graph back = ImportedSource.graph(text, doubts).orElseThrow();
    assertEquals("", TextRenderer.render(doubts.sorted(), false));
    assertEquals(steps(graph), steps(back));
  }

  private static Graph graph(SourceFile file) {
    Problems problems = new Problems();
    return Compiler.open(file, SourceLoader.NONE, problems)
        .flatMap(compiler -> compiler.graph(compiler.networks().getLast().name()))
        .orElseThrow(() -> new AssertionError(TextRenderer.render(problems.sorted(), false)));
  }

  /** No two tensors alike, which would be taken for one. */
  private static ByteBuffer numbers(long seed, int length) {
    byte[] bytes = new byte[length];
    ByteBuffer numbers = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Random random = new Random(seed);
    while (numbers.remaining() >= Float.BYTES) {
      numbers.putFloat(random.nextFloat());
    }
    return numbers.rewind();
  }

  private static String steps(Graph graph) {
    return ProgramPrinter.print(Lowering.lower(graph))
        .replaceFirst("program .*", "")
        .replaceAll("(?m)  # .*$", ""); // what steps are called
  }
}
