package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Suggest;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.List;
import java.util.Optional;

/** What is said about a {@code checkpoint} clause. */
final class CheckpointProblems {
  private static final String FORM =
      "a clause is `checkpoint(prefix: \"module.\", ignore: [\"*.position_ids\"],"
          + " rename: [\"gamma\" -> \"weight\"])`, or a part of it";

  private CheckpointProblems() {}

  static Diagnostic unknown(Ast.Name name, List<String> known) {
    Diagnostic problem =
        Diagnostic.at(
                Code.BB0349,
                name.span(),
                "`checkpoint` has no argument `%s`".formatted(name.text()),
                "unknown argument")
            .note(FORM);
    Optional<String> near = Suggest.nearest(name.text(), known);
    return near.map(
            n -> problem.help(Help.replace("did you mean `%s`?".formatted(n), name.span(), n)))
        .orElse(problem);
  }

  static Diagnostic unfit(Span at, String message, String label) {
    return Diagnostic.at(Code.BB0349, at, message, label).note(FORM);
  }

  /** In a block, whose names are only a part of a file's. */
  static Diagnostic misplaced(Span span) {
    return Diagnostic.at(
            Code.BB0340,
            span,
            "`checkpoint` belongs at the top of a network",
            "not allowed in here")
        .help("say it in the network: its rules are about whole names");
  }
}
