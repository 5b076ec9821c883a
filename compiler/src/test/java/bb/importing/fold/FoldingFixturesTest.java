package bb.importing.fold;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.importing.ImportFixtures;
import java.io.IOException;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Each operator that is computed is in a model that another test holds to what comes out. */
final class FoldingFixturesTest {
  @Test
  void eachHasAFixture() throws IOException {
    TreeSet<String> missing = new TreeSet<>(Folding.RULES.keySet());
    missing.removeAll(ImportFixtures.nodes().get(false));
    assertEquals(new TreeSet<>(), missing, "operators that no fixture has of what is known");
  }
}
