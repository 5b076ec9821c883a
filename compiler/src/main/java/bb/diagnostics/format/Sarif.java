package bb.diagnostics.format;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.Span;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Diagnostics in the Static Analysis Results Interchange Format 2.1.0 (OASIS, 2020): one run, a
 * rule for each code that occurs, a result for each diagnostic, and a fix for each help that comes
 * with an edit.
 */
final class Sarif {
  private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

  private Sarif() {}

  static String render(Findings findings) {
    List<Code> codes =
        findings.diagnostics().stream().map(Diagnostic::code).distinct().sorted().toList();
    List<String> fingerprints = Fingerprints.of(findings.diagnostics());
    List<JsonObject> results = new ArrayList<>();
    for (int i = 0; i < fingerprints.size(); i++) {
      Diagnostic diagnostic = findings.diagnostics().get(i);
      results.add(result(diagnostic, codes.indexOf(diagnostic.code()), fingerprints.get(i)));
    }
    JsonObject driver = object("name", "bbc");
    driver.put("version", findings.version());
    driver.put("rules", codes.stream().map(Sarif::rule).toList());
    JsonObject run = object("tool", object("driver", driver));
    run.put("columnKind", "utf16CodeUnits");
    run.put("results", results);
    JsonObject log = object("$schema", SCHEMA);
    log.put("version", "2.1.0");
    log.put("runs", List.of(run));
    return JsonWriter.indent("  ").string().value(log).done() + "\n";
  }

  private static JsonObject rule(Code code) {
    JsonObject rule = object("id", code.name());
    rule.put("name", code.shortest());
    rule.put("shortDescription", text(code.title()));
    rule.put("help", text("bbc explain " + code.shortest()));
    return rule;
  }

  private static JsonObject result(Diagnostic diagnostic, int rule, String fingerprint) {
    JsonObject result = object("ruleId", diagnostic.code().name());
    result.put("ruleIndex", rule);
    result.put("level", Findings.isWarning(diagnostic) ? "warning" : "error");
    result.put("message", text(message(diagnostic)));
    diagnostic
        .primary()
        .ifPresent(label ->
            result.put("locations", List.of(object("physicalLocation", place(label.span())))));
    result.put("partialFingerprints", object("bbc/v1", fingerprint));
    List<JsonObject> related = diagnostic.secondary().stream().map(Sarif::related).toList();
    if (!related.isEmpty()) {
      result.put("relatedLocations", related);
    }
    List<JsonObject> fixes =
        diagnostic.helps().stream().flatMap(h -> h.edit().map(e -> fix(h, e)).stream()).toList();
    if (!fixes.isEmpty()) {
      result.put("fixes", fixes);
    }
    return result;
  }

  private static String message(Diagnostic diagnostic) {
    List<String> lines = new ArrayList<>(List.of(diagnostic.message()));
    diagnostic.notes().forEach(note -> lines.add("note: " + note));
    diagnostic.helps().forEach(help -> lines.add("help: " + help.text()));
    return lines.stream().collect(Collectors.joining("\n"));
  }

  private static JsonObject related(Label label) {
    JsonObject related = object("physicalLocation", place(label.span()));
    if (!label.text().isEmpty()) {
      related.put("message", text(label.text()));
    }
    return related;
  }

  private static JsonObject fix(Help help, Edit edit) {
    JsonObject replacement = object("deletedRegion", region(edit.span()));
    replacement.put("insertedContent", object("text", edit.replacement()));
    JsonObject change = object("artifactLocation", artifact(edit.span()));
    change.put("replacements", List.of(replacement));
    JsonObject fix = object("description", text(help.text()));
    fix.put("artifactChanges", List.of(change));
    return fix;
  }

  private static JsonObject place(Span span) {
    JsonObject place = object("artifactLocation", artifact(span));
    place.put("region", region(span));
    return place;
  }

  private static JsonObject region(Span span) {
    JsonObject region = object("startLine", span.line());
    region.put("startColumn", span.column());
    region.put("endLine", span.file().line(span.end()));
    region.put("endColumn", span.file().column(span.end()));
    return region;
  }

  private static JsonObject artifact(Span span) {
    return object("uri", uri(span.file().path()));
  }

  /** A relative path stays relative: where it begins is the service's to know. */
  private static String uri(String path) {
    try {
      URI uri =
          path.startsWith("/") ? new URI("file", "", path, null) : new URI(null, null, path, null);
      return uri.toASCIIString();
    } catch (URISyntaxException e) {
      throw new AssertionError("every path can be quoted: " + path, e);
    }
  }

  private static JsonObject text(String text) {
    return object("text", text);
  }

  private static JsonObject object(String key, Object value) {
    var object = new JsonObject();
    object.put(key, value);
    return object;
  }
}
