package bb.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.ImportedSource;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.importing.darknet.DarknetImporter;
import bb.importing.darknet.Trained;
import bb.importing.write.Source;
import bb.interpreter.Interpreter;
import bb.ops.ParameterSpec;
import bb.program.Program;
import bb.report.Counts;
import bb.source.SourceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What configurations of darknet become, and that it computes what darknet does: weights, inputs
 * and outputs beside them are darknet's own, of weights that its program drew. {@code
 * -Dapprove=true} rewrites what each becomes.
 */
final class DarknetTest {
  private static final Path DATA = Path.of("src/test/resources/importing/darknet");

  static Stream<Path> cases() throws IOException {
    try (Stream<Path> files = Files.walk(DATA)) {
      return files.filter(file -> file.toString().endsWith(".cfg")).sorted().toList().stream();
    }
  }

  private static Optional<Source> run(
      SourceFile file, Optional<Trained> trained, Problems problems) {
    return DarknetImporter.run(file, file.path(), trained, ImportedSource::tensors, problems);
  }

  private static SourceFile read(Path file) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return new SourceFile(file.getFileName().toString(), text);
  }

  private static Path beside(Path file, String extension) {
    return file.resolveSibling(file.getFileName().toString().replace(".cfg", extension));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void becomesWhatItMeans(Path file) throws IOException {
    Problems problems = new Problems();
    Optional<Source> source = run(read(file), Optional.empty(), problems);
    String text =
        source.map(Source::text).orElseGet(() -> TextRenderer.render(problems.sorted(), false));
    Path approved = beside(file, source.isPresent() ? ".bb" : ".txt");
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

  @ParameterizedTest
  @ValueSource(strings = {"classes", "parts", "pixels", "sums", "yolo"})
  void computesWhatDarknetDoes(String name) throws IOException {
    Path file = DATA.resolve(name + ".cfg");
    Source source = trained(file, Files.readAllBytes(beside(file, ".weights"))).orElseThrow();
    Program program =
        Lowering.lower(ImportedSource.graph(source.text(), new Problems()).orElseThrow());
    double[] found =
        Interpreter.run(
                program,
                Map.of(program.inputs().getFirst().name(), numbers(beside(file, ".in"))),
                tensor -> doubles(source, tensor))
            .values()
            .stream()
            .flatMapToDouble(Arrays::stream)
            .toArray();
    double[] expected = numbers(beside(file, ".out"));
    assertEquals(expected.length, found.length);
    double length = Math.sqrt(Arrays.stream(expected).map(x -> x * x).sum());
    double distance =
        Math.sqrt(
            IntStream.range(0, found.length)
                .mapToDouble(i -> Math.pow(found[i] - expected[i], 2))
                .sum());
    assertTrue(distance <= 1e-5 * length, () -> distance + " of " + length);
  }

  private static Optional<Source> trained(Path file, byte[] weights) throws IOException {
    Problems problems = new Problems();
    Trained trained = new Trained("a.weights", ByteBuffer.wrap(weights));
    Optional<Source> source = run(read(file), Optional.of(trained), problems);
    assertEquals(source.isEmpty(), problems.hasErrors());
    return source;
  }

  private static double[] doubles(Source source, String tensor) {
    return source.weights().tensors().get(tensor).doubles().stream()
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static double[] numbers(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    return IntStream.range(0, bytes.limit() / Float.BYTES)
        .mapToDouble(i -> bytes.getFloat(i * Float.BYTES))
        .toArray();
  }

  /** The header has a longer count of images since version 0.2. */
  @Test
  void weightsHaveToEndWithTheNetwork() throws IOException {
    Path file = DATA.resolve("sums.cfg");
    byte[] weights = Files.readAllBytes(beside(file, ".weights"));
    byte[] old = new byte[weights.length - Integer.BYTES];
    System.arraycopy(weights, 2 * Integer.BYTES, old, Integer.BYTES, old.length - Integer.BYTES);
    Arrays.fill(old, 0, 4 * Integer.BYTES, (byte) 0);
    assertTrue(trained(file, old).isPresent());
    assertTrue(trained(file, Arrays.copyOf(weights, weights.length - 4)).isEmpty());
    assertTrue(trained(file, Arrays.copyOf(weights, weights.length + 1)).isEmpty());
    assertTrue(trained(file, new byte[0]).isEmpty());
    assertTrue(
        trained(file, "not a file of weights".getBytes(StandardCharsets.US_ASCII)).isEmpty());
  }

  /** Of YOLOv3, darknet says 65.86 billion operations, and the published file has so many bytes. */
  @Test
  void countsAreThePublishedOnes() {
    SourceFile file = new SourceFile("yolov3.cfg", yolov3());
    Problems problems = new Problems();
    Source source = run(file, Optional.empty(), problems).orElseThrow();
    Graph graph = ImportedSource.graph(source.text(), problems).orElseThrow();
    long floats =
        graph.parameters().stream()
            .filter(p -> p.role() != ParameterSpec.Role.BOOKKEEPING)
            .mapToLong(p -> p.type().shape().elements())
            .sum();
    assertEquals(248_007_048, 20 + Float.BYTES * floats);
    assertEquals(65.86, 2 * Counts.of(graph).macs() / 1e9, 0.01);
    assertTrue(source.text().lines().count() < 75, source.text());
  }

  private static String yolov3() {
    StringBuilder text = new StringBuilder("[net]\nwidth=416\nheight=416\nchannels=3\n");
    text.append(convolution(32, 3, 1));
    int[] repeats = {1, 2, 8, 8, 4};
    for (int stage = 0; stage < repeats.length; stage++) {
      text.append(convolution(64 << stage, 3, 2));
      for (int i = 0; i < repeats[stage]; i++) {
        text.append(convolution(32 << stage, 1, 1))
            .append(convolution(64 << stage, 3, 1))
            .append("[shortcut]\nfrom=-3\n");
      }
    }
    text.append(head(512)).append("[route]\nlayers=-4\n").append(convolution(256, 1, 1));
    text.append("[upsample]\nstride=2\n[route]\nlayers=-1,61\n");
    text.append(head(256)).append("[route]\nlayers=-4\n").append(convolution(128, 1, 1));
    text.append("[upsample]\nstride=2\n[route]\nlayers=-1,36\n");
    return text.append(head(128)).toString();
  }

  private static String head(int width) {
    return (convolution(width, 1, 1) + convolution(2 * width, 3, 1)).repeat(3)
        + "[convolutional]\nfilters=255\nactivation=linear\n[yolo]\nclasses=80\nnum=9\nmask=0,1,2\n";
  }

  private static String convolution(int filters, int size, int stride) {
    return "[convolutional]\nbatch_normalize=1\nfilters=%d\nsize=%d\nstride=%d\npad=1\nactivation=leaky\n"
        .formatted(filters, size, stride);
  }
}
