package bb.syntax;

import bb.diagnostics.Diagnostic;
import bb.grammar.BbParser;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.misc.IntervalSet;

/** Says what the parser found and what it expected, in words for a reader of .bb files. */
final class Unexpected {
  private Unexpected() {}

  static void report(Parser parser, RecognitionException error, SyntaxErrors errors) {
    Token found = error.getOffendingToken();
    IntervalSet expected = error.getExpectedTokens();
    var rule = (ParserRuleContext) error.getCtx();
    Span at = errors.span(found);
    int type = found.getType();
    Token last = parser.getInputStream().LT(-1);
    Token before = last == null ? found : last;
    Optional<ForeignWord> word = ForeignWord.of(before).or(() -> ForeignWord.of(found));
    if (word.isPresent() && !Tokens.isVirtual(found)) {
      boolean first = ForeignWord.of(before).isPresent();
      errors.add(HabitProblems.foreignWord(first ? errors.span(before) : at, word.get()));
    } else if (rule instanceof BbParser.ParametersContext
        && (type == BbParser.POWER || type == BbParser.TIMES)) {
      errors.add(SyntaxProblems.starredParameter(at));
    } else if (isMissingTarget(rule, found)) {
      var step = (BbParser.StepContext) rule.parent;
      errors.add(SyntaxProblems.missingTarget(errors.span(step.label()), at));
    } else if (isKeywordAsName(found, before, expected, rule)) {
      errors.add(SyntaxProblems.keywordAsName(at));
    } else if (type == BbParser.COLON && Tokens.STATEMENT_KEYWORDS.contains(before.getType())) {
      errors.add(SyntaxProblems.keywordAsLabel(errors.span(before)));
    } else if (type == BbParser.EQUALS && expected.contains(BbParser.LBRACE)) {
      boolean repeats = rule.parent instanceof BbParser.RepeatContext;
      errors.add(SyntaxProblems.singleEquals(at, repeats ? "in" : "=="));
    } else if (type == BbParser.ELSE && rule instanceof BbParser.BodyContext) {
      errors.add(SyntaxProblems.elseWithoutIf(at));
    } else if (type == BbParser.THEN && expected.contains(BbParser.LBRACE)) {
      errors.add(SyntaxProblems.thenOfStatement(at));
    } else if (type == BbParser.COLON
        && before.getType() == BbParser.KEY
        && expected.contains(BbParser.SEP)) {
      Span name = errors.span(before);
      errors.add(
          parser.getInputStream().LT(-2).getType() == BbParser.OUTPUT
              ? SyntaxProblems.labelledOutput(at, name)
              : SyntaxProblems.secondLabel(at, name));
    } else if (expected.contains(BbParser.LBRACE)
        && type == BbParser.SEP
        && parser.getInputStream().LA(2) == BbParser.LBRACE) {
      Span brace = errors.span(parser.getInputStream().LT(2));
      errors.add(SyntaxProblems.braceOnNewLine(at, brace));
    } else if (expectsShape(rule, expected) && isBareShape(found)) {
      errors.add(bareShape(parser.getInputStream(), errors));
    } else if (rule instanceof BbParser.TypeContext && literalType(found).isPresent()) {
      errors.add(HabitProblems.defaultAsType(at, literalType(found).get()));
    } else if (type == BbParser.ARROW && rule instanceof BbParser.ArgumentsContext) {
      errors.add(arrowInArguments(parser.getInputStream(), errors));
    } else if (isForgottenColon(rule, before, found)) {
      errors.add(SyntaxProblems.missingColon(errors.span(before), at));
    } else if (isForgottenComma(rule, before, found)) {
      errors.add(SyntaxProblems.missingComma(at, errors.span(before), found(found, errors.file())));
    } else if (expected.contains(BbParser.SEP)) {
      errors.add(
          SyntaxProblems.statementGoesOn(
              errors.span(before), at, found(found, errors.file()), beginsArgument(before, found)));
    } else {
      String names = expected(expected, rule, before);
      errors.add(SyntaxProblems.unexpected(at, names, found(found, errors.file())));
    }
  }

  private static boolean expectsShape(ParserRuleContext rule, IntervalSet expected) {
    return expected.contains(BbParser.LBRACKET)
        && (rule instanceof BbParser.ShapeContext && expected.size() == 1
            || rule instanceof BbParser.InputStatementContext);
  }

  private static boolean isBareShape(Token found) {
    return found.getType() == BbParser.LPAREN || found.getType() == BbParser.NUMBER;
  }

