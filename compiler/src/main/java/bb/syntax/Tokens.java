package bb.syntax;

import bb.grammar.BbLexer;
import bb.grammar.BbParser;
import bb.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/** Reads the tokens of a file and reports those that are none. Also: what kinds of tokens exist. */
final class Tokens {
  /** Keywords that begin a statement or a step. */
  static final Set<Integer> STATEMENT_KEYWORDS =
      Set.of(
          BbParser.LET,
          BbParser.INLINE,
          BbParser.BLOCK,
          BbParser.NETWORK,
          BbParser.IMPORT,
          BbParser.REPEAT,
          BbParser.COLLECT,
          BbParser.PARALLEL,
          BbParser.GROUP,
          BbParser.SCALE,
          BbParser.PARAM,
          BbParser.BUFFER,
          BbParser.CONST,
          BbParser.SHARE,
          BbParser.ASSERT,
          BbParser.WARN,
          BbParser.CHECKPOINT,
          BbParser.INPUT,
          BbParser.OUTPUT);

  static final Set<Integer> OPERATORS =
      Set.of(
          BbParser.POWER,
          BbParser.TIMES,
          BbParser.DIVIDE,
          BbParser.FLOOR_DIVIDE,
          BbParser.MODULO,
          BbParser.PLUS,
          BbParser.MINUS,
          BbParser.EQUAL,
          BbParser.NOT_EQUAL,
          BbParser.LESS,
          BbParser.LESS_EQUAL,
          BbParser.GREATER,
          BbParser.GREATER_EQUAL,
          BbParser.RANGE,
          BbParser.AND,
          BbParser.OR,
          BbParser.NOT);

  private Tokens() {}

  /**
   * The tokens of {@code file} from {@code start} to {@code end}, with line breaks, doc comments
   * and comments for the compiler.
   */
  static List<CommonToken> read(SourceFile file, int start, int end, SyntaxErrors errors) {
    var lexer = new BbLexer(new SourceStream(file, start, end));
    lexer.removeErrorListeners();
    List<CommonToken> tokens = new ArrayList<>();
    int from = -1; // a run of unknown characters is one mistake
    int to = -1;
    CommonToken token;
    do {
      token = (CommonToken) lexer.nextToken();
      boolean unknown = token.getType() == BbParser.UNKNOWN;
      if (from >= 0 && !(unknown && token.getStartIndex() == to)) {
        errors.add(SyntaxProblems.unknownCharacter(file.span(from, to)));
        from = -1;
      }
      if (unknown) {
        from = from < 0 ? token.getStartIndex() : from;
        to = token.getStopIndex() + 1;
      } else {
        report(token, end < file.text().length(), errors);
        tokens.add(token);
      }
    } while (token.getType() != Token.EOF);
    return tokens;
  }

  private static void report(CommonToken token, boolean inString, SyntaxErrors errors) {
    switch (token.getType()) {
      case BbParser.UNTERMINATED_STRING ->
          errors.add(SyntaxProblems.unterminatedString(errors.span(token)));
      case BbParser.SINGLE_QUOTED -> {
        if (inString) {
          errors.add(SyntaxProblems.stringInString(errors.span(token)));
        }
      }
      case BbParser.NAME -> {
        if (token.getText().length() > Limits.NAME) {
          errors.add(SyntaxProblems.nameTooLong(errors.span(token), Limits.NAME));
        }
      }
      case BbParser.STRING -> Literals.reportUnclosed(errors.span(token), errors);
      default -> {}
    }
  }

  static boolean isKeyword(Token token) {
    return token.getType() >= BbParser.LET && token.getType() <= BbParser.FALSE;
  }

  static boolean opens(Token token) {
    return switch (token.getType()) {
      case BbParser.LPAREN, BbParser.LBRACKET, BbParser.LBRACE -> true;
      default -> false;
    };
  }

  static boolean closes(Token token) {
    return switch (token.getType()) {
      case BbParser.RPAREN, BbParser.RBRACKET, BbParser.RBRACE -> true;
      default -> false;
    };
  }

  /** The kind of token that closes an opening bracket. */
  static int closer(Token opener) {
    return switch (opener.getType()) {
      case BbParser.LPAREN -> BbParser.RPAREN;
      case BbParser.LBRACKET -> BbParser.RBRACKET;
      default -> BbParser.RBRACE;
    };
  }

  /** Whether a line that ends in this token goes on in the next. */
  static boolean continues(Token token) {
    return switch (token.getType()) {
      case BbParser.ARROW,
          BbParser.PIPE,
          BbParser.COLON,
          BbParser.EQUALS,
          BbParser.COMMA,
          BbParser.THEN,
          BbParser.ELSE,
          BbParser.IN,
          BbParser.WHEN ->
          true;
      default -> opens(token) || OPERATORS.contains(token.getType());
    };
  }

  /**
   * Whether a line that begins with this token goes on from the last: no statement begins with it.
   * {@code //} is a comment of other languages there.
   */
  static boolean goesOn(Token token) {
    return switch (token.getType()) {
      case BbParser.NOT, BbParser.FLOOR_DIVIDE -> false;
      default -> OPERATORS.contains(token.getType());
    };
  }

  /** Whether only an expression can follow this token. */
  static boolean precedesExpression(Token token) {
    return switch (token.getType()) {
      case BbParser.EQUALS, BbParser.COMMA, BbParser.THEN, BbParser.IN, BbParser.WHEN -> true;
      default -> OPERATORS.contains(token.getType());
    };
  }

  /** A token that is not in the text: it stands, without width, where {@code place} ends. */
  static CommonToken virtual(int type, String text, Token place) {
    var token = new CommonToken(type, text);
    token.setStartIndex(place.getStopIndex() + 1);
    token.setStopIndex(place.getStopIndex());
    token.setLine(place.getLine());
    return token;
  }

  static boolean isVirtual(Token token) {
    return token.getType() != Token.EOF && token.getStopIndex() < token.getStartIndex();
  }
}
