package bb.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.cpu.TestModel;
import bb.backend.tornado.code.Precision;
import bb.checks.ApprovedError;
import bb.diagnostics.Problems;
import bb.graph.Graph;
import bb.runtime.Tensor;
import bb.runtime.UserError;
import bb.runtime.WeightSource;
import bb.runtime.io.Distance;
import bb.runtime.io.Synthetic;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights and activations as floats of 16 bits, sums of 32. */
class HalfPrecisionTest {
  private static final String[] LOOPS = {"bb.tornado.style", "parallel"};
  private static final String[] WORK_GROUPS = {"bb.tornado.style", "tiled"};

  /** A half has 11 bits: each rounding moves a number by at most 2^-12 of itself. */
  private static final double TOLERANCE = 2e-3;

  private static final WeightSource WEIGHTS = Synthetic.weights();

  private static final String PLAIN =
      """
      network Plain {
        input image: [3, 17, 13]
        conv(16, 3, stride: 2); relu
        conv(24, 1); sigmoid
        conv(24, 3, groups: 24); tanh
        conv(8, 1); gelu
      }
      """;

  private static final String BRANCHES =
      """
      network Branches {
        input image: [3, 16, 16]
        conv(16, 3, padding: 1); bn; relu
        add {
          | identity
          | { conv(16, 3, padding: 1, groups: 2); bn; silu }
        }
        concat {
          | conv(8, 1)
          | { conv(8, 3, padding: 1); relu }
        }
        shuffle(4)
        conv_transpose(6, 2, stride: 2)
      }
      """;

  /** A half has no 2049. */
  private static final String PLACES =
      """
      network Places {
        input tokens: [3000, 2]
        input time:   []
        tokens -> arange -> sinusoid(4) as places
        time -> sinusoid(4) as late
        output places, late
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, BRANCHES, PLACES})
  void answers_differ_by_roundings_only(String text) {
    Graph graph = graph(text);
    StandIns.Both both = StandIns.compile(graph, Precision.FP16);
    Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), 2);
    Map<String, Tensor> exact = both.cpu(WEIGHTS).predict(inputs);
    for (String device : List.of("ptx:gpu", "cuda:gpu", "opencl:gpu")) {
      String[] style = device.startsWith("cuda") ? WORK_GROUPS : LOOPS;
      Map<String, Tensor> found =
          OnDevice.with(device, () -> both.tornado(WEIGHTS).predict(inputs), style);
      exact.forEach((name, tensor) -> {
        float[] expected = tensor.data();
        float[] numbers = found.get(name).data();
        double distance = Distance.relative(expected, numbers);
        assertTrue(distance <= TOLERANCE, () -> name + ": relative distance " + distance);
        assertFalse(Arrays.equals(expected, numbers), "nothing was rounded");
      });
    }
  }

  @Test
  void a_device_without_halves_is_refused_before_it_compiles() throws IOException {
    StandIns.Both both = StandIns.compile(graph(PLAIN), Precision.FP16);
    Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), 1);
    UserError error =
        OnDevice.with(
            "opencl:cpu",
            () -> assertThrows(UserError.class, () -> both.tornado(WEIGHTS).predict(inputs)));
    ApprovedError.check("bb0635", error.text());
  }

  @Test
  void a_device_can_be_believed_to_have_halves() {
    StandIns.Both both = StandIns.compile(graph(PLAIN), Precision.FP16);
    Map<String, Tensor> inputs = Synthetic.inputs(both.cpu(WEIGHTS).info(), 1);
    Map<String, Tensor> found =
        OnDevice.with(
            "opencl:cpu", () -> both.tornado(WEIGHTS).predict(inputs), "bb.tornado.halves", "true");
    assertEquals(1, found.size());
  }

  private static Graph graph(String text) {
    return TestModel.parse(text, text.strip().split("\\s+")[1], new Problems());
  }
}
