package bb.syntax;

import bb.grammar.BbParser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Bounds the depth of the tree before there is one, so that no input can exhaust the stack of the
 * parser or of a later phase. Far above what a network needs, far below what a stack can take.
 */
final class Limits {
  /** Characters of a file. */
  static final int FILE_SIZE = 1 << 20;

  /** Characters of a name, which becomes that of a file: file systems have as much. */
  static final int NAME = 200;

  /** Brackets open at one place. */
  static final int NESTING = 100;

  /** Operators that are open at one place: each may be one level of the tree. */
  static final int OPERATORS = 250;

  private Limits() {}

  /**
   * The operator that is one too many. Counted are those of the expression that a token stands in
   * and of the expressions around it; {@code else} counts, since {@code else if} nests.
   */
  static Optional<Token> tooManyOperators(List<CommonToken> tokens) {
    Deque<Integer> outer = new ArrayDeque<>();
    int count = 0;
    int around = 0; // the sum of outer
    for (CommonToken token : tokens) {
      if (Tokens.opens(token)) {
        count++;
        outer.push(count);
        around += count;
        count = 0;
      } else if (Tokens.closes(token)) {
        count = outer.pop();
        around -= count;
      } else if (separates(token)) {
        count = 0;
      } else if (nests(token) && around + ++count > OPERATORS) {
        return Optional.of(token);
      }
      if (around + count > OPERATORS) {
        return Optional.of(token);
      }
    }
    return Optional.empty();
  }

  private static boolean separates(Token token) {
    return switch (token.getType()) {
      case BbParser.COMMA, BbParser.SEP, BbParser.ARROW, BbParser.PIPE, BbParser.COLON -> true;
      default -> false;
    };
  }

  private static boolean nests(Token token) {
    return switch (token.getType()) {
      case BbParser.IF, BbParser.THEN, BbParser.ELSE, BbParser.DOT -> true;
      default -> Tokens.OPERATORS.contains(token.getType());
    };
  }
}
