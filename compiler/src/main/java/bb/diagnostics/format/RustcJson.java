package bb.diagnostics.format;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.diagnostics.TextRenderer;
import bb.source.SourceFile;
import bb.source.Span;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Diagnostics as rustc's {@code --error-format=json} writes them, one to a line, so that tools made
 * for it read them. Lines and columns are 1-based and ends exclusive; columns count UTF-16 units,
 * and bytes those of the file in UTF-8. {@code kind} says besides what the code stands for: error,
 * check or warning.
 */
final class RustcJson {
  /** A line that is longer is not repeated. */
  private static final int LONGEST_LINE = 1_000;

  private final Map<SourceFile, Bytes> files = new HashMap<>();

  private RustcJson() {}

  static String render(Findings findings) {
    var json = new RustcJson();
    var text = new StringBuilder();
    for (Diagnostic diagnostic : findings.diagnostics()) {
      text.append(JsonWriter.string(json.object(diagnostic))).append('\n');
    }
    return text.toString();
  }

  private JsonObject object(Diagnostic diagnostic) {
    var code = new JsonObject();
    code.put("code", diagnostic.code().name());
    code.put("explanation", diagnostic.code().title());
    var object = new JsonObject();
    object.put("$message_type", "diagnostic");
    object.put("message", diagnostic.message());
    object.put("code", code);
    object.put("level", Findings.isWarning(diagnostic) ? "warning" : "error");
    object.put("kind", diagnostic.code().severity().toString());
    diagnostic.code().warning().ifPresent(name -> object.put("name", name));
    List<JsonObject> spans = new ArrayList<>();
    diagnostic.primary().ifPresent(label -> spans.add(labelled(label, true)));
    diagnostic.secondary().forEach(label -> spans.add(labelled(label, false)));
    object.put("spans", spans);
    List<JsonObject> children = new ArrayList<>();
    diagnostic.notes().forEach(note -> children.add(child("note", note, List.of())));
    diagnostic.helps().forEach(help -> children.add(help(help)));
    object.put("children", children);
    object.put("rendered", TextRenderer.render(diagnostic, false));
    return object;
  }

  private JsonObject help(Help help) {
    return child("help", help.text(), help.edit().stream().map(this::suggestion).toList());
  }

  private static JsonObject child(String level, String message, List<JsonObject> spans) {
    var object = new JsonObject();
    object.put("message", message);
    object.put("code", null);
    object.put("level", level);
    object.put("spans", spans);
    object.put("children", List.of());
    object.put("rendered", null);
    return object;
  }

  private JsonObject labelled(Label label, boolean primary) {
    JsonObject object = span(label.span(), primary);
    object.put("label", label.text().isEmpty() ? null : label.text());
    return object;
  }

  private JsonObject suggestion(Edit edit) {
    JsonObject object = span(edit.span(), true);
    object.put("suggested_replacement", edit.replacement());
    object.put("suggestion_applicability", "MaybeIncorrect");
    return object;
  }

  private JsonObject span(Span span, boolean primary) {
    SourceFile file = span.file();
    Bytes bytes = files.computeIfAbsent(file, Bytes::of);
    int lastLine = file.line(span.end());
    var object = new JsonObject();
    object.put("file_name", file.path());
    object.put("byte_start", bytes.before(file, span.start()));
    object.put("byte_end", bytes.before(file, span.end()));
    object.put("line_start", span.line());
    object.put("line_end", lastLine);
    object.put("column_start", span.column());
    object.put("column_end", file.column(span.end()));
    object.put("is_primary", primary);
    object.put("text", lastLine == span.line() ? line(span) : List.of());
    return object;
  }

  private static List<JsonObject> line(Span span) {
    String text = span.file().lineText(span.line());
    if (text.length() > LONGEST_LINE) {
      return List.of();
    }
    var object = new JsonObject();
    object.put("text", text);
    object.put("highlight_start", span.column());
    object.put("highlight_end", span.file().column(span.end()));
    return List.of(object);
  }

  /** How many bytes of UTF-8 stand before each {@value #STEP}th character of a file. */
  private record Bytes(long[] sums) {
    private static final int STEP = 4_096;

    static Bytes of(SourceFile file) {
      int length = file.text().length();
      long[] sums = new long[length / STEP + 1];
      for (int i = 1; i < sums.length; i++) {
        sums[i] = sums[i - 1] + count(file.text(), (i - 1) * STEP, i * STEP);
      }
      return new Bytes(sums);
    }

    long before(SourceFile file, int offset) {
      int step = offset / STEP;
      return sums[step] + count(file.text(), step * STEP, offset);
    }

    /** Each half of a surrogate pair counts two of its four bytes. */
    private static long count(String text, int from, int to) {
      long bytes = 0;
      for (int i = from; i < to; i++) {
        char c = text.charAt(i);
        bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
      return bytes;
    }
  }
}