  /** {@code input x: (3, 224, 224)}, {@code input x: image(3, 224, 224)}, {@code 3, 224, 224}. */
  private static Diagnostic bareShape(TokenStream tokens, SyntaxErrors errors) {
    Token first = tokens.LT(1);
    boolean opened = first.getType() == BbParser.LPAREN;
    int i = 1;
    while (isInShape(tokens.LT(i + 1), opened)) {
      i++;
    }
    Span dims = errors.span(tokens.LT(opened ? Math.min(2, i) : 1)).to(errors.span(tokens.LT(i)));
    boolean closed = opened && tokens.LT(i + 1).getType() == BbParser.RPAREN;
    Span at = errors.span(first).to(errors.span(tokens.LT(closed ? i + 1 : i)));
    Token before = tokens.LT(-1);
    // an element type stays, unless it is float, which needs no word
    boolean word = before.getType() == BbParser.NAME && !before.getText().matches("int|bool");
    return SyntaxProblems.bareShape(at, word ? errors.span(before).to(at) : at, dims.text());
  }

  private static Diagnostic arrowInArguments(TokenStream tokens, SyntaxErrors errors) {
    Span at = errors.span(tokens.LT(1));
    Token tensor = tokens.LT(-1);
    boolean whole = Tokens.opens(tokens.LT(-2)) || tokens.LT(-2).getType() == BbParser.COMMA;
    if (tensor.getType() != BbParser.NAME || !whole) {
      return SyntaxProblems.arrowInArguments(at, at, Optional.empty());
    }
    String called = tensor.getText();
    int i = 1;
    while (tokens.LT(i).getType() == BbParser.ARROW) {
      Token layer = tokens.LT(i + 1);
      int last = lastOfCall(tokens, i + 1);
      if (layer.getType() != BbParser.NAME || last == 0) {
        return SyntaxProblems.arrowInArguments(at, at, Optional.empty());
      }
      String arguments =
          last <= i + 3
              ? ""
              : errors.span(tokens.LT(i + 3)).to(errors.span(tokens.LT(last - 1))).text();
      called = layer.getText() + "(" + called + (arguments.isEmpty() ? "" : ", " + arguments) + ")";
      i = last + 1;
    }
    int after = tokens.LT(i).getType();
    boolean ends =
        after == BbParser.RPAREN || after == BbParser.COMMA || after == BbParser.LAST_COMMA;
    Span step = errors.span(tensor).to(errors.span(tokens.LT(i - 1)));
    return SyntaxProblems.arrowInArguments(at, step, ends ? Optional.of(called) : Optional.empty());
  }

