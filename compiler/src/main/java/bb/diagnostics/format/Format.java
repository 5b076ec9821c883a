package bb.diagnostics.format;

import bb.diagnostics.TextRenderer;
import java.util.function.Function;

/** The formats in which findings are handed to people and to other tools: pure functions. */
public enum Format {
  /** For people, in the layout of rustc. */
  TEXT(findings -> TextRenderer.render(findings.diagnostics(), false)),

  /** JSON with rustc's field names, one diagnostic to a line. */
  JSON(RustcJson::render),

  /** SARIF 2.1.0, which code scanning services read. */
  SARIF(Sarif::render),

  /**
   * JUnit's XML, which every CI system shows: a test case for each network and for each failure.
   */
  JUNIT(JUnitXml::render),

  /** GitHub's workflow commands, which become annotations of a pull request. */
  GITHUB(GitHub::render),

  /** GitLab's code quality report. */
  GITLAB(GitLab::render);

  private final Function<Findings, String> renderer;

  Format(Function<Findings, String> renderer) {
    this.renderer = renderer;
  }

  /** Whether a service reads it that knows files by their paths in a repository. */
  public boolean isOfRepository() {
    return this == SARIF || this == GITHUB || this == GITLAB;
  }

  public String render(Findings findings) {
    return renderer.apply(findings);
  }
}
