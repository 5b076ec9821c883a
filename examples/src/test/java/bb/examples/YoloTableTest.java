package bb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.ImportedSource;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.graph.Lowering;
import bb.importing.YoloTables;
import bb.importing.ultralytics.UltralyticsImporter;
import bb.importing.write.Source;
import bb.interpreter.Interpreter;
import bb.program.Program;
import bb.report.Counts;
import bb.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The import of YOLOv8's table is the YOLOv8 of the zoo, up to what makes pixels of its boxes. */
final class YoloTableTest {
  private static final int SIZE = 32;
  private static final int[] CELLS = {4, 2, 1};

  @Test
  void isTheZoos() throws IOException {
    Problems problems = new Problems();
    Source source =
        UltralyticsImporter.run(
                new SourceFile("yolov8n.yaml", YoloTables.yolov8()),
                "yolov8n.yaml",
                new UltralyticsImporter.Wanted(
                    Optional.empty(), Optional.of(List.of(3L, (long) SIZE, (long) SIZE))),
                ImportedSource::tensors,
                problems)
            .orElseThrow();
    Graph table = ImportedSource.graph(source.text(), problems).orElseThrow();
    String zoo =
        Files.readString(Path.of("zoo/yolov8.bb"))
            + "network Small = YOLOv8(widths: [16, 32, 64, 128, 256], depths: [1, 2], size: %d)\n"
                .formatted(SIZE);
    Graph network = ImportedSource.graph(zoo, problems).orElseThrow();
    assertEquals(RoundTrip.tensors(network), RoundTrip.tensors(table));
    assertEquals(Counts.of(network).macs(), Counts.of(table).macs());
    Map<String, double[]> outputs = run(table);
    double[] expected = run(network).values().iterator().next();
    double[] boxes = pixels(outputs.get("boxes"));
    double[] scores = outputs.get("scores");
    assertEquals(expected.length, boxes.length + scores.length);
    for (int i = 0; i < expected.length; i++) {
      double found = i < boxes.length ? boxes[i] : scores[i - boxes.length];
      assertTrue(Math.abs(found - expected[i]) <= 1e-6 * (1 + Math.abs(expected[i])), "at " + i);
    }
  }

  private static Map<String, double[]> run(Graph graph) {
    Map<String, List<Long>> dims = RoundTrip.tensors(graph);
    Program program = Lowering.lower(graph);
    double[] image = new Random(1).doubles(3L * SIZE * SIZE).toArray();
    return Interpreter.run(
        program,
        Map.of("image", image),
        name -> {
          long count = dims.get(name).stream().reduce(1L, Math::multiplyExact);
          Random random = new Random(name.hashCode());
          boolean positive = name.endsWith("running_var");
          double scale = Math.sqrt(2.0 * dims.get(name).getFirst() / count);
          return random
              .doubles(count, positive ? 0.5 : -1, positive ? 1.5 : 1)
              .map(x -> positive || dims.get(name).size() < 2 ? x : x * scale)
              .toArray();
        });
  }

  /** The middles and sizes of boxes of which the distances of the edges are known. */
  private static double[] pixels(double[] distances) {
    int all = distances.length / 4;
    double[] boxes = new double[distances.length];
    int cell = 0;
    for (int side : CELLS) {
      for (int i = 0; i < side * side; i++, cell++) {
        double stride = (double) SIZE / side;
        for (int axis = 0; axis < 2; axis++) {
          double near = distances[axis * all + cell];
          double far = distances[(2 + axis) * all + cell];
          double middle = 0.5 + (axis == 0 ? i % side : i / side);
          boxes[axis * all + cell] = (middle + (far - near) / 2) * stride;
          boxes[(2 + axis) * all + cell] = (near + far) * stride;
        }
      }
    }
    return boxes;
  }
}
