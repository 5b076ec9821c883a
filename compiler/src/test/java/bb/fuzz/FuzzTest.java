package bb.fuzz;

import bb.model.SourceLoader;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Mutated sources go through the whole front end. In every build: the corpus, and a few hundred
 * mutations, always the same ones. {@code -Dfuzz.inputs=1000000} runs so many others.
 */
final class FuzzTest {
  private static final int FEW = 400;

  @TestFactory
  Stream<DynamicTest> theCorpus() {
    return Seeds.in(Seeds.CORPUS).stream()
        .map(file ->
            DynamicTest.dynamicTest(file.getFileName().toString(), () -> run(Seeds.read(file))));
  }

  @Test
  void mutations() {
    int inputs = Integer.getInteger("fuzz.inputs", FEW);
    long first = inputs == FEW ? 0 : System.nanoTime();
    Mutator mutator = new Mutator(Seeds.sources());
    for (long seed = first; seed < first + inputs; seed++) {
      String text = mutator.mutate(new Random(seed)::nextInt);
      try {
        run(text);
      } catch (Throwable e) {
        throw new AssertionError("seed " + seed + ":\n" + text, e);
      }
    }
  }

  private static void run(String text) {
    SourceTarget.run(text, 1, SourceLoader.NONE);
  }
}
