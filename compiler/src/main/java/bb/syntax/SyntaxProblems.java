package bb.syntax;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.diagnostics.Diagnostic.Label;
import bb.source.Hidden;
import bb.source.Span;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The prose of syntax errors, in the order of their codes; what is said about brackets, branches
 * and habits is in classes of their own.
 */
final class SyntaxProblems {
  /** What a character, or a word, that the language does not have was probably meant to be. */
  private static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("&&", "and"),
          Map.entry("||", "or"),
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

  /** {@code whole} is what stands for a shape whose sizes are {@code dims}. */
  static Diagnostic bareShape(Span at, Span whole, String dims) {
    return Diagnostic.at(Code.BB0101, at, "a shape stands in square brackets", "expected `[`")
        .help(Help.replace("write it like this", whole, "[" + dims + "]"));
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
    return found.equals("`,`")
        ? problem.help(Help.replace("a statement has no comma at its end", at, ""))
        : problem;
  }

  static Diagnostic missingComma(Span at, Span before, String found) {
    Span place = before.file().span(before.end(), before.end());
    return Diagnostic.at(
            Code.BB0101, at, "expected `,`, found " + found, "expected `,` before this")
        .help(Help.replace("put a comma between them", place, ","));
  }

  /** {@code add(it, skip -> relu)}, where {@code called} is what {@code step} should be. */
  static Diagnostic arrowInArguments(Span at, Span step, Optional<String> called) {
    Diagnostic problem =
        Diagnostic.at(Code.BB0101, at, "a step cannot stand in parentheses", "applies a layer")
            .note("what is done first to a tensor is a call there: `add(x, conv(y, 64, 1))`");
    return called
        .map(text -> problem.help(Help.replace("call the layer with the tensor", step, text)))
        .orElse(
            problem.help("name what it makes in a line before, with `as`, and put the name here"));
  }

  /** A parameter and its type side by side, in whichever order. */
  static Diagnostic missingColon(Span first, Span second) {
    boolean typeFirst = first.text().matches("int|float|bool|string|list|tensor|layer");
    String fixed =
        typeFirst ? second.text() + ": " + first.text() : first.text() + ": " + second.text();
    return Diagnostic.at(
            Code.BB0101,
            second,
            "expected `:` between a parameter and its type",
            "follows without a `:`")
        .help(Help.replace("write `" + fixed + "`", first.to(second), fixed));
  }

  static Diagnostic secondLabel(Span at, Span before) {
    return Diagnostic.at(Code.BB0101, at, "a step cannot have two labels", "ends a second label")
        .note("names nest by braces: `a: { b: relu }` is `a.b`")
        .help("drop the label `" + shorten(before.text()) + "` or put it inside braces");
  }

  /** {@code output scores: it}. */
  static Diagnostic labelledOutput(Span at, Span name) {
    return Diagnostic.at(
            Code.BB0101, at, "an output is not named where it is listed", "follows a name")
        .note("an output is called as the tensor is that it lists")
        .help(
            "name the tensor where it is made: `… as %1$s`, and list it: `output %1$s`"
                .formatted(shorten(name.text())));
  }

