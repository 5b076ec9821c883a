package bb.syntax;

import bb.grammar.BbParser;
import bb.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * The token filter that the grammar speaks of: from balanced tokens with line breaks and doc
 * comments to the tokens of the parser. Doc comments are kept beside, by the offset of the token
 * that they stand above.
 */
final class Layout {
  /** What the parser reads, and the doc comment above the token at an offset. */
  record Result(List<CommonToken> tokens, Map<Integer, String> docs) {}

  private final List<CommonToken> in;
  private final SyntaxErrors errors;
  private final List<CommonToken> out;
  private final Map<Integer, String> docs = new HashMap<>();
  private final List<String> doc = new ArrayList<>();
  private int docEnd = -1;
  private int parentheses = 0;
  private int braces = 0;
  private Optional<CommonToken> lineBreak = Optional.empty();

  private Layout(List<CommonToken> in, SyntaxErrors errors) {
    this.in = in;
    this.errors = errors;
    this.out = new ArrayList<>(in.size());
  }

  /** An expression alone is arranged as if it stood in parentheses. */
  static Result arrange(List<CommonToken> balanced, boolean isExpression, SyntaxErrors errors) {
    var layout = new Layout(balanced, errors);
    layout.parentheses = isExpression ? 1 : 0;
    for (int i = 0; i < balanced.size(); i++) {
      layout.take(i, balanced.get(i));
    }
    return new Result(layout.out, layout.docs);
  }

  private void take(int i, CommonToken token) {
    switch (token.getType()) {
      case BbParser.DOC -> takeDoc(i, token);
      case BbParser.NEWLINE -> {
        if (parentheses == 0 && !atStart()) {
          lineBreak = Optional.of(token);
        }
      }
      case BbParser.SEP -> {
        if (!atStart()) {
          out.add(token);
        }
        lineBreak = Optional.empty();
      }
      default -> takeToken(i, token);
    }
  }

  private void takeToken(int i, CommonToken token) {
    separate(token);
    attachDoc(token);
    token.setType(kind(i, token));
    switch (token.getType()) {
      case BbParser.LPAREN, BbParser.LBRACKET -> parentheses++;
      case BbParser.RPAREN, BbParser.RBRACKET -> parentheses--;
      case BbParser.LBRACE -> braces++;
      case BbParser.RBRACE -> braces--;
      default -> {}
    }
    out.add(token);
  }

  /** Ends the statement before {@code token} if one ends there. */
  private void separate(CommonToken token) {
    boolean ends =
        switch (token.getType()) {
          case BbParser.PIPE, BbParser.RBRACE, Token.EOF -> !atStart();
          case BbParser.ARROW, BbParser.ELSE -> false;
          case BbParser.LBRACE -> lineBreak.isPresent() && !opensDeclaration(token);
          default ->
              lineBreak.isPresent() && !Tokens.goesOn(token) && !continues(out.getLast(), token);
        };
    if (ends) {
      String text = lineBreak.isPresent() ? "\n" : token.getText();
      out.add(Tokens.virtual(BbParser.SEP, text, out.getLast()));
    }
    lineBreak = Optional.empty();
  }

  /**
   * At the top of a file no statement begins with a brace: it belongs to the declaration that the
   * line before begins, and is reported for standing alone.
   */
  private boolean opensDeclaration(CommonToken brace) {
    if (braces == 0) {
      Span place = errors.span(Tokens.virtual(BbParser.SEP, "", out.getLast()));
      errors.add(SyntaxProblems.braceOnNewLine(place, errors.span(brace)));
    }
    return braces == 0 || Tokens.continues(out.getLast());
  }

  /** A statement that lacks its last expression does not take the next statement for it. */
  private static boolean continues(CommonToken last, CommonToken next) {
    boolean keyword = Tokens.STATEMENT_KEYWORDS.contains(next.getType());
    return Tokens.continues(last) && !(keyword && Tokens.precedesExpression(last));
  }

  /** Whether a statement begins here. */
  private boolean atStart() {
    if (out.isEmpty()) {
      return true;
    }
    int last = out.getLast().getType();
    return last == BbParser.SEP || last == BbParser.LBRACE;
  }

