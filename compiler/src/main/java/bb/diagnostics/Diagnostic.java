package bb.diagnostics;

import bb.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * One thing to tell the reader: what is wrong ({@code message}, which stands alone), where ({@code
 * primary}, with what is true at that place), what else belongs to it ({@code secondary}), why
 * ({@code notes}) and what to do ({@code helps}). Wording: lower case, no final period, backticks
 * around code; fixes only in helps.
 *
 * @param severity that of its code, unless it is a warning that was denied
 */
public record Diagnostic(
    Code code,
    Severity severity,
    String message,
    Optional<Label> primary,
    List<Label> secondary,
    List<String> notes,
    List<Help> helps) {

  /** Characters of one text: names and values of a source may be as long as the file. */
  private static final int LONGEST = 1_000;

  public Diagnostic {
    message = cut(message);
    secondary = List.copyOf(secondary);
    notes = notes.stream().map(Diagnostic::cut).toList();
    helps = List.copyOf(helps);
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** A piece of source and what is true there; the text may be empty. */
  public record Label(Span span, String text) {
    public Label {
      text = cut(text);
    }
  }

  /** A thing to try, and the edit that does it where one is known. */
  public record Help(String text, Optional<Edit> edit) {
    public Help {
      text = cut(text);
    }

    public static Help of(String text) {
      return new Help(text, Optional.empty());
    }

    public static Help replace(String text, Span span, String replacement) {
      return new Help(text, Optional.of(new Edit(span, replacement)));
    }
  }

  /** Replaces the text of {@code span}; an empty span inserts. */
  public record Edit(Span span, String replacement) {}

  public static Diagnostic at(Code code, Span span, String message, String label) {
    return general(code, message).at(new Label(span, label));
  }

  /** A diagnostic that belongs to no place in a source file. */
  public static Diagnostic general(Code code, String message) {
    return new Diagnostic(
        code, code.severity(), message, Optional.empty(), List.of(), List.of(), List.of());
  }

  /** The same at another place. */
  public Diagnostic at(Label place) {
    return new Diagnostic(code, severity, message, Optional.of(place), secondary, notes, helps);
  }

  /** The same, as a failure. */
  public Diagnostic denied() {
    return new Diagnostic(code, Severity.ERROR, message, primary, secondary, notes, helps);
  }

  /** Whether this is a warning that counts as a failure. */
  public boolean isDenied() {
    return severity == Severity.ERROR && code.severity() == Severity.WARNING;
  }

  public Diagnostic with(Label label) {
    return new Diagnostic(code, severity, message, primary, plus(secondary, label), notes, helps);
  }

  public Diagnostic note(String note) {
    return new Diagnostic(code, severity, message, primary, secondary, plus(notes, note), helps);
  }

  public Diagnostic help(Help help) {
    return new Diagnostic(code, severity, message, primary, secondary, notes, plus(helps, help));
  }

  public Diagnostic help(String text) {
    return help(Help.of(text));
  }

  private static <T> List<T> plus(List<T> list, T item) {
    return java.util.stream.Stream.concat(list.stream(), java.util.stream.Stream.of(item)).toList();
  }
}
