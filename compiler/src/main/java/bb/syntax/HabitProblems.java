package bb.syntax;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.source.Span;
import java.util.Optional;

/** What is said about the habits that people bring from Python, C and other languages. */
final class HabitProblems {
  private HabitProblems() {}

  // ---- 0130: assignments

  static Diagnostic setAgain(Span at, String name) {
    return Diagnostic.at(
            Code.BB0130,
            at,
            "`" + SyntaxProblems.shorten(name) + "` cannot be given another value",
            "sets it again")
        .note("a `let` is a value, not a variable: it stays what it is in all iterations")
        .help(
            "compute the value where it is needed: in `repeat i in 0..3 { … }`, what doubles each"
                + " time is `64 * 2 ** i`");
  }

  /** A tensor that is changed in place: {@code it += skip}. */
  static Diagnostic tensorSetAgain(Span at, Span statement, String replacement) {
    return Diagnostic.at(Code.BB0130, at, "nothing is changed in place", "sets what is on its left")
        .note("what a step yields flows on by itself, and arithmetic of tensors is a layer")
        .help(Help.replace("apply a layer", statement, replacement));
  }

  /** A tensor that is named as another one is: {@code layer} makes it. */
  static Diagnostic tensorNamedAgain(Span at, String name, String layer) {
    return Diagnostic.at(
            Code.BB0130,
            at,
            "`" + SyntaxProblems.shorten(name) + "` cannot be given to another tensor",
            "sets it again")
        .note("a name stands for one tensor, and `it` for the one that flows")
        .help(
            "give it a name of its own, `%s as %s2`, and read that one below"
                .formatted(layer, SyntaxProblems.shorten(name)));
  }

  static Diagnostic notAName(Span at, String left, Span statement, Optional<String> named) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0130,
            at,
            "`" + SyntaxProblems.shorten(left) + "` cannot be set",
            "only a `let` gives a name a value");
    String help = "name the tensor that flows out of a step with `as`";
    return named
        .map(text -> problem.help(Help.replace(help, statement, text)))
        .orElse(problem.help(help + ", in a table `as skip[i]`"));
  }

  // ---- 0131: comments

  static Diagnostic foreignComment(Span at, String opener, Optional<String> comment) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0131, at, "comments begin with `#`, not with `" + opener + "`", "is no comment");
    return comment
        .map(text -> problem.help(Help.replace("write `#`", at, text)))
        .orElse(problem.help("move it to lines that begin with `#`"));
  }

  // ---- 0132: bodies

  /** {@code fixed} is the whole statement in braces. */
  static Diagnostic colonBody(Span head, Span statement, String fixed) {
    return Diagnostic.at(
            Code.BB0132,
            head,
            "a body stands in braces, not behind `:`",
            "begins a body by indentation")
        .help(Help.replace("write it like this", statement, fixed));
  }

  static Diagnostic missingBrace(Span end, Optional<Span> lastLine) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0132, end, "expected `{` at the end of the line", "the body begins here");
    return problem.help(
        lastLine.isEmpty()
            ? Help.replace("begin the body with `{`", end, " {")
            : Help.replace(
                "put the body in braces",
                end.to(lastLine.get()),
                " {" + end.to(lastLine.get()).text() + "\n" + indent(end) + "}"));
  }

  private static String indent(Span at) {
    String line = at.file().lineText(at.line());
    return line.substring(0, line.length() - line.stripLeading().length());
  }

  static Diagnostic moduleClass(Span at, String name) {
    return Diagnostic.at(
            Code.BB0132,
            at,
            "a network is no class: it is one list of layers",
            "begins a class of another framework")
        .note("nothing is registered first and called later: a layer stands where it is applied")
        .help("write `network " + name + " { … }`, and in it the lines of `forward` as layers");
  }

  // ---- 0133: words

  static Diagnostic foreignWord(Span at, ForeignWord word) {
    return Diagnostic.at(
            Code.BB0133,
            at,
            "`" + at.text() + "` means nothing in bb",
            "a word of another language")
        .note(word.why())
        .help(word.help());
  }

  static Diagnostic stringPrefix(Span at) {
    return Diagnostic.at(
            Code.BB0133, at, "a string has no prefix `" + at.text() + "`", "stands before a string")
        .note("every string interpolates: `\"layer{i}\"`")
        .help(Help.replace("leave it out", at, ""));
  }

  static Diagnostic moduleImport(Span at, Span lines) {
    return Diagnostic.at(
            Code.BB0133, at, "a Python module cannot be imported", "names no file of blocks")
        .note("all layers are there without an import; `import \"blocks.bb\"` reads another file")
        .help(Help.replace("leave it out", lines, ""));
  }

  static Diagnostic returns(Span at, Span left) {
    return Diagnostic.at(Code.BB0133, at, "nothing is returned in bb", "a word of another language")
        .note("what flows out of the last statement is the result")
        .help(Help.replace("leave the word out", left, ""));
  }

  // ---- 0134: parameters

  /** {@code typed} are all parameters with their types, in the place of {@code whole}. */
  static Diagnostic untyped(Span at, String name, String type, Span whole, String typed) {
    return Diagnostic.at(
            Code.BB0134,
            at,
            "the parameter `" + SyntaxProblems.shorten(name) + "` has no type",
            "expected `: " + type + "`")
        .note("the types are `int`, `float`, `bool`, `string`, `list`, `tensor` and `layer`")
        .help(Help.replace("write the type", whole, typed));
  }

  /** {@code ratio: 4}. */
  static Diagnostic defaultAsType(Span at, String type) {
    return Diagnostic.at(
            Code.BB0134, at, "a parameter has a type before its default", "expected a type")
        .help(Help.replace("write the type", at, type + " = " + at.text()));
  }

  // ---- 0135: calls

  static Diagnostic methodCall(Span at, Span whole, Optional<String> pipeline) {
    Diagnostic problem =
        Diagnostic.at(
                Code.BB0135,
                at,
                "layers and tensors have no methods",
                "calls something behind a `.`")
            .note("a layer is applied to what flows: `x -> relu`");
    return pipeline
        .map(text -> problem.help(Help.replace("write a pipeline", whole, text)))
        .orElse(problem);
  }

  static Diagnostic calledAgain(Span at, Span whole, Optional<String> pipeline) {
    Diagnostic problem =
        Diagnostic.at(
                Code.BB0135, at, "a layer is called once", "calls what the call before it made")
            .note("a layer is applied to what flows in, or to a tensor: `x -> conv(64, 3)`");
    return pipeline
        .map(text -> problem.help(Help.replace("write a pipeline", whole, text)))
        .orElse(problem);
  }

  // ---- 0136 and 0137: expressions

  static Diagnostic choiceElsewhere(Span at, Span whole, String fixed) {
    return Diagnostic.at(
            Code.BB0136,
            at,
            "a choice begins with its condition",
            "stands in the middle of a choice")
        .help(Help.replace("write `if … then … else …`", whole, fixed));
  }

  static Diagnostic elif(Span at) {
    return Diagnostic.at(Code.BB0136, at, "there is no `" + at.text() + "`", "goes on an `if`")
        .help(Help.replace("write `else if`", at, "else if"));
  }

  static Diagnostic comprehension(Span at) {
    return Diagnostic.at(
            Code.BB0137, at, "a list cannot be built by a loop", "begins a loop in an expression")
        .note("lists are written out, joined with `+`, or made with `enumerate` and `zip`")
        .help("compute the value in the `repeat` that uses it: `repeat i in 0..4 { … 64 * i … }`");
  }
}
