package bb.syntax;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.source.SourceFile;
import bb.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * Collects the syntax errors of one file: at most one per line, since the second is nearly always a
 * consequence of the first, and at most {@link #LIMIT} in all, since a file with more is not a .bb
 * file. Also knows where tokens and rules stand in the file.
 */
final class SyntaxErrors {
  static final int LIMIT = 100;

  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final SourceFile file;
  private final Problems problems;
  private final Set<Integer> lines = new HashSet<>();
  private final List<Span> suspects = new ArrayList<>();
  private int reported;

  SyntaxErrors(SourceFile file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** One that takes nothing, for a part that is reported as a whole. */
  SyntaxErrors silent() {
    var silent = new SyntaxErrors(file, new Problems());
    silent.reported = LIMIT;
    return silent;
  }

  /** Whether a report at that place would be taken: what takes long to say is not said in vain. */
  boolean takes(Span at) {
    return reported < LIMIT && !lines.contains(at.line());
  }

  SourceFile file() {
    return file;
  }

  /** Reports, unless an earlier error on the same line makes it a follow-on. */
  void add(Diagnostic diagnostic) {
    if (reported >= LIMIT) {
      return;
    }
    int line = diagnostic.primary().map(label -> label.span().line()).orElse(0);
    boolean followsOn = isStructural(diagnostic.code()) && isSuspect(diagnostic);
    if (!followsOn && lines.add(line)) {
      reported++;
      problems.add(diagnostic);
    }
  }

  /** Says that what follows on the lines of {@code span} is a consequence of a reported error. */
  void silence(Span span) {
    int last = file.line(span.end());
    for (int line = span.line(); line <= last; line++) {
      lines.add(line);
    }
  }

  /** The lines on which something was reported: what they declare may not be known. */
  Ast.Unread unread() {
    Set<String> words = new HashSet<>();
    for (int line : lines) {
      WORD.matcher(file.lineText(line)).results().forEach(word -> words.add(word.group()));
    }
    return new Ast.Unread(lines, words);
  }

  /** Says that in {@code span} a brace is missing: what stands in what is not known there. */
  void suspect(Span span) {
    suspects.add(span);
  }

  private boolean isSuspect(Diagnostic diagnostic) {
    int at = diagnostic.primary().map(label -> label.span().start()).orElse(0);
    return suspects.stream().anyMatch(s -> s.start() <= at && at < s.end());
  }

  private static boolean isStructural(Code code) {
    return code == Code.BB0109 || code == Code.BB0110 || code == Code.BB0111;
  }

  Span span(Token token) {
    return span(token, token);
  }

  /** Where a rule stands; empty if it consumed nothing. */
  Span span(ParserRuleContext rule) {
    Token last = rule.stop == null ? rule.start : rule.stop;
    return last.getTokenIndex() < rule.start.getTokenIndex()
        ? file.span(start(rule.start), start(rule.start))
        : span(rule.start, last);
  }

  Span span(Token first, Token last) {
    int from = start(first);
    return file.span(from, Math.max(from, last.getStopIndex() + 1));
  }

  private int start(Token token) {
    return Math.min(token.getStartIndex(), file.text().length());
  }
}
