package bb.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.backend.tornado.StandIns;
import bb.onnx.SyntheticInputs;
import bb.random.Candidate.Failure;
import bb.runtime.Model;
import bb.runtime.Tensor;
import bb.runtime.io.Synthetic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random networks compute with TornadoVM's loops, run by the stand-ins, what the CPU computes. */
class RandomTornadoTest {
  private static final int NETWORKS = 60;
  private static final int BATCH = 2;

  @Test
  void agreesWithTheProcessor() throws Failure {
    Random random = new Random(7 + Long.getLong("bb.seed", 0));
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < NETWORKS; i++) {
      List<Integer> choices = random.ints(random.nextInt(20, 110), 0, 10_000).boxed().toList();
      candidates.add(Candidate.of("Random" + i, choices));
    }
    List<StandIns.Both> models =
        StandIns.compile(candidates.stream().map(Candidate::graph).toList());
    for (int i = 0; i < NETWORKS; i++) {
      Model cpu = models.get(i).cpu(Synthetic.weights());
      Map<String, Tensor> inputs = SyntheticInputs.of(cpu.info(), BATCH);
      Map<String, Tensor> found = models.get(i).tornado(Synthetic.weights()).predict(inputs);
      assertEquals(
          Optional.empty(),
          candidates.get(i).disagreement(inputs, cpu.predict(inputs, 1), found),
          candidates.get(i).source());
    }
  }
}