  /** Where a call ends that begins with a name; 0 where that is not plain. */
  private static int lastOfCall(TokenStream tokens, int name) {
    if (tokens.LT(name + 1).getType() != BbParser.LPAREN) {
      return name;
    }
    int depth = 0;
    for (int i = name + 1; ; i++) {
      int type = tokens.LT(i).getType();
      if (type == BbParser.ARROW || type == Token.EOF) {
        return 0;
      }
      depth += type == BbParser.LPAREN ? 1 : type == BbParser.RPAREN ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
  }

  private static boolean isInShape(Token token, boolean opened) {
    return switch (token.getType()) {
      case BbParser.NUMBER, BbParser.COMMA, BbParser.LAST_COMMA -> true;
      case BbParser.NAME -> opened;
      default -> false;
    };
  }

  /** The type of a parameter whose default stands where its type does: {@code ratio: 4}. */
  private static Optional<String> literalType(Token found) {
    return switch (found.getType()) {
      case BbParser.NUMBER -> Optional.of(found.getText().matches(".*[.e].*") ? "float" : "int");
      case BbParser.STRING -> Optional.of("string");
      case BbParser.TRUE, BbParser.FALSE -> Optional.of("bool");
      default -> Optional.empty();
    };
  }

  /** {@code block B(width int)}. */
  private static boolean isForgottenColon(ParserRuleContext rule, Token before, Token found) {
    return rule instanceof BbParser.ParametersContext
        && before.getType() == BbParser.NAME
        && (found.getType() == BbParser.NAME || found.getType() == BbParser.KEY);
  }

  /** {@code conv(64 3)}: something that begins an argument follows one. */
  private static boolean isForgottenComma(ParserRuleContext rule, Token before, Token found) {
    boolean begins =
        switch (found.getType()) {
          case BbParser.NAME,
              BbParser.KEY,
              BbParser.NUMBER,
              BbParser.STRING,
              BbParser.SINGLE_QUOTED,
              BbParser.TRUE,
              BbParser.FALSE,
              BbParser.LPAREN,
              BbParser.LBRACKET ->
              true;
          default -> false;
        };
    boolean ended =
        switch (before.getType()) {
          case BbParser.NAME,
              BbParser.NUMBER,
              BbParser.STRING,
              BbParser.TRUE,
              BbParser.FALSE,
              BbParser.RPAREN,
              BbParser.RBRACKET ->
              true;
          default -> false;
        };
    return isList(rule) && begins && ended;
  }

  private static boolean isMissingTarget(ParserRuleContext rule, Token found) {
    return rule instanceof BbParser.ActionContext
        && found.getType() == BbParser.SEP
        && rule.parent instanceof BbParser.StepContext step
        && step.label() != null
        && step.label().EQUALS() == null;
  }

  private static boolean isKeywordAsName(
      Token found, Token before, IntervalSet expected, ParserRuleContext rule) {
    return Tokens.isKeyword(found)
        && (rule instanceof BbParser.NameContext
            || rule instanceof BbParser.TargetContext
            || Tokens.STATEMENT_KEYWORDS.contains(found.getType())
                && expected.contains(BbParser.NAME)
            || isList(rule) && Tokens.opens(before));
  }

  /** {@code conv 64}: the parentheses were forgotten. */
  private static boolean beginsArgument(Token before, Token found) {
    return before.getType() == BbParser.NAME
        && switch (found.getType()) {
          case BbParser.NUMBER, BbParser.STRING -> true;
          default -> false;
        };
  }

  private static String found(Token token, SourceFile file) {
    boolean inString = token.getStartIndex() < file.text().length();
    if (token.getType() == Token.EOF && inString) {
      return "the end of the braces";
    }
    return switch (token.getText()) {
      case "\n" -> "the end of the line";
      case "<EOF>" -> "the end of the file";
      default -> "`" + token.getText() + "`";
    };
  }

  private static String expected(IntervalSet expected, ParserRuleContext rule, Token before) {
    if (expected.contains(BbParser.REPEAT)) {
      return expected.contains(BbParser.LET) ? "a statement" : "a layer or a step";
    }
    if (rule instanceof BbParser.SoleExpressionContext) {
      return "an operator or the end of the expression";
    }
    List<String> names = new ArrayList<>();
    if (expected.contains(BbParser.NUMBER)) {
      names.add("an expression");
    } else if (expected.contains(BbParser.NAME) || expected.contains(BbParser.KEY)) {
      names.add("a name");
    } else if (expected.contains(BbParser.STRING)) {
      names.add("a string");
    }
    boolean closes = expected.contains(BbParser.RPAREN) || expected.contains(BbParser.RBRACKET);
    if (isList(rule) && closes && expected.size() == 1) {
      names.add(Tokens.opens(before) ? element(rule) : "`,`");
    }
    for (int type : expected.toArray()) {
      String literal = type == Token.EOF ? null : BbParser.VOCABULARY.getLiteralName(type);
      if (literal != null && isPunctuation(type) && (names.isEmpty() || !isOpener(type))) {
        names.add("`" + literal.substring(1, literal.length() - 1) + "`");
      }
    }
    return join(names.stream().distinct().limit(4).toList());
  }

  private static String element(ParserRuleContext rule) {
    return rule instanceof BbParser.ParametersContext ? "a name" : "an expression";
  }

  /** Brackets and the like; operators and keywords can follow nearly everywhere and help nobody. */
  private static boolean isPunctuation(int type) {
    return switch (type) {
      case BbParser.ARROW,
          BbParser.COLON,
          BbParser.EQUALS,
          BbParser.COMMA,
          BbParser.LPAREN,
          BbParser.RPAREN,
          BbParser.LBRACKET,
          BbParser.RBRACKET,
          BbParser.LBRACE,
          BbParser.THEN,
          BbParser.ELSE,
          BbParser.RBRACE ->
          true;
      default -> false;
    };
  }

  private static boolean isOpener(int type) {
    return type == BbParser.LPAREN || type == BbParser.LBRACKET;
  }

  private static boolean isList(ParserRuleContext rule) {
    return rule instanceof BbParser.ArgumentsContext
        || rule instanceof BbParser.ParametersContext
        || rule instanceof BbParser.ShapeContext
        || rule instanceof BbParser.AtomContext
        || rule instanceof BbParser.TupleTypeContext
        || rule instanceof BbParser.ManyShapesContext;
  }

  private static String join(List<String> names) {
    return switch (names.size()) {
      case 0 -> "something else";
      case 1 -> names.getFirst();
      default -> String.join(", ", names.subList(0, names.size() - 1)) + " or " + names.getLast();
    };
  }
}
