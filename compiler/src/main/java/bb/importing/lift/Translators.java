package bb.importing.lift;

import java.util.HashMap;
import java.util.Map;

/** Every operator that becomes layers, by its name. */
final class Translators {
  static final Map<String, Translator> ALL = all();

  private Translators() {}

  private static Map<String, Translator> all() {
    Map<String, Translator> all = new HashMap<>();
    Elementwise.register(all);
    Pairs.register(all);
    Shapes.register(all);
    Windows.register(all);
    Norms.register(all);
    Matrices.register(all);
    Reductions.register(all);
    Resizes.register(all);
    Places.register(all);
    Recurrences.register(all);
    return Map.copyOf(all);
  }
}
