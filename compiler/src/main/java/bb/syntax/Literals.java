package bb.syntax;

import bb.grammar.BbParser;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.Token;

/** Reads the values of numbers and strings. */
final class Literals {
  /** More digits than any number that fits, so that a long one costs nothing. */
  private static final int MOST_DIGITS = 400;

  private static final Pattern NUMBER =
      Pattern.compile("[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+|[KMG])?");

  private final SyntaxErrors errors;

  Literals(SyntaxErrors errors) {
    this.errors = errors;
  }

  // ---- numbers

  Ast.Expr number(Span span) {
    String text = span.text();
    if (!NUMBER.matcher(text).matches()) {
      errors.add(SyntaxProblems.badNumber(span));
      return new Ast.Missing(span);
    }
    int zeros =
        switch (text.charAt(text.length() - 1)) {
          case 'K' -> 3;
          case 'M' -> 6;
          case 'G' -> 9;
          default -> 0;
        };
    boolean isInt = zeros > 0 || text.chars().allMatch(c -> c >= '0' && c <= '9');
    return isInt && text.length() <= MOST_DIGITS ? integer(span, zeros) : decimal(span, isInt);
  }

  /** A number with a suffix is an integer if it is exact: {@code 1.5K}. */
  private Ast.Expr integer(Span span, int zeros) {
    String digits = zeros > 0 ? span.text().substring(0, span.text().length() - 1) : span.text();
    int point = digits.indexOf('.');
    String whole = point < 0 ? digits : digits.substring(0, point);
    String part = point < 0 ? "" : digits.substring(point + 1).replaceFirst("0+$", "");
    if (part.length() > zeros) {
      return new Ast.FloatLiteral(Double.parseDouble(digits + "e" + zeros), span);
    }
    // BigDecimal would do, but computes powers of a hundred thousand bits before its first number
    try {
      String all = whole + part + "0".repeat(zeros - part.length());
      return new Ast.IntLiteral(Long.parseLong(all), span);
    } catch (NumberFormatException tooLarge) {
      errors.add(SyntaxProblems.numberTooLarge(span, String.valueOf(Long.MAX_VALUE)));
      return new Ast.Missing(span);
    }
  }

  private Ast.Expr decimal(Span span, boolean isInt) {
    double value = isInt ? Double.POSITIVE_INFINITY : Double.parseDouble(span.text());
    if (Double.isInfinite(value)) {
      String limit = isInt ? String.valueOf(Long.MAX_VALUE) : "1.8e308";
      errors.add(SyntaxProblems.numberTooLarge(span, limit));
      return new Ast.Missing(span);
    }
    return new Ast.FloatLiteral(value, span);
  }

  // ---- strings

  /**
   * Reports a brace that the string does not close. Early, since the usual cause is a quote between
   * the braces, and what the rest of the line looks like then is of no interest.
   */
  static void reportUnclosed(Span string, SyntaxErrors errors) {
    String text = string.text();
    int last = text.lastIndexOf('{');
    int first = last;
    while (first > 0 && text.charAt(first - 1) == '{') {
      first--;
    }
    if (last > 0 && text.indexOf('}', last) < 0 && (last - first) % 2 == 0) {
      int at = string.start() + last;
      errors.add(BracketProblems.unclosedInterpolation(string.file().span(at, at + 1)));
    }
  }

  /** The text and the interpolated expressions of a string token. */
  Ast.Template template(Token string) {
    Span span = errors.span(string);
    if (span.text().startsWith("'")) {
      errors.add(SyntaxProblems.singleQuotes(span));
    }
    int end = string.getType() == BbParser.UNTERMINATED_STRING ? span.end() : span.end() - 1;
    List<Ast.TemplatePart> parts = new ArrayList<>();
    var text = new StringBuilder();
    String all = span.file().text();
    int at = span.start() + 1;
    while (at < end) {
      char c = all.charAt(at);
      boolean doubled = at + 1 < end && all.charAt(at + 1) == c;
      if (c == '\\') {
        text.append(escape(span.file().span(at, Math.min(at + 2, end))));
        at += 2;
      } else if ((c == '{' || c == '}') && doubled) {
        text.append(c);
        at += 2;
      } else if (c == '{') {
        flush(text, parts);
        at = interpolation(span.file(), at, end, parts);
      } else {
        if (c == '}') {
          errors.add(BracketProblems.unmatchedInString(span.file().span(at, at + 1)));
        }
        text.append(c);
        at++;
      }
    }
    flush(text, parts);
    return new Ast.Template(parts, span);
  }

  /** Reads the interpolation that begins at {@code start}; the offset behind it. */
  private int interpolation(SourceFile file, int start, int end, List<Ast.TemplatePart> parts) {
    int close = file.text().indexOf('}', start, end);
    if (close < 0) {
      errors.add(BracketProblems.unclosedInterpolation(file.span(start, start + 1)));
      parts.add(new Ast.ExprPart(new Ast.Missing(file.span(start, end))));
      return end;
    }
    parts.add(new Ast.ExprPart(Parser.expression(file.span(start + 1, close), errors)));
    return close + 1;
  }

  private String escape(Span escape) {
    return switch (escape.text()) {
      case "\\n" -> "\n";
      case "\\\"" -> "\"";
      case "\\\\" -> "\\";
      default -> {
        errors.add(SyntaxProblems.unknownEscape(escape));
        yield "";
      }
    };
  }

  private static void flush(StringBuilder text, List<Ast.TemplatePart> parts) {
    if (!text.isEmpty()) {
      parts.add(new Ast.TextPart(text.toString()));
      text.setLength(0);
    }
  }
}
