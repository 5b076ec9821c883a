package bb.backend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.backend.cpu.TestModel;
import bb.backend.tornado.StandIns;
import bb.backend.tornado.code.Precision;
import bb.diagnostics.Problems;
import bb.runtime.Model;
import bb.runtime.cpu.Lanes;
import bb.runtime.io.Synthetic;
import org.junit.jupiter.api.Test;

/** Where softplus is small its relative error is, too: in a recurrence such errors add up. */
final class SoftplusTest {
  private static final String SOURCE =
      """
      network Tiny {
        input x: [64]
        softplus
      }
      """;

  @Test
  void small_results_are_as_exact_as_large_ones() {
    StandIns.Both both =
        StandIns.compile(TestModel.parse(SOURCE, "Tiny", new Problems()), Precision.FP32);
    check(both.cpu(Synthetic.weights()));
    check(both.tornado(Synthetic.weights()));
    System.setProperty(Lanes.SCALAR, "true");
    try {
      check(both.cpu(Synthetic.weights()));
    } finally {
      System.clearProperty(Lanes.SCALAR);
    }
  }

  private static void check(Model model) {
    float[] input = new float[64];
    for (int i = 0; i < input.length; i++) {
      input[i] = (i - 48) / 2f;
    }
    float[] found = model.predict(input);
    for (int i = 0; i < input.length; i++) {
      double expected = Math.log1p(Math.exp(input[i]));
      assertEquals(1, found[i] / expected, 1e-6, "softplus(" + input[i] + ")");
    }
  }
}
