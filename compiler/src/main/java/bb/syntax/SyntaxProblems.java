package bb.syntax;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.Hidden;
import bb.source.Span;
import java.util.Map;
import java.util.Optional;

/** The prose of all syntax errors, in the order of their codes. */
final class SyntaxProblems {
  /** What a character, or a word, that the language does not have was probably meant to be. */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("&&", "and"),
          Map.entry("&", "and"),
          Map.entry("!", "not"),
          Map.entry("→", "->"),
          Map.entry("×", "*"),
          Map.entry("·", "*"),
          Map.entry("−", "-"),
          Map.entry("–", "-"),
          Map.entry("÷", "/"),
          Map.entry("≤", "<="),
          Map.entry("≥", ">="),
          Map.entry("≠", "!="),
          Map.entry("…", "..."),
          Map.entry("^", "**"),
          Map.entry("“", "\""),
          Map.entry("”", "\""));

  private SyntaxProblems() {}

  // ---- 0101: what the parser did not expect

  static Diagnostic unexpected(Span at, String expected, String found) {
    return Diagnostic.at(
        Code.BB0101, at, "expected " + expected + ", found " + found, "expected " + expected);
  }

  /** {@code meant} is what the statement has instead: {@code ==} or {@code in}. */
  static Diagnostic singleEquals(Span at, String meant) {
    return Diagnostic.at(Code.BB0101, at, "`=` cannot stand here", "gives a name a value")
        .help(Help.replace("did you mean `" + meant + "`?", at, meant));
  }

  static Diagnostic braceOnNewLine(Span at, Span brace) {
    return Diagnostic.at(Code.BB0101, at, "expected `{`, found the end of the line", "expected `{`")
        .with(new Label(brace, "stands on a line of its own"))
        .help("put `{` at the end of the line that it belongs to");
  }

  static Diagnostic elseWithoutIf(Span at) {
    return Diagnostic.at(
            Code.BB0101, at, "`else` has no `if` before it", "does not follow the `}` of an `if`")
        .help("write `if condition { … } else { … }`");
  }

  static Diagnostic thenOfStatement(Span at) {
    return Diagnostic.at(
            Code.BB0101, at, "expected `{`, found `then`", "a step chooses with `if … { … }`")
        .note("`if … then … else …` chooses between values; between layers, braces do")
        .help("write `if condition { … } else { … }`");
  }

  static Diagnostic statementGoesOn(Span before, Span at, String found, boolean argument) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0101,
            at,
            "expected the end of the statement, found " + found,
            "expected a new line, `;` or `->`");
    if (argument) {
      String call = before.text() + "(" + at.text() + ")";
      return problem.help(Help.replace("arguments stand in parentheses", before.to(at), call));
    }
    return found.equals("`elif`")
        ? problem.help(Help.replace("write `else if`", at, "else if"))
        : problem;
  }

  static Diagnostic secondLabel(Span at, Span before) {
    return Diagnostic.at(Code.BB0101, at, "a step cannot have two labels", "ends a second label")
        .note("names nest by braces: `a: { b: relu }` is `a.b`")
        .help("drop the label `" + shorten(before.text()) + "` or put it inside braces");
  }

  static Diagnostic misplacedEllipsis(Span at) {
    return Diagnostic.at(
            Code.BB0101,
            at,
            "`...` can only be the first dimension of a signature's shape",
            "stands for any leading dimensions")
        .help("write `[..., d]`");
  }

  static Diagnostic expectedName(Span at, String word, String found) {
    return Diagnostic.at(
        Code.BB0101,
        at,
        "expected `" + word + "`, found `" + found + "`",
        "expected `" + word + "`");
  }

  // ---- 0102 to 0105: characters, strings, numbers

  static Diagnostic unknownCharacter(Span at) {
    String text = at.text();
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0102,
            at,
            "the language has no `" + shorten(text) + "`",
            "stands outside of strings and comments");
    String meant = MEANT.get(text);
    return meant == null ? problem : problem.help(Help.replace("write `" + meant + "`", at, meant));
  }

  static Diagnostic singleQuotes(Span at) {
    String text = at.text();
    return Diagnostic.at(Code.BB0102, at, "strings stand in double quotes", "has single quotes")
        .help(
            Help.replace(
                "use double quotes", at, "\"" + text.substring(1, text.length() - 1) + "\""));
  }

  static Diagnostic unterminatedString(Span at) {
    return Diagnostic.at(
            Code.BB0103, at, "a string does not end", "has no closing `\"` on its line")
        .help("close the string with `\"`; a line break in it is written `\\n`");
  }

  static Diagnostic badNumber(Span at) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0104,
            at,
            "`" + shorten(at.text()) + "` is not a number",
            "begins like a number");
    if (at.text().startsWith(".")) {
      return problem.help(Help.replace("write the zero", at, "0" + at.text()));
    }
    return problem.note(
        "numbers are written `3`, `0.5`, `1e-5`, and with a suffix `1.5K`, `26M`, `4G`;"
            + " a name begins with a letter or `_`");
  }

  static Diagnostic numberTooLarge(Span at, String limit) {
    return Diagnostic.at(
            Code.BB0105,
            at,
            "`" + shorten(at.text()) + "` is too large a number",
            "beyond " + limit)
        .note("integers have 64 bits, other numbers are IEEE doubles");
  }

  // ---- 0106 and 0107: brackets

  /**
   * {@code closer} is the one that closes {@code opener}, though its indentation says otherwise.
   */
  static Diagnostic unclosed(Span opener, Optional<Span> closer) {
    String bracket = opener.text();
    Diagnostic problem =
        Diagnostic.at(Code.BB0106, opener, "`" + bracket + "` is never closed", "opens here");
    return closer
        .map(span ->
            problem.with(new Label(span, "closes it as things stand, but is indented otherwise")))
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
        "has no opening bracket before it");
  }

  /** {@code last} closes nothing because {@code early} has closed what it was meant to close. */
  static Diagnostic closedEarly(Span early, Span last) {
    return Diagnostic.at(
            Code.BB0107, early, "there is one `}` too many", "is indented as if it closed less")
        .with(new Label(last, "closes nothing"));
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
        .with(new Label(opener, "opens here"));
  }

  // ---- 0108: keywords

  static Diagnostic keywordAsName(Span at) {
    String word = at.text();
    return Diagnostic.at(
            Code.BB0108,
            at,
            "`" + word + "` cannot be a name, it is a keyword",
            "keyword of the language")
        .help("choose another name, such as `" + word + "_1`");
  }

  static Diagnostic keywordAsLabel(Span at) {
    String word = at.text();
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0108,
            at,
            "`" + word + "` cannot be a bare label, it is a keyword",
            "keyword of the language");
    return switch (word) {
      case "input", "param" ->
          problem.help("to declare one, name it: `" + word + " x: [3, 224, 224]`");
      default -> problem.help(Help.replace("quote the label", at, "\"" + word + "\""));
    };
  }

  // ---- 0109 and 0110: branches

  static Diagnostic missingPipe(Span at, Span join, boolean isStep) {
    Diagnostic problem =
        Diagnostic.at(Code.BB0109, at, "branches begin with `|`", "begins no branch")
            .with(new Label(join, "joins branches"));
    if (!isStep) {
      return problem.help("only branches stand here; move it out of the join or into a branch");
    }
    return problem.help(
        Help.replace("begin the branch with `|`", at.file().span(at.start(), at.start()), "| "));
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
            "`" + shorten(callee.text()) + "` cannot have a body",
            "takes no braces")
        .with(new Label(body.file().span(body.start(), body.start() + 1), "the body begins here"))
        .note(
            "a body follows `concat`, `add`, `mul`, `parallel`, `repeat`, `collect`, `group`,"
                + " `scale` and `if`")
        .help("to name what is in the braces, put `:` between the name and `{`");
  }

  // ---- 0111 to 0113: declarations

  static Diagnostic outsideBlock(Span at) {
    return Diagnostic.at(
            Code.BB0111,
            at,
            "a statement stands outside of any block or network",
            "belongs to no body")
        .note("at the top of a file stand `block`, `network`, `let` and `import`")
        .help("move it into the braces of a `block` or `network`");
  }

  static Diagnostic nestedDeclaration(Span at) {
    return Diagnostic.at(
            Code.BB0112,
            at,
            "`" + at.text() + "` cannot stand in a body",
            "is inside of another declaration")
        .help("move it to the top level of the file");
  }

  static Diagnostic unknownKeyword(Span at, Optional<String> meant) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0113,
            at,
            "`" + shorten(at.text()) + "` is not a keyword",
            "begins no statement or declaration");
    return meant
        .map(word -> problem.help(Help.replace("did you mean `" + word + "`?", at, word)))
        .orElse(problem.note("at the top of a file stand `block`, `network`, `let` and `import`"));
  }

  // ---- 0114 and 0115: arguments and labels

  static Diagnostic equalsInArgument(Span name, Span equals) {
    return Diagnostic.at(
            Code.BB0114,
            equals,
            "the argument `" + shorten(name.text()) + "` is given with `:`, not `=`",
            "expected `:`")
        .help(Help.replace("write `:`", from(name, equals), colon(equals)));
  }

  static Diagnostic equalsAfterLabel(Span name, Span equals) {
    return Diagnostic.at(
            Code.BB0114,
            equals,
            "the label `" + shorten(name.text()) + "` ends in `:`, not `=`",
            "expected `:`")
        .help(Help.replace("to label a layer, write `:`", from(name, equals), colon(equals)))
        .help("to name a value, write `let name = value`");
  }

  static Diagnostic missingTarget(Span label, Span at) {
    return Diagnostic.at(
            Code.BB0115,
            at,
            "the label `" + shorten(label.text()) + "` names nothing",
            "expected a layer or a step")
        .with(new Label(label, "stands before nothing"))
        .help("put a layer behind it, such as `" + shorten(label.text()) + " relu`");
  }

  // ---- 0116 to 0118: strings, comparisons, patterns

  static Diagnostic unknownEscape(Span at) {
    return Diagnostic.at(
            Code.BB0116, at, "a string cannot hold `" + at.text() + "`", "is no known escape")
        .note("the escapes are `\\\"`, `\\\\` and `\\n`");
  }

  static Diagnostic stringInString(Span at) {
    return Diagnostic.at(
            Code.BB0116, at, "a string cannot stand in a string", "is inside of braces in a string")
        .help("give it a name with `let` and use that between the braces");
  }

  static Diagnostic interpolatedPath(Span at) {
    return Diagnostic.at(
            Code.BB0116, at, "the path of an import cannot be computed", "interpolates")
        .help("write the path out");
  }

  static Diagnostic chainedComparison(Span second, Span first) {
    return Diagnostic.at(
            Code.BB0117, second, "comparisons cannot be chained", "compares a second time")
        .with(new Label(first, "compares a first time"))
        .help("join two comparisons with `and`");
  }

  static Diagnostic notAPattern(Span at) {
    return Diagnostic.at(
            Code.BB0118, at, "a `repeat` can only bind names", "is not a name or a tuple of names")
        .help("write `repeat i in …` or `repeat (a, (b, c)) in …`");
  }

  // ---- 0119 to 0121: limits

  static Diagnostic fileTooLarge(Span at, int length, int limit) {
    return Diagnostic.at(
            Code.BB0119,
            at,
            "the file has " + length + " characters, more than " + limit,
            "begins here")
        .help("split it into files and `import` them");
  }

  static Diagnostic tooDeep(Span at, int limit) {
    return Diagnostic.at(
            Code.BB0120,
            at,
            "brackets are nested too deeply",
            "is open inside " + limit + " others")
        .help("move the inner part into a `block` or a `let`");
  }

  static Diagnostic tooManyOperators(Span at, int limit) {
    return Diagnostic.at(
            Code.BB0121,
            at,
            "an expression has more than " + limit + " operators",
            "is one too many")
        .help("split it with `let`, or put the values in a list and use `sum`");
  }

  // ---- 0122 to 0124: hidden characters, names

  static Diagnostic hiddenCharacter(Span at, int codePoint) {
    return Diagnostic.at(
            Code.BB0122,
            at,
            "the file holds the hidden character " + Hidden.describe(codePoint),
            "is invisible, or makes text look other than it is")
        .help(Help.replace("leave it out", at, ""));
  }

  static Diagnostic hiddenInPath(Span at, int codePoint) {
    return Diagnostic.at(
            Code.BB0123,
            at,
            "the path of an import holds " + Hidden.describe(codePoint),
            "names a file that cannot be seen for what it is")
        .help("rename the file");
  }

  static Diagnostic nameTooLong(Span at, int limit) {
    return Diagnostic.at(
            Code.BB0124,
            at,
            "`" + shorten(at.text()) + "` is a name of more than " + limit + " characters",
            "is too long for the name of a file")
        .help("choose a shorter name");
  }

  /** The space after the name, if any, and the equals sign. */
  private static Span from(Span name, Span equals) {
    return name.file().span(name.end(), equals.end());
  }

  /** A colon, and a space if none follows. */
  private static String colon(Span equals) {
    return equals.file().text().startsWith(" ", equals.end()) ? ":" : ": ";
  }

  private static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
