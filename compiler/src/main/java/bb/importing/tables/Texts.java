package bb.importing.tables;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.importing.read.Refusal;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.List;
import java.util.stream.Collectors;

/** What is said of descriptions, whatever their format. */
public final class Texts {
  private static final int LONGEST = 4 << 20;
  private static final int COLUMNS = 110;
  private static final int MOST_LINES = 10;

  private Texts() {}

  /** What a description has that nothing here computes. */
  public record Unknown(String name, List<Span> places, String why) {
    public Unknown {
      places = List.copyOf(places);
    }
  }

  /** That a file is text, and no larger than a person's. */
  public static void check(SourceFile file) {
    String text = file.text();
    if (text.length() > LONGEST) {
      throw Refusal.of(Code.BB0911, "`%s` is too large for a description", file.path())
          .note("it has %,d characters, and %,d are read".formatted(text.length(), LONGEST));
    }
    if (text.isBlank()) {
      throw Refusal.of(Code.BB0911, "`%s` is empty", file.path());
    }
    if (text.indexOf('\0') >= 0 || text.indexOf('\uFFFD') >= 0) {
      throw Refusal.of(Code.BB0911, "`%s` is no text", file.path())
          .help("the weights are another file, which `--trained` names");
    }
  }

  public static Refusal withoutCounterpart(String what, List<Unknown> unknown) {
    int count = unknown.size();
    Diagnostic found =
        Diagnostic.general(
            Code.BB0903,
            count == 1
                ? "a %s has no counterpart here".formatted(what)
                : "%d %ss have no counterpart here".formatted(count, what));
    found = found.at(new Diagnostic.Label(unknown.getFirst().places().getFirst(), ""));
    for (Unknown one : unknown) {
      List<Span> places = one.places();
      String lines =
          places.stream()
              .limit(MOST_LINES)
              .map(place -> String.valueOf(place.line()))
              .collect(Collectors.joining(", "));
      found =
          found.note(
              "`%s`%s%s: line%s %s%s"
                  .formatted(
                      one.name(),
                      one.why(),
                      places.size() == 1 ? "" : ", %d times".formatted(places.size()),
                      places.size() == 1 ? "" : "s",
                      lines,
                      places.size() > MOST_LINES ? ", …" : ""));
    }
    return new Refusal(found);
  }

  public static String visible(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** The same in lines that are read without moving a window. */
  public static String wrapped(String text) {
    return text.lines().map(Texts::paragraph).collect(Collectors.joining("\n"));
  }

  private static String paragraph(String line) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (String word : line.split(" ")) {
      if (column > 0 && column + 1 + word.length() > COLUMNS) {
        out.append('\n');
        column = 0;
      } else if (column > 0) {
        out.append(' ');
        column++;
      }
      out.append(word);
      column += word.length();
    }
    return out.toString();
  }
}
