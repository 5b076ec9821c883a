package bb.syntax;

import bb.grammar.BbParser;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * A token filter before all others: reports what is written as in another language and can be seen
 * in the tokens alone (comments, prefixes of strings, imports of modules, {@code elif}), and puts
 * in its place what was meant, so that it is one mistake and no more.
 */
final class Habits {
  private final List<CommonToken> in;
  private final SyntaxErrors errors;
  private final List<CommonToken> out;
  private int parentheses;

  private Habits(List<CommonToken> in, SyntaxErrors errors) {
    this.in = in;
    this.errors = errors;
    this.out = new ArrayList<>(in.size());
  }

  /** An expression alone is taken as if it stood in parentheses. */
  static List<CommonToken> mend(
      List<CommonToken> tokens, boolean isExpression, SyntaxErrors errors) {
    var habits = new Habits(tokens, errors);
    habits.parentheses = isExpression ? 1 : 0;
    int i = 0;
    while (i < tokens.size()) {
      i = habits.take(i);
    }
    return habits.out;
  }

  /** Takes what begins at {@code i}; the index of what comes next. */
  private int take(int i) {
    CommonToken token = in.get(i);
    switch (token.getType()) {
      case BbParser.FOREIGN_COMMENT -> {
        comment(token);
        return i + 1;
      }
      case BbParser.FLOOR_DIVIDE -> {
        if (parentheses == 0 && (startsLine() || !isValue() || isProse(i + 1))) {
          return lineComment(i);
        }
      }
      case BbParser.LPAREN, BbParser.LBRACKET -> parentheses++;
      case BbParser.RPAREN, BbParser.RBRACKET -> parentheses--;
      case BbParser.NEWLINE, BbParser.LBRACE, BbParser.RBRACE -> parentheses = 0;
      case BbParser.IMPORT -> {
        if (startsLine() && in.get(i + 1).getType() == BbParser.NAME) {
          return modules(i);
        }
      }
      case BbParser.NAME -> {
        return name(i, token);
      }
      default -> {}
    }
    out.add(token);
    return i + 1;
  }

  private int name(int i, CommonToken token) {
    CommonToken next = in.get(i + 1);
    switch (token.getText()) {
      case "from" -> {
        if (startsLine() && next.getType() == BbParser.NAME) {
          return modules(i);
        }
      }
      case "elif", "elseif", "elsif" -> {
        if (!out.isEmpty() && last().getType() == BbParser.RBRACE) {
          errors.add(HabitProblems.elif(errors.span(token)));
          token.setType(BbParser.ELSE);
          out.add(token);
          out.add(Tokens.virtual(BbParser.IF, "if", token));
          return i + 1;
        }
      }
      case "return" -> {
        if (startsLine() && begins(next)) {
          Span at = errors.span(token);
          int end = errors.span(next).start();
          errors.add(HabitProblems.returns(at, at.file().span(at.start(), end)));
          return i + 1;
        }
      }
      case "f", "F", "r", "R", "b", "u", "fr", "rf" -> {
        boolean isString =
            next.getType() == BbParser.STRING || next.getType() == BbParser.SINGLE_QUOTED;
        if (isString && next.getStartIndex() == token.getStopIndex() + 1) {
          errors.add(HabitProblems.stringPrefix(errors.span(token)));
          return i + 1;
        }
      }
      default -> {}
    }
    out.add(token);
    return i + 1;
  }

  /** Whether a step can begin so, other than the label or the call that {@code return} would be. */
  private static boolean begins(Token token) {
    return token.getType() == BbParser.NAME || token.getType() == BbParser.LBRACE;
  }

  // ---- comments

  /** A comment's text without what closes it, which a file may end without. */
  private static String inside(String text, String opener) {
    String closer = opener.equals("/*") ? "*/" : opener;
    return text.endsWith(closer) ? text.substring(0, text.length() - closer.length()) : text;
  }

  private void comment(CommonToken token) {
    Span at = errors.span(token);
    if (!errors.takes(at)) {
      return;
    }
    String opener = at.text().startsWith("/*") ? "/*" : at.text().substring(0, 3);
    String inner = inside(at.text().substring(opener.length()), opener);
    String rest = at.file().text().substring(at.end());
    boolean endsLine =
        rest.isBlank()
            || rest.indexOf('\n') >= 0 && rest.substring(0, rest.indexOf('\n')).isBlank();
    String lines =
        inner
            .strip()
            .lines()
            .map(line -> ("# " + line.strip().replaceFirst("^\\*+ ?", "")).stripTrailing())
            .reduce((a, b) -> a + "\n" + b)
            .orElse("#");
    errors.add(
        HabitProblems.foreignComment(at, opener, endsLine ? Optional.of(lines) : Optional.empty()));
  }

  private int lineComment(int i) {
    int end = endOfLine(i);
    Span at = errors.span(in.get(i));
    errors.add(HabitProblems.foreignComment(at, "//", Optional.of("#")));
    return end;
  }

  /** Whether the line so far is one that has a value: others can have no division. */
  private boolean isValue() {
    for (int k = out.size() - 1; k >= 0; k--) {
      switch (out.get(k).getType()) {
        case BbParser.LET,
            BbParser.SHARE,
            BbParser.PARAM,
            BbParser.CONST,
            BbParser.ASSERT,
            BbParser.WARN,
            BbParser.REPEAT,
            BbParser.COLLECT,
            BbParser.IN,
            BbParser.IF,
            BbParser.THEN,
            BbParser.ELSE,
            BbParser.WHEN,
            BbParser.EQUALS -> {
          return true;
        }
        case BbParser.SEP, BbParser.LBRACE -> {
          return false;
        }
        case BbParser.NEWLINE -> {
          if (k == 0 || !Tokens.continues(out.get(k - 1))) {
            return false;
          }
        }
        default -> {}
      }
    }
    return false;
  }

  /** Two words in a row are no expression. */
  private boolean isProse(int i) {
    return in.get(i).getType() == BbParser.NAME
        && (in.get(i + 1).getType() == BbParser.NAME || Tokens.isKeyword(in.get(i + 1)));
  }

  // ---- imports

  /** Leaves out lines that import modules; those that follow each other are one mistake. */
  private int modules(int i) {
    Token first = in.get(i);
    int end = endOfLine(i);
    while (end + 1 < in.size() && isModule(end + 1)) {
      end = endOfLine(end + 1);
    }
    Span lines = errors.span(first, in.get(end - 1));
    boolean followed = in.get(end).getType() == BbParser.NEWLINE;
    Span whole = followed ? lines.to(errors.span(in.get(end))) : lines;
    errors.add(HabitProblems.moduleImport(errors.span(first, in.get(i + 1)), whole));
    return end;
  }

  private boolean isModule(int i) {
    Token token = in.get(i);
    boolean imports = token.getType() == BbParser.IMPORT || token.getText().equals("from");
    return imports && in.get(i + 1).getType() == BbParser.NAME;
  }

  // ---- lines

  private int endOfLine(int i) {
    int end = i;
    while (in.get(end).getType() != BbParser.NEWLINE && in.get(end).getType() != Token.EOF) {
      end++;
    }
    return end;
  }

  private CommonToken last() {
    return out.getLast();
  }

  private boolean startsLine() {
    return out.isEmpty() || last().getType() == BbParser.NEWLINE;
  }
}
