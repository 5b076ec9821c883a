package bb.syntax;

import bb.grammar.BbParser;
import bb.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * A token filter: gives bodies their braces that are written as in Python, by a colon and
 * indentation, or whose opening brace was forgotten. Each is reported once, with the whole
 * statement as it should be, and the parser reads what was meant.
 */
final class Indentation {
  /** Words that begin a body in Python, or one whose brace can be forgotten. */
  private static final Set<String> HEADS =
      Set.of(
          "def",
          "class",
          "for",
          "while",
          "with",
          "try",
          "if",
          "elif",
          "else",
          "block",
          "network",
          "repeat",
          "collect",
          "group",
          "scale",
          "parallel",
          "add",
          "concat",
          "mul");

  private final List<CommonToken> tokens;
  private final List<Line> lines;
  private final SyntaxErrors errors;
  private final Map<Integer, List<CommonToken>> added = new HashMap<>();
  private final Set<Integer> removed = new HashSet<>();

  private Indentation(List<CommonToken> tokens, SyntaxErrors errors) {
    this.tokens = tokens;
    this.lines = Line.of(tokens);
    this.errors = errors;
  }

  static List<CommonToken> embrace(List<CommonToken> tokens, SyntaxErrors errors) {
    return new Indentation(tokens, errors).embrace();
  }

