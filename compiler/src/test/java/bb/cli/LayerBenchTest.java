package bb.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.cpu.CpuBackend;
import bb.backend.cpu.TestModel;
import bb.backend.cpu.plan.CpuPlan;
import bb.backend.cpu.plan.Width;
import bb.diagnostics.Problems;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonParser;
import com.grack.nanojson.JsonParserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayerBenchTest {
  private static final String NET =
      """
      network Net {
        input x: [6, 8, 8]
        conv(8, 1)
        relu
        max_pool(2)
        softmax(axis: 0)
      }
      """;

  /** Of the input, the convolution, the pool, the softmax and the output, in three runs. */
  private static final long[][] NANOS = {
    {1_000, 40_000, 3_000, 4_000, 2_000},
    {1_000, 20_000, 3_000, 4_000, 2_000},
    {1_000, 30_000, 3_000, 9_000, 2_000}
  };

  @TempDir private Path folder;

  private static LayerBench bench(Optional<Width> width) {
    return LayerBench.of("Net", plan(), NANOS, 2, width);
  }

  private static CpuPlan plan() {
    Problems problems = new Problems();
    var program = Compiler.program(TestModel.parse(NET, "Net", problems));
    return CpuBackend.plan(program, problems).orElseThrow();
  }

  @Test
  void aLayerTakesTheMedianOfItsRuns() {
    List<Double> millis = bench(Optional.empty()).rows().stream().map(row -> row.millis()).toList();
    assertEquals(List.of(0.001, 0.03, 0.003, 0.004, 0.002), millis);
  }

  @Test
  void aConvolutionReadsItsInputAndFilterAndWritesItsOutput() {
    LayerBench.Row row = bench(Optional.of(Width.BITS_512)).rows().get(1);
    assertEquals("8x8x6 -> 8x8x8", row.shape());
    assertEquals(2 * 64 * 6 * 8, row.macs());
    // its 8 channels lie in a panel of 32
    assertEquals(4 * (2 * 64 * (6 + 8) + 6 * 32), row.bytes());
    assertEquals(2.0 * row.macs() / 30_000, row.gigaflops());
    assertTrue(row.cost() > 0);
  }

  @Test
  void withoutVectorsThereIsNoTile() {
    LayerBench.Row row = bench(Optional.empty()).rows().get(1);
    assertEquals("", row.tile());
    assertEquals(0, row.cost());
  }

  @Test
  void thereIsATimeForEachCall() {
    assertThrows(
        IllegalStateException.class,
        () -> LayerBench.of("Net", plan(), new long[][] {new long[6]}, 1, Optional.empty()));
  }

  @Test
  void theSlowestAreNamed() {
    List<String> lines =
        LayerTable.text(bench(Optional.of(Width.BITS_512))).lines().map(String::strip).toList();
    assertEquals(
        "0.030   75.0      0.4     0.3    0.01     0.01  product 7x2 8x8x6 -> 8x8x8 0, 1 (tiny.bb:3)"
            .replaceAll(" +", " "),
        lines.get(lines.indexOf("slowest") + 2).replaceAll(" +", " "));
  }

  @Test
  void aNetworkIsMeasuredLayerByLayer() throws IOException, JsonParserException {
    Files.writeString(folder.resolve("net.bb"), NET);
    JsonObject found = JsonParser.object().from(run("--layers", "--runs", "2", "--format", "json"));
    List<String> forms =
        found.getArray("layers").stream().map(l -> ((JsonObject) l).getString("form")).toList();
    assertEquals(List.of("input", "product", "max-pool", "softmax", "output"), forms);
    double shares =
        found.getArray("layers").stream()
            .mapToDouble(layer -> ((JsonObject) layer).getDouble("share"))
            .sum();
    assertEquals(1, shares, 1e-3);
  }

  private String run(String... options) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(print(out), print(err), false, false, false, false);
    Host.Java java = new Host.Java("25.0.1", Path.of("/opt/jdk-25"), true, true);
    Host host =
        new Host(
            Map.of(),
            Path.of("/home/ada"),
            Path.of("/"),
            () -> java,
            (_, _, _) -> new Programs.Answer(1, ""));
    List<String> arguments =
        new java.util.ArrayList<>(List.of("bench", folder.resolve("net.bb").toString()));
    arguments.addAll(List.of(options));
    assertEquals(0, Main.run(terminal, host, arguments.toArray(String[]::new)), err.toString());
    return out.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, false, StandardCharsets.UTF_8);
  }
}
