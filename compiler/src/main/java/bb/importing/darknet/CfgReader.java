package bb.importing.darknet;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.importing.darknet.Cfg.Pair;
import bb.importing.darknet.Cfg.Section;
import bb.importing.read.Refusal;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads a configuration as darknet does: line by line, without any white space. A line is a section
 * in brackets, {@code key=value}, or a comment.
 */
final class CfgReader {
  private static final int MOST_SECTIONS = 10_000;
  private static final Set<String> NET = Set.of("net", "network");

  private CfgReader() {}

  static Cfg read(SourceFile file) {
    List<Section> sections = new ArrayList<>();
    List<Pair> pairs = new ArrayList<>();
    Section current = null;
    int start = 0;
    for (String line : file.text().split("\n", -1)) {
      Span span = span(file, start, line);
      start += line.length() + 1;
      String text = line.replaceAll("\\s", "");
      if (text.isEmpty() || text.startsWith("#") || text.startsWith(";")) {
        continue;
      }
      if (text.startsWith("[")) {
        if (!text.matches("\\[\\w+\\]([#;].*)?")) {
          throw malformed(span, "a section is a name in brackets: `[convolutional]`");
        }
        close(sections, current, pairs);
        current = new Section(text.substring(1, text.indexOf(']')), span, List.of());
        pairs = new ArrayList<>();
        if (sections.size() > MOST_SECTIONS) {
          throw malformed(span, "no network here has more than %,d".formatted(MOST_SECTIONS));
        }
        continue;
      }
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw malformed(span, "neither a section in brackets nor `key=value`");
      }
      if (current == null) {
        throw malformed(span, "it stands before the first section, which is `[net]`");
      }
      pairs.add(
          new Pair(
              text.substring(0, equals), text.substring(equals + 1).replaceFirst("#.*", ""), span));
    }
    close(sections, current, pairs);
    return cfg(file, sections);
  }

  private static Cfg cfg(SourceFile file, List<Section> sections) {
    if (sections.isEmpty() || !NET.contains(sections.getFirst().type())) {
      throw new Refusal(
          (sections.isEmpty()
                  ? Diagnostic.general(Code.BB0911, "`%s` has no sections".formatted(file.path()))
                  : Diagnostic.at(
                      Code.BB0911,
                      sections.getFirst().span(),
                      "the first section is not `[net]`",
                      "comes first"))
              .note("a configuration of darknet begins with `[net]`, which says what flows in"));
    }
    for (Section section : sections.subList(1, sections.size())) {
      if (NET.contains(section.type())) {
        throw new Refusal(
            Diagnostic.at(Code.BB0911, section.span(), "`[net]` stands here twice", "a second one")
                .with(new Diagnostic.Label(sections.getFirst().span(), "the first one"))
                .help("each network is a file of its own"));
      }
    }
    return new Cfg(sections.getFirst(), sections.subList(1, sections.size()));
  }

  private static void close(List<Section> sections, Section current, List<Pair> pairs) {
    if (current != null) {
      sections.add(new Section(current.type(), current.span(), pairs));
    }
  }

  /** A line without what surrounds it. */
  private static Span span(SourceFile file, int start, String line) {
    int before = line.length() - line.stripLeading().length();
    return file.span(
        start + before, Math.max(start + before, start + line.stripTrailing().length()));
  }

  private static Refusal malformed(Span span, String label) {
    return new Refusal(
        Diagnostic.at(Code.BB0911, span, "this is no line of a configuration", label));
  }
}