  private List<CommonToken> embrace() {
    int reported = 0; // lines up to here are part of a statement that was reported
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      if (!HEADS.contains(line.first().getText())) {
        continue;
      }
      if (isColonBody(i)) {
        if (i >= reported) {
          reported = report(i);
        }
        braces(i);
      } else if (isForeignHead(line)) {
        Span head = errors.span(line.first(), tokens.get(line.to() - 2));
        String body = errors.file().text().substring(head.end());
        errors.add(
            SyntaxProblems.foreignHead(errors.span(line.first()), head, Heads.fixed(head, body)));
        plainHead(line);
      } else if (lacksBrace(i)) {
        open(i);
      }
    }
    List<CommonToken> result = new ArrayList<>(tokens.size());
    for (int i = 0; i < tokens.size(); i++) {
      result.addAll(added.getOrDefault(i, List.of()));
      if (!removed.contains(i)) {
        result.add(tokens.get(i));
      }
    }
    return result;
  }

  // ---- colons

  /** Whether a line ends in a colon and the next is indented, or a statement follows the colon. */
  private boolean isColonBody(int i) {
    Line line = lines.get(i);
    int colon = colon(line);
    if (colon < 0 || line.has(BbParser.LBRACE) || line.has(BbParser.THEN)) {
      return false;
    }
    boolean isLabel = colon == line.from() + 1 && !line.first().getText().matches("else|try");
    boolean isSignature = line.first().getText().matches("block|network|def|class");
    return !isLabel && (colon == line.to() - 1 ? bodyEnd(i) > i + 1 : !isSignature);
  }

  /** The colon that begins a body: the last one outside of parentheses. */
  private int colon(Line line) {
    boolean ends = line.last().getType() == BbParser.COLON;
    return ends ? line.to() - 1 : line.index(BbParser.COLON);
  }

  /** The first line after {@code i} that is not indented more. */
  private int bodyEnd(int i) {
    int end = i + 1;
    while (end < lines.size() && lines.get(end).column() > lines.get(i).column()) {
      end++;
    }
    return end;
  }

  /** The first line behind the whole statement, with its {@code elif} and {@code else}. */
  private int statementEnd(int i) {
    int end = bodyEnd(i);
    while (end < lines.size()
        && lines.get(end).column() == lines.get(i).column()
        && lines.get(end).first().getText().matches("elif|else")
        && isColonBody(end)) {
      end = bodyEnd(end);
    }
    return end;
  }

  /** Reports the statement that begins in line {@code i}; the first line behind it. */
  private int report(int i) {
    Line line = lines.get(i);
    int end = statementEnd(i);
    Span head = errors.span(line.first(), tokens.get(colon(line)));
    Span statement = errors.span(line.first(), lines.get(end - 1).last());
    boolean module =
        line.first().getText().equals("class")
            && lines.subList(i, end).stream().anyMatch(l -> l.first().getText().equals("def"));
    if (module) {
      errors.add(HabitProblems.moduleClass(head, tokens.get(line.from() + 1).getText()));
      errors.silence(statement);
    } else if (errors.takes(head)) {
      errors.add(HabitProblems.colonBody(head, statement, fixed(i, end)));
    }
    return end;
  }

  /** The lines from {@code i} to {@code end} with braces. */
  private String fixed(int i, int end) {
    String text = errors.file().text();
    StringBuilder out = new StringBuilder();
    List<Integer> open = new ArrayList<>(); // columns of the statements whose body is open
    int at = lines.get(i).first().getStartIndex();
    for (int k = i; k < end; k++) {
      Line line = lines.get(k);
      String between = text.substring(at, line.first().getStartIndex());
      int closing = 0;
      while (!open.isEmpty() && open.getLast() >= line.column()) {
        int column = open.removeLast();
        boolean goesOn = column == line.column() && line.first().getText().matches("elif|else");
        closing = goesOn ? 1 : 0;
        out.append(goesOn ? "" : "\n" + " ".repeat(column) + "}");
      }
      out.append(between).append(closing == 1 ? "} " : "");
      if (HEADS.contains(line.first().getText()) && isColonBody(k)) {
        int colon = colon(line);
        boolean oneLine = colon < line.to() - 1;
        Span head = errors.span(line.first(), tokens.get(colon - 1));
        String body =
            text.substring(head.end(), lines.get(bodyEnd(k) - 1).last().getStopIndex() + 1);
        out.append(Heads.fixed(head, body)).append(" {");
        at = tokens.get(colon).getStopIndex() + 1;
        if (oneLine) {
          out.append(text, at, line.last().getStopIndex() + 1).append(" }");
        } else {
          open.add(line.column());
        }
      } else {
        out.append(text, line.first().getStartIndex(), line.last().getStopIndex() + 1);
      }
      at = line.last().getStopIndex() + 1;
    }
    while (!open.isEmpty()) {
      out.append("\n").append(" ".repeat(open.removeLast())).append("}");
    }
    return out.toString();
  }

  private boolean hasInput(int i) {
    return lines.subList(i, bodyEnd(i)).stream()
        .anyMatch(l -> l.first().getType() == BbParser.INPUT);
  }

  /** Makes the tokens of the statement in line {@code i} those of one with braces. */
  private void braces(int i) {
    Line line = lines.get(i);
    int colon = colon(line);
    int end = bodyEnd(i);
    Line last = colon < line.to() - 1 ? line : lines.get(end - 1);
    plainHead(line);
    if (line.first().getText().equals("class")) {
      line.first().setType(hasInput(i) ? BbParser.NETWORK : BbParser.BLOCK);
      remove(line.from() + 2, colon);
    }
    tokens.get(colon).setType(BbParser.LBRACE);
    add(last.to(), Tokens.virtual(BbParser.RBRACE, "", last.last()));
  }

  // ---- heads

  /** A word of another language before a body in braces. */
  private static boolean isForeignHead(Line line) {
    return line.last().getType() == BbParser.LBRACE
        && line.to() - line.from() > 2
        && line.first().getText().matches("def|class|for|while");
  }

  /** Gives the head of a statement the keyword that was meant. */
  private void plainHead(Line line) {
    CommonToken first = line.first();
    switch (first.getText()) {
      case "def", "class" -> first.setType(BbParser.BLOCK);
      case "for" -> {
        boolean isLoop = line.has(BbParser.IN);
        first.setType(isLoop ? BbParser.REPEAT : first.getType());
        if (!isLoop) {
          removeHead(line);
        }
      }
      case "while", "with", "try" -> removeHead(line);
      case "elif" -> {
        first.setType(BbParser.ELSE);
        add(line.from() + 1, Tokens.virtual(BbParser.IF, "if", first));
      }
      default -> {}
    }
  }

  /** What is left is the body alone. */
  private void removeHead(Line line) {
    int brace = line.index(BbParser.LBRACE);
    remove(line.from(), brace >= 0 ? brace : Math.max(colon(line), line.from()));
    errors.silence(errors.span(line.first(), line.last()));
  }

  // ---- forgotten braces

  private boolean lacksBrace(int i) {
    Line line = lines.get(i);
    if (i + 1 == lines.size()
        || line.has(BbParser.LBRACE)
        || line.has(BbParser.THEN)
        || line.has(BbParser.EQUALS)
        || line.has(BbParser.ARROW) && line.first().getType() != BbParser.BLOCK
        || Tokens.continues(line.last())) {
      return false;
    }
    Token next = lines.get(i + 1).first();
    boolean branches = next.getType() == BbParser.PIPE;
    boolean canFollow = next.getType() != BbParser.LBRACE && next.getType() != BbParser.ARROW;
    boolean begins =
        switch (line.first().getType()) {
          case BbParser.BLOCK, BbParser.NETWORK, BbParser.REPEAT, BbParser.COLLECT, BbParser.IF ->
              line.to() - line.from() > 1 && !branches;
          case BbParser.GROUP, BbParser.SCALE -> !branches;
          default -> branches && !line.first().getText().matches("def|class|for|while|with|try");
        };
    return begins && canFollow && lines.get(i + 1).column() > line.column();
  }

  private void open(int i) {
    Line line = lines.get(i);
    int end = bodyEnd(i);
    boolean closed =
        end < lines.size()
            && lines.get(end).first().getType() == BbParser.RBRACE
            && lines.get(end).column() == line.column();
    Span place = errors.span(Tokens.virtual(BbParser.SEP, "", line.last()));
    CommonToken last = lines.get(end - 1).last();
    errors.add(
        HabitProblems.missingBrace(
            place, closed ? Optional.empty() : Optional.of(errors.span(last))));
    add(line.to(), Tokens.virtual(BbParser.LBRACE, "", line.last()));
    if (!closed) {
      add(lines.get(end - 1).to(), Tokens.virtual(BbParser.RBRACE, "", last));
    }
  }

  private void add(int before, CommonToken token) {
    added.computeIfAbsent(before, _ -> new ArrayList<>()).add(token);
  }

  private void remove(int from, int to) {
    for (int i = from; i < to; i++) {
      removed.add(i);
    }
  }
}
