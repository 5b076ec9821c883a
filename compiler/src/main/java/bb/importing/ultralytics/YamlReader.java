package bb.importing.ultralytics;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.importing.read.Refusal;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML from its events, so that nothing in it is built, repeated or nested deeper than a
 * table is: aliases and tags are refused.
 */
final class YamlReader {
  private static final int DEEPEST = 10;
  private static final int MOST = 100_000;

  private final SourceFile file;
  private final Iterator<Event> events;
  private int count;

  private YamlReader(SourceFile file, Iterator<Event> events) {
    this.file = file;
    this.events = events;
  }

  static Yaml read(SourceFile file) {
    LoadSettings settings = LoadSettings.builder().setLabel(file.path()).build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(file.text()).iterator();
      YamlReader reader = new YamlReader(file, events);
      reader.events.next(); // the stream's start
      if (reader.events.next().getEventId() != Event.ID.DocumentStart) {
        throw Refusal.of(Code.BB0911, "`%s` is empty", file.path());
      }
      Yaml read = reader.value(reader.events.next(), 0);
      reader.events.next(); // the document's end
      Event last = reader.events.next();
      if (last.getEventId() != Event.ID.StreamEnd) {
        throw reader.malformed(last, "a second document begins");
      }
      return read;
    } catch (MarkedYamlEngineException e) {
      throw new Refusal(
          Diagnostic.at(
              Code.BB0911,
              at(file, e.getProblemMark()),
              "this is no YAML",
              String.valueOf(e.getProblem())));
    } catch (YamlEngineException e) {
      throw Refusal.of(Code.BB0911, "`%s` is no YAML", file.path())
          .note(e.getMessage().lines().findFirst().orElse(""));
    }
  }

  private Yaml value(Event event, int depth) {
    if (depth > DEEPEST) {
      throw malformed(event, "nested more deeply than a table is");
    }
    if (++count > MOST) {
      throw malformed(event, "more than a table has");
    }
    return switch (event.getEventId()) {
      case Scalar -> new Yaml.Scalar(((ScalarEvent) event).getValue(), span(event, event));
      case SequenceStart -> {
        List<Yaml> items = new ArrayList<>();
        Event next = events.next();
        while (next.getEventId() != Event.ID.SequenceEnd) {
          items.add(value(next, depth + 1));
          next = events.next();
        }
        yield new Yaml.Sequence(items, span(event, next));
      }
      case MappingStart -> mapping(event, depth);
      case Alias -> throw malformed(event, "an alias; write it out");
      default -> throw malformed(event, "nothing that a table has");
    };
  }

  private Yaml mapping(Event begin, int depth) {
    List<Yaml.Entry> entries = new ArrayList<>();
    Map<String, Yaml.Scalar> keys = new HashMap<>();
    Event next = events.next();
    while (next.getEventId() != Event.ID.MappingEnd) {
      if (!(value(next, depth + 1) instanceof Yaml.Scalar key)) {
        throw malformed(next, "a key is one word");
      }
      Yaml.Scalar before = keys.put(key.text(), key);
      if (before != null) {
        throw new Refusal(
            Diagnostic.at(
                    Code.BB0911,
                    key.span(),
                    "`%s` is stated twice".formatted(key.text()),
                    "the second time")
                .with(new Diagnostic.Label(before.span(), "the first time"))
                .help("remove one of them"));
      }
      entries.add(new Yaml.Entry(key, value(events.next(), depth + 1)));
      next = events.next();
    }
    return new Yaml.Mapping(entries, span(begin, next));
  }

  private Refusal malformed(Event event, String label) {
    return new Refusal(
        Diagnostic.at(Code.BB0911, span(event, event), "this is no table of a network", label));
  }

  /** On its first line, as a snippet is for one place. */
  private Span span(Event from, Event to) {
    int start = at(file, from.getStartMark()).start();
    int end = Math.max(start, at(file, to.getEndMark()).start());
    int line = file.text().indexOf('\n', start);
    return file.span(start, line < 0 ? end : Math.min(end, line));
  }

  private static Span at(SourceFile file, Optional<Mark> mark) {
    int line = mark.map(Mark::getLine).orElse(0) + 1;
    int column = mark.map(Mark::getColumn).orElse(0);
    int start = 0;
    for (int i = 1; i < line; i++) {
      int end = file.text().indexOf('\n', start);
      start = end < 0 ? file.text().length() : end + 1;
    }
    int place = Math.min(start + column, file.text().length());
    return file.span(place, place);
  }
}
