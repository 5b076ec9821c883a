package bb.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import bb.random.Candidate.Failure;
import bb.runtime.Model;
import com.grack.nanojson.JsonParserException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;

/**
 * Random networks, from source text to numbers: what the engine computes, with one thread and with
 * two, is what ONNX Runtime computes. They come in batches, because the Java compiler starts
 * slowly; one that fails is reduced by itself.
 */
class RandomNetworksTest {
  private static final int BATCHES = 40;
  private static final int BATCH = 20;
  private static final int MOST_SOUGHT = 3000;
  private static final int MIN_CHOICES = 5;
  private static final int MAX_CHOICES = 110;

  private static final long SEED = Long.getLong("bb.seed", 0);

  private final Set<String> missing;
  private int passed;

  RandomNetworksTest() throws IOException, JsonParserException {
    missing = Coverage.all();
  }

  /** The same networks in every build; {@code -Dbb.seed=N} draws others. */
  @Property(
      tries = BATCHES,
      seed = "2",
      shrinking = ShrinkingMode.OFF,
      edgeCases = EdgeCasesMode.NONE)
  void agreeWithOnnxRuntime(@ForAll long seed) {
    Random random = new Random(seed + SEED);
    compute(Stream.generate(() -> draw(random)).limit(BATCH).toList());
    passed++;
  }

  /**
   * Every layer and combinator is drawn, so that a new one cannot be forgotten: what no batch had
   * is sought among more networks, of which those alone that have some of it are computed.
   */
  @AfterProperty
  void nothingIsLeftOut() {
    if (SEED == 0 && passed >= BATCHES) {
      Random random = new Random(SEED);
      List<List<Integer>> sought = new ArrayList<>();
      for (int i = 0; i < MOST_SOUGHT && !missing.isEmpty(); i++) {
        List<Integer> choices = draw(random);
        if (missing.removeAll(coverage(choices))) {
          sought.add(choices);
        }
      }
      if (!sought.isEmpty()) {
        compute(sought);
      }
      assertEquals(Set.of(), missing, "in none of the networks");
    }
  }

  private static List<Integer> draw(Random random) {
    return random.ints(random.nextInt(MIN_CHOICES, MAX_CHOICES), 0, 10_000).boxed().toList();
  }

  private static Set<String> coverage(List<Integer> choices) {
    try {
      String source = RandomNetwork.source("Random", choices);
      return Coverage.of(source, Candidate.graph("Random", source));
    } catch (Failure e) {
      report(choices);
      return Set.of();
    }
  }

  private void compute(List<List<Integer>> networks) {
    List<Candidate> candidates = new ArrayList<>();
    for (List<Integer> choices : networks) {
      try {
        candidates.add(Candidate.of("Random" + candidates.size(), choices));
      } catch (Failure e) {
        report(choices);
      }
    }
    candidates.forEach(c -> missing.removeAll(Coverage.of(c.source(), c.graph())));
    List<Model> models = Candidate.compile(candidates);
    for (int i = 0; i < candidates.size(); i++) {
      try {
        candidates.get(i).check(models.get(i));
      } catch (Failure e) {
        report(candidates.get(i).choices());
      }
    }
  }

  private static void report(List<Integer> choices) {
    List<Integer> fewest = Reducer.reduce(choices, c -> failure(c).isPresent());
    fail(failure(fewest).orElse("only in a batch") + "\nmade of " + fewest);
  }

  /** What is wrong with a network. */
  private static Optional<String> failure(List<Integer> choices) {
    try {
      Candidate candidate = Candidate.of("Random", choices);
      candidate.check(Candidate.compile(List.of(candidate)).getFirst());
      return Optional.empty();
    } catch (Failure e) {
      return Optional.of(e.getMessage());
    }
  }
}
