package bb.syntax;

import bb.diagnostics.Problems;
import bb.grammar.BbParser;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/**
 * From text to tree: lexer, token filters ({@link Indentation}, {@link Habits}, {@link Brackets},
 * {@link Layout}, {@link Limits}), the generated parser, and the tree builders ({@link
 * Declarations}, {@link Statements}, {@link Expressions}). Never throws, whatever the text:
 * mistakes are reported and the tree is what could be read.
 */
public final class Parser {
  private Parser() {}

  public static Ast.File parse(SourceFile file, Problems problems) {
    var errors = new SyntaxErrors(file, problems);
    int length = file.text().length();
    if (length > Limits.FILE_SIZE) {
      errors.add(SyntaxProblems.fileTooLarge(file.span(0, 0), length, Limits.FILE_SIZE));
      return new Ast.File(List.of(), List.of(), List.of(), errors.unread(), file.span(0, length));
    }
    HiddenCharacters.report(file, errors);
    List<CommonToken> read = Tokens.read(file, 0, length, errors);
    Layout.Result layout = arrange(read, false, errors);
    BbParser parser = parser(layout.tokens(), errors);
    Ast.File tree = declarations(errors, layout.docs()).file(parser.file());
    List<Ast.Allow> allows = Allows.in(file, read, tree.declarations());
    return new Ast.File(tree.imports(), tree.declarations(), allows, tree.unread(), tree.span());
  }

  /** Reads {@code file} as one expression. */
  public static Ast.Expr parseExpression(SourceFile file, Problems problems) {
    var errors = new SyntaxErrors(file, problems);
    int length = file.text().length();
    if (length > Limits.FILE_SIZE) {
      errors.add(SyntaxProblems.fileTooLarge(file.span(0, 0), length, Limits.FILE_SIZE));
      return new Ast.Missing(file.span(0, length));
    }
    return expression(file.span(0, length), errors);
  }

  /** Reads a part of {@code file}, which is short, as one expression. */
  public static Ast.Expr parseExpression(Span part, Problems problems) {
    return expression(part, new SyntaxErrors(part.file(), problems));
  }

  /** Reads a part of a file as one expression. */
  static Ast.Expr expression(Span part, SyntaxErrors errors) {
    List<CommonToken> read = Tokens.read(part.file(), part.start(), part.end(), errors);
    Layout.Result layout = arrange(read, true, errors);
    BbParser.SoleExpressionContext sole = parser(layout.tokens(), errors).soleExpression();
    return sole.exception == null
        ? new Expressions(errors).expression(sole.expression(), part)
        : new Ast.Missing(part);
  }

  private static Declarations declarations(SyntaxErrors errors, Map<Integer, String> docs) {
    var expressions = new Expressions(errors);
    return new Declarations(errors, docs, expressions, new Statements(errors, expressions));
  }

  private static Layout.Result arrange(
      List<CommonToken> read, boolean isExpression, SyntaxErrors errors) {
    List<CommonToken> code =
        read.stream().filter(token -> token.getType() != BbParser.DIRECTIVE).toList();
    List<CommonToken> embraced = isExpression ? code : Indentation.embrace(code, errors);
    List<CommonToken> balanced =
        Brackets.balance(Habits.mend(embraced, isExpression, errors), errors);
    Layout.Result layout = Layout.arrange(balanced, isExpression, errors);
    Optional<Token> tooMany = Limits.tooManyOperators(layout.tokens());
    if (tooMany.isEmpty()) {
      return layout;
    }
    errors.add(SyntaxProblems.tooManyOperators(errors.span(tooMany.get()), Limits.OPERATORS));
    return new Layout.Result(List.of(balanced.getLast()), Map.of());
  }

  private static BbParser parser(List<CommonToken> tokens, SyntaxErrors errors) {
    var parser = new BbParser(new CommonTokenStream(new ListTokenSource(tokens)));
    parser.removeErrorListeners();
    parser.setErrorHandler(new Recovery(errors));
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    return parser;
  }
}
