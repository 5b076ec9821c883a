package bb.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.report.ReceptiveField.Axis;
import bb.report.ReceptiveField.Piece;
import bb.report.ReceptiveField.Turn;
import bb.report.Report.Field;
import bb.report.Report.Layer;
import bb.report.Report.Memory;
import bb.report.Report.Parameter;
import bb.report.Report.Parameters;
import bb.report.Report.Tensor;
import bb.source.Hidden;
import bb.types.Shape;
import bb.types.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every format of a report against its approved text; {@code -Dapprove=true} rewrites those. */
final class RendererTest {
  private static final Path APPROVED = Path.of("src/test/resources/report");

  /** A network with a layer of its own, a nested scope and a shared head. */
  private static final Report REPORT =
      new Report(
          "Pyramid",
          "zoo/pyramid.bb",
          List.of(new Tensor("image", TensorType.float32(Shape.of(3, 224, 224)))),
          List.of(new Tensor("small", TensorType.float32(Shape.of(10)))),
          new Parameters(1_234_567_890_123L, 129, 1_234_567_900_000L, 4_938_271_560_492L),
          4_089_184_256L,
          3,
          new Memory(3_211_008, 3_211_264, 102_228_128),
          new Field(
              List.of(field(Optional.empty())),
              Optional.of(new Turn("head", field(Optional.of(new Piece(11, 4, -5)))))),
          List.of(
              new Parameter("conv1.weight", Shape.of(64, 3, 7, 7), true),
              new Parameter("bn1.num_batches_tracked", Shape.of(), false)),
          List.of(
              layer("conv1", "conv", Shape.of(64, 112, 112), 9408, 118_013_952, 12),
              layer("bn1", "batch_norm", Shape.of(64, 112, 112), 128, 0, 13),
              layer("2", "relu", Shape.of(64, 112, 112), 0, 0, 14),
              layer("layer1.0.conv1", "conv", Shape.of(64, 56, 56), 4096, 12_845_056, 3),
              layer("layer1.0.1", "relu", Shape.of(64, 56, 56), 0, 0, 4),
              layer("layer1.1", "add", Shape.of(64, 56, 56), 0, 0, 9),
              layer("head", "linear", Shape.of(10), 650, 640, 20),
              layer("head", "linear", Shape.of(10), 650, 640, 20)));

  private static Layer layer(
      String path, String op, Shape output, long params, long macs, int line) {
    boolean all = output.rank() == 1;
    return new Layer(
        path,
        op,
        List.of(Shape.of(3, 224, 224)),
        output,
        params,
        macs,
        4 * output.elements(),
        field(all ? Optional.empty() : Optional.of(new Piece(11, 4, -5))),
        line);
  }

  private static ReceptiveField field(Optional<Piece> height) {
    return new ReceptiveField(
        List.of(
            new Axis("image", 1, height), new Axis("image", 2, Optional.of(new Piece(7, 0.5, 0)))));
  }

  @Test
  void aCellOfCommaSeparatedValuesIsNeitherDividedNorComputed() {
    Layer layer = layer("=1+1,\"x\"", "conv", Shape.of(2, 3, 4), 0, 0, 1);
    String text = CsvText.render(List.of(with(layer)));
    assertEquals("N,\"'=1+1,\"\"x\"\"\",conv,2x3x4,0,0,96,11x7,f.bb,1", text.split("\r\n", -1)[1]);
  }

  private static Report with(Layer layer) {
    return new Report(
        "N",
        "f.bb",
        List.of(),
        List.of(),
        REPORT.params(),
        0,
        0,
        REPORT.memory(),
        REPORT.field(),
        List.of(),
        List.of(layer));
  }

  @ParameterizedTest
  @EnumSource(names = {"TABLE", "TREE", "JSON", "CSV", "MARKDOWN"})
  void nothingInANameReachesTheTerminalRaw(Renderer renderer) {
    Layer layer = layer("a\u001b[2Jb|c`d\u202e", "conv", Shape.of(1), 0, 0, 1);
    Report report =
        new Report(
            "N\u009b",
            "\u0007.bb",
            List.of(),
            List.of(),
            REPORT.params(),
            0,
            0,
            REPORT.memory(),
            REPORT.field(),
            List.of(),
            List.of(layer));
    String text = render(renderer, report, OptionalInt.empty());
    boolean json = renderer == Renderer.JSON; // programs read it, and it escapes controls itself
    assertEquals(
        List.of(),
        text.codePoints()
            .filter(c -> Hidden.is(c) && !(json && c > 0x9F))
            .mapToObj(Hidden::describe)
            .toList());
    assertEquals(
        renderer == Renderer.MARKDOWN,
        text.contains("| `` a<U+001B>[2Jb\\|c`d<U+202E> `` | conv |"));
  }

  @ParameterizedTest
  @EnumSource(names = {"TABLE", "TREE", "JSON", "CSV", "MARKDOWN"})
  void rendersEveryLayer(Renderer renderer) throws IOException {
    approve(renderer.name().toLowerCase(), render(renderer, REPORT, OptionalInt.empty()));
  }

  @ParameterizedTest
  @EnumSource(names = {"TABLE", "TREE", "MARKDOWN"})
  void sumsUpBelowTheDepth(Renderer renderer) throws IOException {
    String text = render(renderer, REPORT, OptionalInt.of(1));
    approve(renderer.name().toLowerCase() + "-depth-1", text);
  }

  /** The formats that draw, and so need the graph, have tests of their own. */
  private static String render(Renderer renderer, Report report, OptionalInt depth) {
    return renderer.render(List.of(Pictured.without(report)), depth);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "999, 999",
    "1000, 1.00 k",
    "9994, 9.99 k",
    "9999, 10.0 k",
    "99960, 100 k",
    "999499, 999 k",
    "999999, 1.00 M",
    "4089184256, 4.09 G",
    "9223372036854775807, 9.22 E"
  })
  void roundsToThreeDigits(long number, String expected) {
    assertEquals(expected, Numbers.rounded(number));
  }

  @ParameterizedTest
  @CsvSource({"0, 0 B", "1023, 1.00 KiB", "512, 512 B", "102228128, 97.5 MiB"})
  void writesBytesInBinaryUnits(long number, String expected) {
    assertEquals(expected, Numbers.bytes(number));
  }

  private static void approve(String name, String actual) throws IOException {
    Path file = APPROVED.resolve(name + ".approved");
    if (Boolean.getBoolean("approve")) {
      Files.writeString(file, actual);
    }
    assertEquals(Files.readString(file), actual, name);
  }
}
