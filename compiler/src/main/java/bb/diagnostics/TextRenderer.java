package bb.diagnostics;

import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Draws diagnostics for a terminal, in the layout of rustc. A pure function: it reads no files and
 * knows no terminal; whoever calls it decides on colour.
 *
 * <pre>
 * error[BB0101]: expected `,` or `)`, found `stride`
 *   ┌─ lenet.bb:3:16
 * 3 │   conv(64, 3 stride: 2)
 *   │              ^^^^^^ expected `,` or `)`
 *   for more: bbc explain BB0101
 * </pre>
 */
public final class TextRenderer {
  /** Diagnostics drawn at once: more would scroll away what is to be read first. */
  private static final int SHOWN = 100;

  private TextRenderer() {}

  /** All of them, and how many there are. Nothing if there are none. */
  public static String render(List<Diagnostic> diagnostics, boolean colour) {
    if (diagnostics.isEmpty()) {
      return "";
    }
    String all =
        diagnostics.stream()
            .limit(SHOWN)
            .map(d -> render(d, colour))
            .collect(Collectors.joining("\n"));
    return all + "\n" + Style.STRONG.paint(summary(diagnostics), colour) + "\n";
  }

  /** {@code 2 errors, 1 warning}. */
  private static String summary(List<Diagnostic> diagnostics) {
    long warnings = diagnostics.stream().filter(TextRenderer::isWarning).count();
    long errors = diagnostics.size() - warnings;
    String shown = diagnostics.size() > SHOWN ? "the first %d above".formatted(SHOWN) : "";
    return Stream.of(counted(errors, "error"), counted(warnings, "warning"), shown)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String counted(long count, String noun) {
    return count == 0 ? "" : count == 1 ? "1 " + noun : count + " " + noun + "s";
  }

  private static boolean isWarning(Diagnostic diagnostic) {
    return diagnostic.severity() == Severity.WARNING;
  }

  public static String render(Diagnostic diagnostic, boolean colour) {
    var out = new StringBuilder();
    Style style = isWarning(diagnostic) ? Style.WARNING : Style.ERROR;
    String kind = isWarning(diagnostic) ? "warning" : "error";
    out.append(style.paint(kind + "[" + diagnostic.code() + "]", colour));
    out.append(Style.STRONG.paint(": " + Snippet.visible(diagnostic.message()), colour));
    out.append('\n');
    var snippet = new Snippet(gutter(diagnostic), style, colour);
    Label primary = diagnostic.primary().orElse(null);
    for (List<Label> labels : byFile(diagnostic)) {
      Span head = labels.getFirst().span();
      out.append(snippet.labels(head, labels, primary));
    }
    diagnostic.notes().forEach(note -> out.append(paragraph("note", note, colour)));
    for (Help help : diagnostic.helps()) {
      out.append(paragraph("help", help.text(), colour));
      help.edit().ifPresent(edit -> out.append(snippet.edit(edit)));
    }
    diagnostic
        .code()
        .warning()
        .ifPresent(name -> out.append("  if meant: # bb: allow(").append(name).append(")\n"));
    out.append("  for more: bbc explain ").append(diagnostic.code().shortest()).append('\n');
    return out.toString();
  }

  /** The labels of each file, the primary one's file and label first. */
  private static List<List<Label>> byFile(Diagnostic diagnostic) {
    Map<SourceFile, List<Label>> files = new LinkedHashMap<>();
    labels(diagnostic)
        .forEach(l -> files.computeIfAbsent(l.span().file(), _ -> new ArrayList<>()).add(l));
    return List.copyOf(files.values());
  }

  private static Stream<Label> labels(Diagnostic diagnostic) {
    return Stream.concat(diagnostic.primary().stream(), diagnostic.secondary().stream());
  }

  /** The width of the largest line number that is shown. */
  private static int gutter(Diagnostic diagnostic) {
    Stream<Span> edits =
        diagnostic.helps().stream().flatMap(h -> h.edit().stream()).map(Diagnostic.Edit::span);
    int largest =
        Stream.concat(labels(diagnostic).map(Label::span), edits)
            .mapToInt(span -> span.file().line(span.end()))
            .max()
            .orElse(1);
    return String.valueOf(largest).length();
  }

  private static String paragraph(String kind, String text, boolean colour) {
    String indented = Snippet.visible(text).replace("\n", "\n" + " ".repeat(kind.length() + 4));
    return "  " + Style.HELP.paint(kind + ":", colour) + " " + indented + "\n";
  }
}
