package bb.fuzz;

import bb.ops.OpSpec;
import bb.ops.Operators;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Changes real sources token by token, so that most of what comes out still parses: tokens are cut,
 * doubled, swapped and taken from other sources, numbers and names replaced, lines and brackets'
 * contents copied elsewhere.
 */
final class Mutator {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|\"[^\"\n]*\"|#[^\n]*|\\w+|->|\\*\\*|//|[=!<>]=|\\.\\.\\.?|.", Pattern.DOTALL);

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "-1",
          "3",
          "7",
          "64",
          "1000",
          "29999",
          "250000",
          "1000000",
          "2147483647",
          "4294967296",
          "1099511627776",
          "9223372036854775807",
          "0.5",
          "1e-5",
          "1e300",
          "1.5K",
          "26M");

  static final List<String> PIECES =
      List.of(
          "it",
          "(",
          ")",
          "[",
          "]",
          "{",
          "}",
          "|",
          "->",
          ":",
          ",",
          "\n",
          "=",
          ";",
          ".",
          "..",
          "...",
          "if",
          "else",
          "then",
          "repeat 3",
          "repeat 100000",
          "collect 4",
          "parallel",
          "group(2)",
          "scale { sigmoid }",
          "as x",
          "as s[0]",
          "share s =",
          "param p: [4]",
          "buffer \"b.{i}\": [4] as p",
          "const c: int32 [4] = (i) -> i",
          "let a =",
          "when true",
          "assert params < 1K",
          "input y: [3, 8, 8]",
          "output it",
          "split(2)",
          "linear(10)",
          "flatten",
          "add { | it | it }",
          "concat { | it | it }",
          "\"{it}\":",
          "\"",
          "'",
          "#",
          "in",
          "true",
          "not",
          "[1, 2]",
          "(1, 2)",
          "0..9",
          "\u2028",
          "\u00e9",
          "\ud800",
          "\u0000",
          "\u202e",
          "network M = ",
          "block B { relu }",
          "inline block C { relu }",
          "import \"a.bb\"",
          "enumerate([1, 2])",
          "sum(0..9)",
          "padding: same");

  private final List<List<String>> sources;
  private final List<String> layers = Operators.ALL.stream().map(OpSpec::name).toList();

  Mutator(List<String> sources) {
    this.sources = sources.stream().map(Mutator::tokens).toList();
  }

  /** A text that differs from one of the sources in a few places. */
  String mutate(Choices choices) {
    List<String> tokens = new ArrayList<>(choices.of(sources));
    int edits = 1 + choices.next(6);
    for (int i = 0; i < edits && !tokens.isEmpty(); i++) {
      edit(tokens, choices);
    }
    return String.join("", tokens);
  }

  private void edit(List<String> tokens, Choices choices) {
    int at = choices.next(tokens.size());
    switch (choices.next(10)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, " " + choices.of(PIECES) + " ");
      case 2 -> tokens.set(at, choices.of(tokens));
      case 3 -> replace(tokens, at, "\\d.*", choices.of(NUMBERS));
      case 4 -> replace(tokens, at, "[A-Za-z_]\\w*", choices.of(layers));
      case 5 -> replace(tokens, at, "[A-Za-z_]\\w*", name(tokens, choices));
      case 6 -> range(tokens, at, choices).clear();
      case 7 -> tokens.addAll(at, List.copyOf(range(tokens, choices.next(tokens.size()), choices)));
      case 8 -> {
        List<String> other = choices.of(sources);
        tokens.addAll(at, List.copyOf(range(other, choices.next(other.size()), choices)));
      }
      default -> tokens.set(at, choices.of(PIECES));
    }
  }

  /** Replaces the first token from {@code at} on that looks like {@code pattern}. */
  private static void replace(List<String> tokens, int at, String pattern, String replacement) {
    for (int i = at; i < tokens.size(); i++) {
      if (tokens.get(i).matches(pattern)) {
        tokens.set(i, replacement);
        return;
      }
    }
  }

  private static String name(List<String> tokens, Choices choices) {
    int at = choices.next(tokens.size());
    return tokens.subList(at, tokens.size()).stream()
        .filter(token -> token.matches("[A-Za-z_]\\w*"))
        .findFirst()
        .orElse("x");
  }

  /** A few tokens, a line, or a bracket with what is in it. */
  private static List<String> range(List<String> tokens, int from, Choices choices) {
    int to =
        switch (choices.next(3)) {
          case 0 -> from + 1 + choices.next(8);
          case 1 -> lineEnd(tokens, from);
          default -> closer(tokens, from);
        };
    return tokens.subList(from, Math.min(to, tokens.size()));
  }

  private static int lineEnd(List<String> tokens, int from) {
    int to = from;
    while (to < tokens.size() && !tokens.get(to).contains("\n")) {
      to++;
    }
    return to + 1;
  }

  private static int closer(List<String> tokens, int from) {
    int depth = 0;
    for (int i = from; i < tokens.size(); i++) {
      depth += "([{".contains(tokens.get(i)) ? 1 : ")]}".contains(tokens.get(i)) ? -1 : 0;
      if (depth <= 0 && ")]}".contains(tokens.get(i))) {
        return i + 1;
      }
    }
    return from + 1;
  }

  private static List<String> tokens(String source) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(source);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
    return tokens;
  }

  /** Sources, and each large one in pieces that stand alone less often but are faster to run. */
  static Stream<String> withPieces(String source) {
    String[] declarations = source.split("\n(?=network |block |##)", -1);
    return declarations.length < 4
        ? Stream.of(source)
        : Stream.concat(
            Stream.of(source),
            Stream.of(
                String.join("\n", List.of(declarations).subList(0, declarations.length / 2 + 1))));
  }
}
