package bb.importing.ultralytics;

import bb.source.Span;
import java.util.List;
import java.util.Optional;

/** What a YAML file says, and where. */
sealed interface Yaml {
  Span span();

  /** A word or a number, without its quotes. */
  record Scalar(String text, Span span) implements Yaml {}

  record Sequence(List<Yaml> items, Span span) implements Yaml {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Mapping(List<Entry> entries, Span span) implements Yaml {
    public Mapping {
      entries = List.copyOf(entries);
    }

    Optional<Yaml> find(String key) {
      return entries.stream().filter(e -> e.key().text().equals(key)).map(Entry::value).findFirst();
    }
  }

  record Entry(Scalar key, Yaml value) {}
}
