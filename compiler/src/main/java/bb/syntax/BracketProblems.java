package bb.syntax;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.Span;
import java.util.Optional;

/** What is said about brackets: 0106 and 0107. */
final class BracketProblems {
  private BracketProblems() {}

  /**
   * {@code closer} is the one that closes {@code opener}, though its indentation says otherwise;
   * {@code edit} closes it where it was probably meant to be closed.
   */
  static Diagnostic unclosed(Span opener, Optional<Span> closer, Optional<Edit> edit) {
    String bracket = opener.text();
    Diagnostic problem =
        Diagnostic.at(Code.BB0106, opener, "`" + bracket + "` is never closed", "opens here");
    problem =
        closer
            .map(span -> new Label(span, "closes it as things stand, but is indented otherwise"))
            .map(problem::with)
            .orElse(problem);
    return edit.map(e -> new Help("close it here", Optional.of(e)))
        .map(problem::help)
        .orElse(problem);
  }

  static Diagnostic unclosedInterpolation(Span opener) {
    return Diagnostic.at(
            Code.BB0106, opener, "`{` is never closed in a string", "begins an interpolation")
        .note("a quote ends the string, also between braces")
        .help("close the expression with `}`; a brace itself is written `{{`");
  }

  static Diagnostic unmatched(Span closer) {
    return Diagnostic.at(
            Code.BB0107,
            closer,
            "`" + closer.text() + "` closes nothing",
            "has no opening bracket before it")
        .help(Help.replace("leave it out", closer, ""));
  }

  /** {@code last} closes nothing because {@code early} has closed what it was meant to close. */
  static Diagnostic closedEarly(Span early, Span last) {
    return Diagnostic.at(
            Code.BB0107, early, "there is one `}` too many", "is indented as if it closed less")
        .with(new Label(last, "closes nothing"))
        .help(Help.replace("leave it out", early, ""));
  }

  static Diagnostic unmatchedInString(Span closer) {
    return Diagnostic.at(
            Code.BB0107, closer, "`}` closes nothing in a string", "has no `{` before it")
        .help(Help.replace("a brace itself is written `}}`", closer, "}}"));
  }

  static Diagnostic wrongCloser(Span opener, Span closer) {
    return Diagnostic.at(
            Code.BB0107,
            closer,
            "`" + opener.text() + "` cannot be closed by `" + closer.text() + "`",
            "closes the wrong kind of bracket")
        .with(new Label(opener, "opens here"))
        .help(
            Help.replace(
                "close it with the bracket of its kind",
                closer,
                opener.text().equals("(") ? ")" : opener.text().equals("[") ? "]" : "}"));
  }
}
