package bb.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.Compiler;
import bb.ImportedSource;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.importing.ImportFixtures.Fixture;
import bb.importing.lift.Dimensions;
import bb.interpreter.Interpreter;
import bb.model.SourceLoader;
import bb.onnx.OnnxModel;
import bb.program.Program;
import bb.program.ProgramPrinter;
import bb.source.SourceFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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

  /** Those that come back with other steps, which compute the same. */
  private static final Set<String> OTHER_STEPS = Set.of("rolled.bb");

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
    Fixture exported = exported(name);
    Problems problems = new Problems();
    String text =
        Importer.run(
                exported.model(),
                exported.data(),
                name.replace(".bb", ".onnx"),
                exported.dimensions(),
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
    if (OTHER_STEPS.contains(name)) {
      outputs(graph(name))
          .forEach(
              (output, numbers) -> assertArrayEquals(numbers, outputs(back).get(output), 1e-6));
    } else {
      assertEquals(steps(graph(name)), steps(back));
    }
  }

  static Fixture exported(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OnnxModel.of(Lowering.lower(graph(name)), Set.of(), new Problems())
        .orElseThrow()
        .write("weights", bytes);
    return new Fixture(
        name,
        ByteBuffer.wrap(bytes.toByteArray()),
        (_, offset, length) -> numbers(offset, Math.toIntExact(length)),
        Dimensions.NONE);
  }

  private static Graph graph(String name) throws IOException {
    SourceFile file = new SourceFile(name, Files.readString(CASES.resolve(name)));
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

  /** What it makes of some input, with tensors that are told apart by their names. */
  private static Map<String, double[]> outputs(Graph graph) {
    Program program = Lowering.lower(graph);
    Map<String, double[]> given = new HashMap<>();
    program
        .inputs()
        .forEach(
            input -> given.put(input.name(), some(1, input.value().type().shape().elements())));
    Map<String, Long> sizes = new HashMap<>();
    graph.parameters().forEach(p -> sizes.put(p.name(), p.type().shape().elements()));
    return Interpreter.run(program, given, name -> some(name.hashCode(), sizes.get(name)));
  }

  private static double[] some(long seed, long count) {
    return new Random(seed).doubles(count).toArray();
  }

  private static String steps(Graph graph) {
    return ProgramPrinter.print(Lowering.lower(graph))
        .replaceFirst("program .*", "")
        .replaceAll("(?m)  # .*$", ""); // what steps are called
  }
}
