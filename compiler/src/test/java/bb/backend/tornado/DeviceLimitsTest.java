package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.Compiler;
import bb.backend.JavaPackage;
import bb.backend.cpu.TestModel;
import bb.backend.tornado.code.Precision;
import bb.checks.ApprovedError;
import bb.diagnostics.Problems;
import bb.diagnostics.TextRenderer;
import bb.graph.Graph;
import bb.runtime.Tensor;
import bb.runtime.WeightSource;
import bb.runtime.io.Distance;
import bb.runtime.io.Synthetic;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kernel whose work-groups are too much for a device runs as loops there. */
class DeviceLimitsTest {
  private static final String TEXT =
      """
      network Limits {
        input image: [3, 12, 12]
        conv(16, 3, padding: 1); relu
        global_avg_pool
        flatten
        linear(10)
      }
      """;

  private static final WeightSource WEIGHTS = Synthetic.weights();

  @Test
  void an_index_has_32_bits() throws IOException {
    String text = "network Wide {\n  input x: [100000]\n  linear(100000)\n}\n";
    Problems problems = new Problems();
    Graph graph = TestModel.parse(text, "Wide", problems);
    assertEquals(
        Optional.empty(),
        Compiler.generateTornado(
                graph, Compiler.program(graph), Precision.FP32, JavaPackage.of(graph), problems)
            .map(_ -> graph));
    ApprovedError.check("bb0505", TextRenderer.render(problems.sorted(), false));
  }

  /** Both the tile and the rows take 256 items; of local memory the tile takes 16 KB. */
  @ParameterizedTest
  @CsvSource({"49152, 1024", "16000, 1024", "500, 1024", "49152, 255"})
  void a_network_runs_on_any_device(String memory, String items) {
    Graph graph = TestModel.parse(TEXT, "Limits", new Problems());
    StandIns.Both both = StandIns.compile(graph, Precision.FP32);
    Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), 1);
    float[] expected = both.cpu(WEIGHTS).predict(inputs).get("output").data();
    float[] found =
        OnDevice.with(
            "opencl:gpu",
            () -> both.tornado(WEIGHTS).predict(inputs).get("output").data(),
            "standin.local.memory",
            memory,
            "standin.items",
            items);
    assertTrue(Distance.relative(expected, found) < 1e-5);
  }
}
