package bb.diagnostics.format;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Label;
import bb.source.Hidden;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Diagnostics for GitHub Actions: workflow commands that become annotations, the most severe first
 * as only the first ten of a step are shown, and a summary of the job in Markdown.
 */
public final class GitHub {
  private GitHub() {}

  static String render(Findings findings) {
    return findings.mostSevereFirst().stream().map(GitHub::command).collect(Collectors.joining());
  }

  private static String command(Diagnostic diagnostic) {
    List<String> properties = new ArrayList<>();
    diagnostic.primary().map(Label::span).ifPresent(span -> properties.addAll(place(span)));
    Code code = diagnostic.code();
    properties.add("title=" + property(code + ": " + code.title()));
    String kind = Findings.isWarning(diagnostic) ? "warning" : "error";
    return "::" + kind + " " + String.join(",", properties) + "::" + data(text(diagnostic)) + "\n";
  }

  /** GitHub takes an end column for what lies on one line only. */
  private static List<String> place(Span span) {
    int lastLine = span.file().line(span.end());
    List<String> properties =
        new ArrayList<>(
            List.of(
                "file=" + property(span.file().path()),
                "line=" + span.line(),
                "endLine=" + lastLine));
    if (lastLine == span.line()) {
      properties.add("col=" + span.column());
      properties.add("endColumn=" + span.file().column(span.end()));
    }
    return properties;
  }

  private static String text(Diagnostic diagnostic) {
    List<String> lines = new ArrayList<>(List.of(diagnostic.message()));
    diagnostic.primary().map(Label::text).filter(t -> !t.isEmpty()).ifPresent(lines::add);
    diagnostic.notes().forEach(note -> lines.add("note: " + note));
    diagnostic.helps().forEach(help -> lines.add("help: " + help.text()));
    return String.join("\n", lines);
  }

  /** The text of a command: a line break would begin another command. */
  private static String data(String text) {
    return Hidden.escape(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }

  /** What the page of the job shows: a table of the networks, and a list of what was found. */
  public static String summary(Findings findings) {
    var text = new StringBuilder("### bbc\n\n");
    if (!findings.checked().isEmpty()) {
      text.append("| network | file | parameters | multiply-adds |\n");
      text.append("| --- | --- | ---: | ---: |\n");
      findings
          .checked()
          .forEach(c ->
              text.append(
                  String.format(
                      Locale.ROOT,
                      "| %s | %s | %,d | %,d |\n",
                      cell(c.network()),
                      cell(c.file()),
                      c.params(),
                      c.macs())));
      text.append('\n');
    }
    findings.mostSevereFirst().forEach(d -> text.append(item(d)));
    return text.append('\n').toString();
  }

  private static String item(Diagnostic diagnostic) {
    String kind = Findings.isWarning(diagnostic) ? "warning" : "**error**";
    String place =
        diagnostic.primary().map(label -> " at " + code(label.span().toString())).orElse("");
    return "- %s %s%s: %s\n"
        .formatted(kind, diagnostic.code(), place, inline(diagnostic.message()));
  }

  private static String cell(String text) {
    return code(text).replace("|", "\\|");
  }

  private static String code(String text) {
    return "`" + Hidden.escapeName(text).replace("`", "'") + "`";
  }

  /** On one line, and no HTML. */
  private static String inline(String text) {
    return Hidden.escapeName(text).replace("<", "&lt;");
  }
}
