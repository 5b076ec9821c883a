package bb.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import bb.backend.cpu.plan.PlanOptions;
import bb.onnx.SyntheticInputs;
import bb.random.Candidate.Failure;
import bb.runtime.Model;
import bb.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A network computes the same bits whether its weights lie in one array or each layer's in one. */
class SegmentsTest {
  private static final int NETWORKS = 60;
  private static final PlanOptions MANY = PlanOptions.DEFAULT.withSegments(1);

  @Test
  void randomNetworksComputeTheSameBits() throws Failure {
    Random random = new Random(5);
    List<Candidate> whole = new ArrayList<>();
    List<Candidate> cut = new ArrayList<>();
    for (int i = 0; i < NETWORKS; i++) {
      List<Integer> choices = random.ints(random.nextInt(5, 110), 0, 10_000).boxed().toList();
      whole.add(Candidate.of("Random" + i, choices));
      cut.add(Candidate.of("Random" + i, choices, MANY));
    }
    List<Model> expected = Candidate.compile(whole);
    List<Model> found = Candidate.compile(cut);
    for (int i = 0; i < NETWORKS; i++) {
      same(whole.get(i).source(), expected.get(i), found.get(i));
    }
    assertTrue(cut.stream().filter(c -> source(c).contains("w.segment(")).count() > NETWORKS / 2);
    assertEquals(0, whole.stream().filter(c -> source(c).contains("InSegment")).count());
  }

  private static void same(String source, Model expected, Model found) {
    Map<String, Tensor> inputs = SyntheticInputs.of(expected.info(), 3);
    for (int threads = 1; threads <= 2; threads++) {
      Map<String, Tensor> numbers = found.predict(inputs, threads);
      expected
          .predict(inputs, 1)
          .forEach((name, tensor) ->
              assertArrayEquals(tensor.data(), numbers.get(name).data(), source + name));
    }
  }

  private static String source(Candidate candidate) {
    return candidate.classes().getFirst().text();
  }
}
