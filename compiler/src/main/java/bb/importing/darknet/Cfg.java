package bb.importing.darknet;

import bb.source.Span;
import java.util.List;
import java.util.Optional;

/** A configuration: its sections, of which the first says what flows in. */
record Cfg(Section net, List<Section> layers) {
  Cfg {
    layers = List.copyOf(layers);
  }

  /**
   * @param type without its brackets
   * @param span of the line that begins it
   */
  record Section(String type, Span span, List<Pair> pairs) {
    Section {
      pairs = List.copyOf(pairs);
    }

    /** The first of the name, as darknet has it. */
    Optional<Pair> find(String key) {
      return pairs.stream().filter(pair -> pair.key().equals(key)).findFirst();
    }
  }

  /** {@code key=value}, on one line. */
  record Pair(String key, String value, Span span) {}
}
