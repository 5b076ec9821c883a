package bb.syntax;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.Span;
import java.util.Optional;

/** What is said about branches and joins: 0109 and 0110. */
final class BranchProblems {
  private BranchProblems() {}

  /** {@code before} is the branch that a step without {@code |} follows, if one does. */
  static Diagnostic missingPipe(
      Span at, Span join, boolean isStep, Optional<Span> before, Span step) {
    Diagnostic problem =
        Diagnostic.at(Code.BB0109, at, "branches begin with `|`", "begins no branch")
            .with(new Label(join, "joins branches"));
    if (!isStep) {
      return problem.help("only branches stand here; move it out of the join or into a branch");
    }
    Help pipe =
        Help.replace("begin the branch with `|`", at.file().span(at.start(), at.start()), "| ");
    if (before.isEmpty()) {
      return problem.help(
          Help.replace("begin each branch with `|`", at.to(step), barred(at.to(step))));
    }
    Span branch = before.get().to(step);
    String text = branch.text();
    boolean braced = text.startsWith("{");
    Diagnostic noted = problem.note("a branch is one step; several stand in braces");
    Help wrap = Help.replace("put the steps of a branch in braces", branch, "{ " + text + " }");
    boolean sameLine = before.get().file().line(before.get().end()) == at.line();
    return braced ? noted.help(pipe) : sameLine ? noted.help(wrap) : noted.help(wrap).help(pipe);
  }

  /** Statements as branches: `|` before each line that is indented like the first. */
  private static String barred(Span statements) {
    int indent = statements.column() - 1;
    return "| " + statements.text().replaceAll("\n( {" + indent + "})(?=[^\\s|}])", "\n$1| ");
  }

  static Diagnostic noBranches(Span join, String kind) {
    return Diagnostic.at(Code.BB0109, join, "`" + kind + "` has no branches", "joins nothing")
        .help("write `" + kind + " { | first | second }`");
  }

  static Diagnostic strayBranch(Span at) {
    return Diagnostic.at(Code.BB0110, at, "a branch stands outside of a join", "belongs to no join")
        .note("branches stand directly in `parallel`, `concat`, `add` or `mul`")
        .help("write `add { | a | b }`; to end a join, close its `}` after the last branch");
  }

  static Diagnostic notAJoin(Span callee, Span body) {
    return Diagnostic.at(
            Code.BB0110,
            callee,
            "`" + SyntaxProblems.shorten(callee.text()) + "` cannot have a body",
            "takes no braces")
        .with(new Label(body.file().span(body.start(), body.start() + 1), "the body begins here"))
        .note(
            "a body follows `concat`, `add`, `mul`, `parallel`, `repeat`, `collect`, `group`,"
                + " `scale` and `if`")
        .help("to name what is in the braces, put `:` between the name and `{`");
  }
}