  private int kind(int i, CommonToken token) {
    int next = i + 1 < in.size() ? in.get(i + 1).getType() : Token.EOF;
    boolean key = next == BbParser.COLON || next == BbParser.EQUALS;
    int type = token.getType();
    if (Tokens.STATEMENT_KEYWORDS.contains(type) && !key && !beginsForm(i, type, next)) {
      return type == BbParser.CONST && atStart() && startsNoStep(next)
          ? repaired(token)
          : BbParser.NAME;
    }
    if (type == BbParser.NAME && !key) {
      if (parentheses > 0 && token.getText().equals("for")) {
        return BbParser.FOR;
      }
      return atStart() && parentheses == 0 && startsNoStep(next) ? repaired(token) : type;
    }
    if (type == BbParser.NAME
        || isString(type) && key && parentheses == 0
        || key && Tokens.STATEMENT_KEYWORDS.contains(type) && (parentheses > 0 || !atStep())
        || next == BbParser.COLON && isLabelKeyword(type) && braces > 0) {
      return isString(type) ? BbParser.QUOTED_KEY : BbParser.KEY;
    }
    return type == BbParser.COMMA && nextIsCloser(i) ? BbParser.LAST_COMMA : type;
  }

  private static boolean isString(int type) {
    return type == BbParser.STRING || type == BbParser.SINGLE_QUOTED;
  }

  /**
   * Whether the form of a statement's keyword can stand here. Elsewhere it is a name like any other:
   * {@code group} is a keyword only where {@code group(4) {} could be a step.
   */
  private boolean beginsForm(int i, int type, int next) {
    if (parentheses > 0 || !atStep()) {
      return false;
    }
    return switch (type) {
      case BbParser.PARALLEL, BbParser.SCALE ->
          next == BbParser.LBRACE || next == BbParser.NEWLINE || next == Token.EOF;
      case BbParser.INLINE -> next == BbParser.BLOCK;
      case BbParser.CONST -> in.get(Math.min(i + 2, in.size() - 1)).getType() == BbParser.COLON;
      case BbParser.GROUP -> next == BbParser.LPAREN || next == BbParser.LBRACE;
      case BbParser.CHECKPOINT -> next == BbParser.LPAREN && atStart();
      default ->
          switch (next) {
            case BbParser.ARROW,
                BbParser.AS,
                BbParser.DOT,
                BbParser.RBRACE,
                BbParser.SEP,
                BbParser.WHEN ->
                false;
            case BbParser.NEWLINE -> braces == 0;
            default -> true;
          };
    };
  }

  /** Whether a step may begin here. */
  private boolean atStep() {
    if (atStart()) {
      return true;
    }
    return switch (out.getLast().getType()) {
      case BbParser.ARROW, BbParser.PIPE, BbParser.RBRACE, BbParser.INLINE -> true;
      case BbParser.COLON, BbParser.EQUALS -> {
        int before = out.size() < 2 ? Token.EOF : out.get(out.size() - 2).getType();
        yield before == BbParser.KEY || before == BbParser.QUOTED_KEY;
      }
      default -> false;
    };
  }

  /** Keywords that can be labels: others that stand before a colon are probably meant as such. */
  private static boolean isLabelKeyword(int type) {
    return switch (type) {
      case BbParser.INPUT,
          BbParser.OUTPUT,
          BbParser.PARAM,
          BbParser.BUFFER,
          BbParser.CONST,
          BbParser.LET,
          BbParser.IMPORT ->
          false;
      default -> Tokens.STATEMENT_KEYWORDS.contains(type);
    };
  }

  private boolean nextIsCloser(int i) {
    int k = i + 1;
    while (in.get(k).getType() == BbParser.NEWLINE || in.get(k).getType() == BbParser.DOC) {
      k++;
    }
    return Tokens.closes(in.get(k));
  }

  /** A name with another directly behind it begins no step: it was meant as a keyword. */
  private static boolean startsNoStep(int next) {
    return next == BbParser.NAME || next == BbParser.STRING || next == BbParser.NUMBER;
  }

  /**
   * The keyword that was probably meant, reported; a step with one word too many stays as it is.
   */
  private int repaired(CommonToken token) {
    Optional<String> keyword = Keywords.meant(token.getText(), braces > 0);
    if (keyword.isEmpty() && braces > 0) {
      return token.getType();
    }
    errors.add(SyntaxProblems.unknownKeyword(errors.span(token), keyword));
    return keyword.map(Keywords::type).orElse(BbParser.BLOCK);
  }

  private void takeDoc(int i, CommonToken token) {
    boolean startsLine = i == 0 || in.get(i - 1).getType() == BbParser.NEWLINE;
    if (token.getLine() != docEnd + 1) {
      doc.clear();
    }
    if (startsLine) {
      doc.add(token.getText().substring(2).strip());
      docEnd = token.getLine();
    }
  }

  private void attachDoc(CommonToken token) {
    if (Tokens.isVirtual(token)) {
      return;
    }
    if (!doc.isEmpty() && token.getLine() == docEnd + 1) {
      docs.put(token.getStartIndex(), String.join("\n", doc));
    }
    doc.clear();
    docEnd = -1;
  }
}
