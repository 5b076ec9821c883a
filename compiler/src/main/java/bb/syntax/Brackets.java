package bb.syntax;

import bb.diagnostics.Diagnostic.Edit;
import bb.grammar.BbParser;
import bb.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Makes the brackets of a file balance, so that the parser need not: a closer that has no opener is
 * taken away; an opener that has no closer gets one, at the end of its line for {@code (} and
 * {@code [}, before the next declaration for a brace. Each is reported once, at the bracket.
 */
final class Brackets {
  /** An open bracket; {@code lineEnd} is where the first line that could end it ends, or -1. */
  private static final class Open {
    final int index;
    final CommonToken token;
    int lineEnd = -1;

    Open(int index, CommonToken token) {
      this.index = index;
      this.token = token;
    }

    boolean isBrace() {
      return token.getType() == BbParser.LBRACE;
    }
  }

  /** A brace whose closer is indented otherwise than its line: a hint where one was forgotten. */
  private record Askew(CommonToken opener, CommonToken closer) {}

  private final List<CommonToken> tokens;
  private final SyntaxErrors errors;
  private final Deque<Open> stack = new ArrayDeque<>();
  private final Map<Integer, List<CommonToken>> added = new HashMap<>();
  private final Set<Integer> removed = new HashSet<>();
  private Optional<Askew> askew = Optional.empty();

  /** The closer that ended the last declaration, if it is indented otherwise than its opener. */
  private int early = -1;

  private Brackets(List<CommonToken> tokens, SyntaxErrors errors) {
    this.tokens = tokens;
    this.errors = errors;
  }

  static List<CommonToken> balance(List<CommonToken> tokens, SyntaxErrors errors) {
    return new Brackets(tokens, errors).balance();
  }

  private List<CommonToken> balance() {
    for (int i = 0; i < tokens.size(); i++) {
      CommonToken token = tokens.get(i);
      if (token.getType() == Token.EOF || startsDeclaration(i)) {
        closeAll(i);
      } else if (token.getType() == BbParser.NEWLINE) {
        endLine(i);
      } else if (endsParentheses(i)) {
        closeParentheses(i);
      }
      if (stack.size() == Limits.NESTING && Tokens.opens(token)) {
        errors.add(SyntaxProblems.tooDeep(errors.span(token), Limits.NESTING));
        return List.of(tokens.getLast());
      }
      if (Tokens.opens(token)) {
        stack.push(new Open(i, token));
      } else if (Tokens.closes(token)) {
        close(i, token);
      }
    }
    return result();
  }

  private List<CommonToken> result() {
    List<CommonToken> result = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      result.addAll(added.getOrDefault(i, List.of()));
      if (!removed.contains(i)) {
        result.add(tokens.get(i));
      }
    }
    return result;
  }

  /** A {@code block}, {@code network} or {@code import} at the left margin is never in a body. */
  private boolean startsDeclaration(int i) {
    return switch (tokens.get(i).getType()) {
      case BbParser.INLINE, BbParser.BLOCK, BbParser.NETWORK, BbParser.IMPORT -> {
        int next = tokens.get(i + 1).getType();
        yield tokens.get(i).getCharPositionInLine() == 0
            && switch (next) {
              case BbParser.NAME, BbParser.STRING, BbParser.BLOCK -> true;
              default -> false;
            };
      }
      default -> false;
    };
  }

  /** What cannot stand between parentheses: braces, {@code ;}, and a statement on a new line. */
  private boolean endsParentheses(int i) {
    int type = tokens.get(i).getType();
    if (type == BbParser.LBRACE || type == BbParser.SEP) {
      return true;
    }
    int next = tokens.get(Math.min(i + 1, tokens.size() - 1)).getType();
    return Tokens.STATEMENT_KEYWORDS.contains(type)
        && startsLine(i)
        && next != BbParser.COLON
        && next != BbParser.EQUALS;
  }

  private boolean startsLine(int i) {
    return i == 0 || tokens.get(i - 1).getType() == BbParser.NEWLINE;
  }

  private void endLine(int i) {
    Open top = stack.peek();
    if (top != null && top.lineEnd < 0 && i > 0 && !Tokens.continues(tokens.get(i - 1))) {
      top.lineEnd = i;
    }
  }

  private void close(int i, CommonToken closer) {
    if (closer.getType() == BbParser.RBRACE) {
      closeBrace(i, closer);
      return;
    }
    boolean matches =
        stack.stream()
            .takeWhile(open -> !open.isBrace())
            .anyMatch(open -> Tokens.closer(open.token) == closer.getType());
    if (matches) {
      while (Tokens.closer(stack.peek().token) != closer.getType()) {
        complete(stack.pop(), i);
      }
      stack.pop();
    } else if (stack.isEmpty() || stack.peek().isBrace()) {
      remove(i, closer);
    } else {
      CommonToken opener = stack.pop().token;
      errors.add(BracketProblems.wrongCloser(errors.span(opener), errors.span(closer)));
      closer.setType(Tokens.closer(opener));
    }
  }

  private void closeBrace(int i, CommonToken closer) {
    if (stack.stream().noneMatch(Open::isBrace)) {
      removeOneOf(i, closer);
      return;
    }
    closeParentheses(i);
    Open open = stack.pop();
    boolean isAskew = startsLine(i) && indent(open.index) != closer.getCharPositionInLine();
    if (isAskew && askew.isEmpty()) {
      askew = Optional.of(new Askew(open.token, closer));
    }
    if (stack.isEmpty()) {
      early = isAskew ? i : -1;
    }
  }

  /** Takes away a closer; the one before, if it stands where another should. */
  private void removeOneOf(int i, CommonToken closer) {
    if (early < 0) {
      remove(i, closer);
      return;
    }
    Span before = errors.span(tokens.get(early));
    errors.add(BracketProblems.closedEarly(before, errors.span(closer)));
    removed.add(early);
    early = -1;
  }

  private void remove(int i, CommonToken closer) {
    errors.add(BracketProblems.unmatched(errors.span(closer)));
    removed.add(i);
  }

  /** Completes the parentheses that are open in the innermost brace. */
  private void closeParentheses(int i) {
    while (!stack.isEmpty() && !stack.peek().isBrace()) {
      complete(stack.pop(), i);
    }
  }

  private void complete(Open open, int i) {
    int at = open.lineEnd >= 0 ? open.lineEnd : i;
    String closing = open.token.getType() == BbParser.LPAREN ? ")" : "]";
    errors.add(
        BracketProblems.unclosed(
            errors.span(open.token), Optional.empty(), Optional.of(insert(closing, at))));
    addCloser(open, at);
    for (int k = open.index; k < at; k++) {
      if (tokens.get(k).getType() == BbParser.NEWLINE) {
        errors.silence(errors.span(tokens.get(k + 1)));
      }
    }
  }

  private void addCloser(Open open, int at) {
    int type = Tokens.closer(open.token);
    CommonToken closer = Tokens.virtual(type, "", tokens.get(Math.max(at - 1, 0)));
    added.computeIfAbsent(at, _ -> new ArrayList<>()).add(closer);
  }

  /** Completes everything; of the braces only one is reported, the one probably to blame. */
  private void closeAll(int i) {
    closeParentheses(i);
    if (!stack.isEmpty()) {
      CommonToken opener = askew.map(Askew::opener).orElse(stack.peek().token);
      Optional<Span> closer = askew.map(a -> errors.span(a.closer()));
      errors.suspect(errors.span(opener, tokens.get(i)));
      errors.add(BracketProblems.unclosed(errors.span(opener), closer, brace(opener, i)));
    }
    while (!stack.isEmpty()) {
      Open open = stack.pop();
      if (!open.isBrace()) {
        errors.silence(errors.span(open.token));
      }
      addCloser(open, i > 0 && startsLine(i) ? i - 1 : i);
    }
    askew = Optional.empty();
    early = -1;
  }

  /** Inserts a closer behind the last token before {@code i}. */
  private Edit insert(String closer, int i) {
    int k = Math.max(i - 1, 0);
    while (k > 0 && tokens.get(k).getType() == BbParser.NEWLINE) {
      k--;
    }
    int offset = errors.span(tokens.get(k)).end();
    return new Edit(errors.file().span(offset, offset), closer);
  }

  /** Closes a brace before the first line behind it that is indented no more than its own. */
  private Optional<Edit> brace(CommonToken opener, int end) {
    int from = end;
    while (tokens.get(from) != opener) {
      from--;
    }
    int column = indent(from);
    for (int k = from + 1; k < end; k++) {
      boolean begins = tokens.get(k - 1).getType() == BbParser.NEWLINE;
      if (begins
          && tokens.get(k).getType() != BbParser.NEWLINE
          && tokens.get(k).getCharPositionInLine() <= column) {
        boolean closes = tokens.get(k).getType() == BbParser.RBRACE;
        return closes ? Optional.empty() : Optional.of(insert("\n" + " ".repeat(column) + "}", k));
      }
    }
    return Optional.of(insert("\n" + " ".repeat(column) + "}", end));
  }

  /** The column of the first token of the line that token {@code i} is in. */
  private int indent(int i) {
    int k = i;
    while (!startsLine(k)) {
      k--;
    }
    return tokens.get(k).getCharPositionInLine();
  }
}
