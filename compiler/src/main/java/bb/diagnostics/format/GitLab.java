package bb.diagnostics.format;

import bb.diagnostics.Diagnostic;
import bb.source.Span;
import com.grack.nanojson.JsonObject;
import com.grack.nanojson.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Diagnostics as GitLab's code quality report: an array of issues, each with a place. What has none
 * is said of the first line of the folder.
 */
final class GitLab {
  private GitLab() {}

  static String render(Findings findings) {
    List<String> fingerprints = Fingerprints.of(findings.diagnostics());
    List<JsonObject> issues = new ArrayList<>();
    for (int i = 0; i < fingerprints.size(); i++) {
      issues.add(issue(findings.diagnostics().get(i), fingerprints.get(i)));
    }
    return JsonWriter.indent("  ").string().value(issues).done() + "\n";
  }

  private static JsonObject issue(Diagnostic diagnostic, String fingerprint) {
    var issue = new JsonObject();
    issue.put("description", diagnostic.message());
    issue.put("check_name", diagnostic.code().shortest());
    issue.put("fingerprint", fingerprint);
    issue.put("severity", Findings.isWarning(diagnostic) ? "minor" : "critical");
    var lines = new JsonObject();
    lines.put("begin", diagnostic.primary().map(label -> label.span().line()).orElse(1));
    var location = new JsonObject();
    location.put("path", diagnostic.primary().map(label -> path(label.span())).orElse("."));
    location.put("lines", lines);
    issue.put("location", location);
    return issue;
  }

  /** As git writes it, since issues are matched with the files of a merge request. */
  private static String path(Span span) {
    String path = span.file().path();
    return path.startsWith("./") ? path.substring(2) : path;
  }
}
