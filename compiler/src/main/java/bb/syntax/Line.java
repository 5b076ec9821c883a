package bb.syntax;

import bb.grammar.BbParser;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * A line of tokens that is not blank; one that ends inside of parentheses goes on.
 *
 * @param from index of the first token
 * @param to index of the line break, or of the end of the file
 */
record Line(List<CommonToken> tokens, int from, int to) {

  static List<Line> of(List<CommonToken> tokens) {
    List<Line> lines = new ArrayList<>();
    int from = 0;
    int parentheses = 0;
    for (int i = 0; i < tokens.size(); i++) {
      switch (tokens.get(i).getType()) {
        case BbParser.LPAREN, BbParser.LBRACKET -> parentheses++;
        case BbParser.RPAREN, BbParser.RBRACKET -> parentheses = Math.max(0, parentheses - 1);
        // a parenthesis that is never closed is no reason to read on
        case BbParser.LBRACE, BbParser.RBRACE, BbParser.SEP -> parentheses = 0;
        case BbParser.DOC, BbParser.FOREIGN_COMMENT -> from = i == from ? i + 1 : from;
        case BbParser.NEWLINE, Token.EOF -> {
          if (parentheses == 0 || tokens.get(i).getType() == Token.EOF) {
            if (i > from) {
              lines.add(new Line(tokens, from, i));
            }
            from = i + 1;
          }
        }
        default -> {}
      }
    }
    return lines;
  }

  CommonToken first() {
    return tokens.get(from);
  }

  CommonToken last() {
    return tokens.get(to - 1);
  }

  int column() {
    return first().getCharPositionInLine();
  }

  boolean has(int type) {
    return index(type) >= 0;
  }

  /** The index of the first token of a type that stands outside of parentheses, or -1. */
  int index(int type) {
    int parentheses = 0;
    for (int i = from; i < to; i++) {
      int at = tokens.get(i).getType();
      if (at == BbParser.RPAREN || at == BbParser.RBRACKET) {
        parentheses--;
      }
      if (at == type && parentheses == 0) {
        return i;
      }
      if (at == BbParser.LPAREN || at == BbParser.LBRACKET) {
        parentheses++;
      }
    }
    return -1;
  }
}