  static Diagnostic starredParameter(Span at) {
    return Diagnostic.at(
            Code.BB0101,
            at,
            "parameters are listed one by one, not with `" + at.text() + "`",
            "stands for any number of arguments")
        .help("name each parameter that is used, with its type: `width: int`");
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

  /** {@code const x: [3, 3] = (i, 2) -> …}. */
  static Diagnostic indexWithoutName(Span at) {
    return Diagnostic.at(
            Code.BB0101, at, "an index of a constant must be a name", "expected a name")
        .help("name the indices before the arrow: `const mask: bool [4, 4] = (i, j) -> j <= i`");
  }

  /** {@code param "h.0.alpha": [64]} without a name to use it by. */
  static Diagnostic parameterWithoutName(Span at, String keyword) {
    return Diagnostic.at(
            Code.BB0101,
            at,
            "a quoted name is that of the checkpoint, and nothing can be called so in the body",
            "expected `as` and a name at the end")
        .help("say what it is called here: `%s \"h.0.alpha\": [64] as alpha`".formatted(keyword));
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
    if (text.equals("×") && AxesByProduct.around(at).isPresent()) {
      Span axes = AxesByProduct.around(at).get();
      return problem.help(
          Help.replace("axes are separated by commas", axes, AxesByProduct.separated(axes)));
    }
    String meant = MEANT.get(text);
    if (meant != null) {
      return problem.help(Help.replace("write `" + meant + "`", at, apart(at, meant)));
    }
    Diagnostic described =
        text.codePointCount(0, text.length()) == 1 && text.codePointAt(0) > '~'
            ? problem.note("it is " + Hidden.describe(text.codePointAt(0)))
            : problem;
    return LookAlikes.ascii(text)
        .map(like -> described.help(Help.replace("write the `" + like + "` of ASCII", at, like)))
        .orElse(described);
  }

  /** A word with spaces where it would run into its neighbours. */
  private static String apart(Span at, String meant) {
    String text = at.file().text();
    boolean isWord = Character.isLetter(meant.charAt(0));
    boolean before = at.start() > 0 && Character.isLetterOrDigit(text.charAt(at.start() - 1));
    boolean after = at.end() < text.length() && Character.isLetterOrDigit(text.charAt(at.end()));
    return (isWord && before ? " " : "") + meant + (isWord && after ? " " : "");
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
    if (at.text().matches("\\d+(\\.\\d+)?[kKmMgG][bB]?")) {
      String amount = at.text().replaceFirst("[bB]$", "").toUpperCase(Locale.ROOT);
      return problem.help(Help.replace("write the suffix as one capital", at, amount));
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

  // ---- 0108: keywords

  static Diagnostic keywordAsName(Span at) {
    String word = at.text();
    return Diagnostic.at(
            Code.BB0108,
            at,
            "`" + word + "` cannot be a name, it is a keyword",
            "keyword of the language")
        .help(Help.replace("choose another name, such as `" + word + "_1`", at, word + "_1"));
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
      case "input", "param", "buffer" ->
          problem.help("to declare one, name it: `" + word + " x: [3, 224, 224]`");
      default -> problem.help(Help.replace("quote the label", at, "\"" + word + "\""));
    };
  }

  // ---- 0111 to 0113: declarations

  static Diagnostic outsideBlock(Span at) {
    return Diagnostic.at(
            Code.BB0111,
            at,
            "a statement stands outside of any block or network",
            "belongs to no body")
        .note("at the top of a file stand `block`, `network`, `let`, `const` and `import`")
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
            at.text().equals("const")
                ? "`const` declares a tensor, and this has no shape"
                : "`" + shorten(at.text()) + "` is not a keyword",
            "begins no statement or declaration");
    return meant
        .map(word -> problem.help(Help.replace("did you mean `" + word + "`?", at, word)))
        .orElse(
            problem.note(
                "at the top of a file stand `block`, `network`, `let`, `const` and `import`"));
  }

  /** {@code fixed} is what stands before the body, as it should be. */
  static Diagnostic foreignHead(Span at, Span head, String fixed) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0113,
            at,
            "`" + at.text() + "` is not a keyword",
            "begins no statement or declaration");
    return fixed.equals(head.text().strip())
        ? problem
            .note("what is repeated is known when the file is compiled")
            .help("write `repeat n { … }`, or `if condition { … }`")
        : problem.help(Help.replace("write it like this", head, fixed));
  }

  // ---- 0114 and 0115: arguments and labels

  /** {@code fixed} is the whole call in bb, where all of it has a counterpart. */
  static Diagnostic equalsInArgument(Span equals, Span call, Optional<Translation.Result> fixed) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0114, equals, "arguments are given with `:`, not with `=`", "expected `:`");
    for (String why : fixed.map(Translation.Result::whys).orElse(java.util.List.of())) {
      problem = problem.note(why);
    }
    return fixed.isPresent()
        ? problem.help(Help.replace("write the call like this", call, fixed.get().text()))
        : problem.help("write `name: value`");
  }

  /** {@code kind} says what the name was meant to be: {@code label, as, let, flow}. */
  static Diagnostic assigned(Span equals, String name, Span statement, String fixed, String kind) {
    String help =
        switch (kind) {
          case "label" -> "to label a layer, write `:`";
          case "as" -> "to name the tensor that flows out, write `as`";
          case "let" -> "to name a value, write `let`";
          default -> "leave the name out: what a layer yields flows into the next one";
        };
    return Diagnostic.at(
            Code.BB0114,
            equals,
            "`" + shorten(name) + "` is assigned, and bb has no assignments",
            "`=` begins no value here")
        .help(Help.replace(help, statement, fixed));
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

  // ---- 0122 and 0124: hidden characters, names

  static Diagnostic hiddenCharacter(Span at, int codePoint) {
    return Diagnostic.at(
            Code.BB0122,
            at,
            "the file holds the hidden character " + Hidden.describe(codePoint),
            "is invisible, or makes text look other than it is")
        .help(Help.replace("leave it out", at, ""));
  }

  static Diagnostic loneReturn(Span at) {
    return Diagnostic.at(
            Code.BB0122,
            at,
            "the file holds a carriage return that no line feed follows",
            "ends a line for some readers, and is nothing to others")
        .note("lines end in LF or in CR LF")
        .help(
            "save the file with such line ends; a shell does it: `tr '\\r' '\\n' < old.bb > new.bb`");
  }

  static Diagnostic nameTooLong(Span at, int limit) {
    return Diagnostic.at(
            Code.BB0124,
            at,
            "`" + shorten(at.text()) + "` is a name of more than " + limit + " characters",
            "is too long for the name of a file")
        .help("choose a shorter name");
  }

  static String shorten(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }
}
