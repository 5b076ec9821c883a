package bb.diagnostics;

import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.Span;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Diagnostics as JSON, for editors and scripts: an array, one diagnostic to a line. Lines and
 * columns are 1-based, columns in UTF-16 units, ends exclusive. {@code kind} is what the code
 * stands for, {@code severity} what it counts as in this run: a warning may be denied.
 */
public final class JsonRenderer {
  private JsonRenderer() {}

  public static String render(List<Diagnostic> diagnostics) {
    if (diagnostics.isEmpty()) {
      return "[]\n";
    }
    return diagnostics.stream()
        .map(diagnostic -> "  " + JsonWriter.string(object(diagnostic)))
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static JsonObject object(Diagnostic diagnostic) {
    var object = new JsonObject();
    object.put("code", diagnostic.code().name());
    object.put("kind", diagnostic.code().severity().toString());
    object.put("severity", diagnostic.severity() == Severity.WARNING ? "warning" : "error");
    diagnostic.code().warning().ifPresent(name -> object.put("name", name));
    object.put("message", diagnostic.message());
    diagnostic.primary().ifPresent(label -> object.put("primary", label(label)));
    object.put("secondary", diagnostic.secondary().stream().map(JsonRenderer::label).toList());
    object.put("notes", diagnostic.notes());
    object.put("helps", diagnostic.helps().stream().map(JsonRenderer::help).toList());
    return object;
  }

  private static JsonObject label(Label label) {
    JsonObject object = place(label.span());
    object.put("text", label.text());
    return object;
  }

  private static JsonObject help(Help help) {
    var object = new JsonObject();
    object.put("text", help.text());
    help.edit().ifPresent(edit -> object.put("edit", edit(edit)));
    return object;
  }

  private static JsonObject edit(Edit edit) {
    JsonObject object = place(edit.span());
    object.put("replacement", edit.replacement());
    return object;
  }

  private static JsonObject place(Span span) {
    var object = new JsonObject();
    object.put("file", span.file().path());
    object.put("line", span.line());
    object.put("column", span.column());
    object.put("end_line", span.file().line(span.end()));
    object.put("end_column", span.file().column(span.end()));
    return object;
  }
}
