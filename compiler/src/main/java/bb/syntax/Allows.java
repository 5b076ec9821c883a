package bb.syntax;

import bb.grammar.BbParser;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Reads the comments {@code # bb: allow(unused-let, unused-block)} and finds what each is about:
 * the line that it ends; the declaration that it stands above; the line that it stands above; or
 * the file, if it stands at its top and apart from what follows.
 */
final class Allows {
  private static final Pattern ALLOW =
      Pattern.compile("#\\s*bb:\\s*allow\\s*\\(([^()]*)\\).*", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[^\\s,][^,]*");

  private final SourceFile file;
  private final List<CommonToken> tokens;
  private final List<Ast.Declaration> declarations;

  private Allows(SourceFile file, List<CommonToken> tokens, List<Ast.Declaration> declarations) {
    this.file = file;
    this.tokens = tokens;
    this.declarations = declarations;
  }

  /**
   * What a file allows.
   *
   * @param tokens all of the file, with line breaks and these comments
   */
  static List<Ast.Allow> in(
      SourceFile file, List<CommonToken> tokens, List<Ast.Declaration> declarations) {
    var allows = new Allows(file, tokens, declarations);
    List<Ast.Allow> found = new ArrayList<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).getType() == BbParser.DIRECTIVE) {
        found.add(allows.allow(i, tokens.get(i)));
      }
    }
    return found;
  }

  private Ast.Allow allow(int i, CommonToken comment) {
    Span span = file.span(comment.getStartIndex(), comment.getStopIndex() + 1);
    return new Ast.Allow(names(span), about(i, comment), span);
  }

  /** The names between the parentheses; none if the comment is written in another way. */
  private List<Ast.Name> names(Span comment) {
    List<Ast.Name> names = new ArrayList<>();
    Matcher allow = ALLOW.matcher(comment.text());
    if (allow.matches()) {
      Matcher name = NAME.matcher(allow.group(1));
      while (name.find()) {
        int start = comment.start() + allow.start(1) + name.start();
        String text = name.group().strip();
        names.add(new Ast.Name(text, file.span(start, start + text.length())));
      }
    }
    return names;
  }

  private Span about(int i, CommonToken comment) {
    if (i > 0 && isCode(tokens.get(i - 1)) && tokens.get(i - 1).getLine() == comment.getLine()) {
      return line(comment);
    }
    int next = i + 1;
    boolean apart = false;
    for (; !isCode(tokens.get(next)); next++) {
      apart |= isEmptyLine(next);
    }
    CommonToken code = tokens.get(next);
    boolean above = code.getType() != Token.EOF && code.getType() != BbParser.IMPORT && !apart;
    if (!above && tokens.subList(0, i).stream().noneMatch(Allows::isCode)) {
      return file.span(0, file.text().length());
    }
    return declarations.stream()
        .map(Ast.Declaration::span)
        .filter(span -> span.start() == code.getStartIndex())
        .findFirst()
        .orElseGet(() -> line(code));
  }

  private boolean isEmptyLine(int i) {
    return tokens.get(i).getType() == BbParser.NEWLINE
        && tokens.get(i - 1).getType() == BbParser.NEWLINE;
  }

  private Span line(Token token) {
    int start = Math.min(token.getStartIndex(), file.text().length());
    int from = start - file.column(start) + 1;
    int end = file.text().indexOf('\n', from);
    return file.span(from, end < 0 ? file.text().length() : end);
  }

  private static boolean isCode(Token token) {
    return switch (token.getType()) {
      case BbParser.NEWLINE, BbParser.DOC, BbParser.DIRECTIVE -> false;
      default -> true;
    };
  }
}
