package bb.backend.jar;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.jar.Manifest;

/** How a model's classes become a jar. */
sealed interface Packing permits SelfContained, Thin {
  Manifest manifest();

  /** All files but manifest, module descriptor and weights, by their paths. */
  SortedMap<String, byte[]> files() throws IOException;

  /** What a program of modules sees of it. */
  Interface asModule();

  /**
   * What the module descriptor says.
   *
   * @param required modules that it needs, of Java's
   * @param transitive those that whoever uses it needs, too
   * @param exported packages that a program uses the model by
   * @param main the class that starts it, or an empty text
   */
  record Interface(
      List<String> required, List<String> transitive, List<String> exported, String main) {
    public Interface {
      required = List.copyOf(required);
      transitive = List.copyOf(transitive);
      exported = List.copyOf(exported);
    }
  }
}
