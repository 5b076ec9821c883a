package bb.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionTest {
  @Test
  void infinite_scores_share_the_probability() {
    float infinite = Float.POSITIVE_INFINITY;
    double[] half = {0.5, 0, 0.5, 0};
    assertArrayEquals(
        half, Prediction.probabilities(new float[] {infinite, 7, infinite, -infinite}));
    assertArrayEquals(
        new double[] {0.5, 0.5}, Prediction.probabilities(new float[] {-infinite, -infinite}));
    assertArrayEquals(new double[] {0, 1}, Prediction.probabilities(new float[] {-infinite, 7}));
    List<Prediction> best = Prediction.top(new float[] {1, infinite, 2}, List.of("a", "b", "c"), 2);
    assertEquals(List.of(new Prediction("b", 1, 1), new Prediction("c", 2, 0)), best);
  }
}
