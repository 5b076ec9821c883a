package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Suggest;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.List;

/** What is said about source that is right, and probably not what was meant. */
final class WarningProblems {
  private WarningProblems() {}

  /** What can be declared and never read. */
  enum Unread {
    LET(Code.BB0801, "this value"),
    PARAMETER(Code.BB0802, "this parameter"),
    BLOCK(Code.BB0803, "this block"),
    TENSOR(Code.BB0804, "the tensor of this name"),
    PARAM(Code.BB0805, "this learnable tensor"),
    SHARE(Code.BB0806, "this layer"),
    VARIABLE(Code.BB0807, "this variable");

    private final Code code;
    private final String noun;

    Unread(Code code, String noun) {
      this.code = code;
      this.noun = noun;
    }
  }

  static Diagnostic unread(Unread what, Ast.Name name) {
    Diagnostic problem =
        Diagnostic.at(
            what.code,
            name.span(),
            "`%s` is never used".formatted(name.text()),
            "nothing reads " + what.noun);
    String meant = "_" + name.text();
    return switch (what) {
      case PARAMETER -> problem.help("remove it, or use it: a call that gives it changes nothing");
      case BLOCK -> problem.help("remove it, or call it from a network");
      case VARIABLE ->
          problem.help(Help.replace("write `_` for what is not needed", name.span(), "_"));
      case TENSOR ->
          problem.help(
              Help.replace(
                  "use it further down, or call it `%s`".formatted(meant), name.span(), meant));
      case LET ->
          problem.help(
              Help.replace("remove it, or call it `%s`".formatted(meant), name.span(), meant));
      case PARAM -> problem.help("add it to what flows, or remove it: nothing is learned here");
      case SHARE -> problem.help("apply it, or remove it");
    };
  }

  static Diagnostic unknownAllow(Span span, String name) {
    List<String> names = Code.warnings().stream().map(Code::shortest).toList();
    Diagnostic problem =
        Code.find(name).isPresent()
            ? Diagnostic.at(Code.BB0820, span, "`%s` cannot be allowed".formatted(name), "an error")
            : Diagnostic.at(
                Code.BB0820,
                span,
                "there is no warning called `%s`".formatted(name),
                "allows nothing");
    return Suggest.nearest(name, names)
        .map(near -> problem.help(Help.replace("did you mean `%s`?".formatted(near), span, near)))
        .orElseGet(() -> problem.note("the warnings are " + NameProblems.list(names)));
  }

  static Diagnostic unknownDirective(Span span) {
    return Diagnostic.at(
            Code.BB0820, span, "this comment for the compiler allows nothing", "not understood")
        .help("write `# bb: allow(unused-let)`, with the names of warnings");
  }
}
