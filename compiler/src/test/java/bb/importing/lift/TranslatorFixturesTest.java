package bb.importing.lift;

import static org.junit.jupiter.api.Assertions.assertEquals;

import bb.importing.ImportFixtures;
import bb.importing.fold.Folding;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Each operator that becomes layers does in a model that another test holds to what it computes.
 */
final class TranslatorFixturesTest {
  @Test
  void eachHasAFixture() throws IOException {
    TreeSet<String> missing = new TreeSet<>(Translators.ALL.keySet());
    Map<Boolean, Set<String>> nodes = ImportFixtures.nodes();
    missing.removeAll(nodes.get(true));
    missing.removeIf(operator -> nodes.get(false).contains(operator) && !Folding.knows(operator));
    assertEquals(new TreeSet<>(), missing, "operators that no fixture has of what flows");
  }
}
