package bb.syntax;

import bb.grammar.BbParser;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.RuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.RuleTransition;
import org.antlr.v4.runtime.misc.IntervalSet;

/**
 * What the parser does about an error: report it, then go on at the end of the statement, or at the
 * statement's body if the error was before it. Tokens are never guessed. Since brackets balance,
 * the end of a statement is the next SEP outside of braces that open after the error.
 */
final class Recovery extends DefaultErrorStrategy {
  private final SyntaxErrors errors;

  Recovery(SyntaxErrors errors) {
    this.errors = errors;
  }

  @Override
  public void reportError(Parser parser, RecognitionException error) {
    if (!inErrorRecoveryMode(parser)) {
      beginErrorCondition(parser);
      Unexpected.report(parser, error, errors);
    }
  }

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  /** Called before each entry of a body: leaves out what begins no statement. */
  @Override
  public void sync(Parser parser) {
    RuleContext rule = parser.getContext();
    if (!(rule instanceof BbParser.BodyContext || rule instanceof BbParser.FileContext)) {
      return;
    }
    IntervalSet expected =
        parser.getATN().nextTokens(parser.getATN().states.get(parser.getState()));
    while (!expected.contains(parser.getInputStream().LA(1))
        && parser.getInputStream().LA(1) != Token.EOF) {
      reportError(parser, new InputMismatchException(parser));
      skip(parser, false);
      if (parser.getInputStream().LA(1) == BbParser.SEP) {
        parser.consume();
        endErrorCondition(parser);
      }
    }
  }

  @Override
  public void recover(Parser parser, RecognitionException error) {
    skip(parser, bodyFollows(parser));
  }

  /** Whether a rule around the current one, in the same statement, can go on with a body. */
  private static boolean bodyFollows(Parser parser) {
    ATN atn = parser.getATN();
    for (RuleContext rule = parser.getContext();
        rule.invokingState >= 0 && !(rule instanceof BbParser.EntryContext);
        rule = rule.parent) {
      var invocation = (RuleTransition) atn.states.get(rule.invokingState).transition(0);
      if (atn.nextTokens(invocation.followState).contains(BbParser.LBRACE)
          && !(rule.parent instanceof BbParser.EntryContext)) {
        return true;
      }
    }
    return false;
  }

  private static void skip(Parser parser, boolean stopAtBody) {
    int braces = 0;
    while (true) {
      switch (parser.getInputStream().LA(1)) {
        case Token.EOF -> {
          return;
        }
        case BbParser.SEP -> {
          if (braces == 0) {
            return;
          }
        }
        case BbParser.LBRACE -> {
          if (stopAtBody && braces == 0) {
            return;
          }
          braces++;
        }
        case BbParser.RBRACE -> {
          if (braces == 0) {
            return;
          }
          braces--;
        }
        default -> {}
      }
      parser.consume();
    }
  }
}
