package bb.model;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Edit;
import bb.diagnostics.Diagnostic.Label;
import bb.diagnostics.Problems;
import bb.source.SourceFile;
import bb.source.Span;
import bb.syntax.Ast;
import bb.syntax.Parser;
import bb.syntax.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Edits by which a source no longer has what a warning says nothing reads. They are proposals:
 * whether the networks stay what they are is for others to compare.
 */
public final class Removals {
  private final String text;
  private final SourceFile file;
  private final List<Ast> nodes = new ArrayList<>();

  private Removals(SourceFile file) {
    this.file = file;
    this.text = file.text();
    Walk.over(Parser.parse(file, new Problems()), nodes::add);
  }

  /** What belongs together, in the order of the text; nothing if there is nothing to propose. */
  public static List<Edit> of(SourceFile file, Diagnostic warning) {
    Optional<Span> at = warning.primary().map(Label::span).filter(span -> span.file().equals(file));
    return at.map(span -> new Removals(file).edits(warning, span)).orElse(List.of());
  }

  private List<Edit> edits(Diagnostic warning, Span at) {
    return switch (warning.code()) {
      case BB0801, BB0803, BB0806 -> declaration(at);
      case BB0802 -> parameter(at);
      case BB0811 -> layer(at);
      case BB0804, BB0807 ->
          warning.helps().stream().flatMap(help -> help.edit().stream()).limit(1).toList();
      default -> List.of();
    };
  }

  private List<Edit> declaration(Span at) {
    return nodes.stream()
        .filter(node ->
            switch (node) {
              case Ast.Declaration declaration -> declaration.name().span().equals(at);
              case Ast.Share share -> share.name().span().equals(at);
              default -> false;
            })
        .map(node -> whole(node.span()))
        .limit(1)
        .toList();
  }

  /** The innermost pipeline that ends there. */
  private List<Edit> layer(Span at) {
    return nodes.reversed().stream()
        .filter(node ->
            node instanceof Ast.Pipeline pipeline && holds(pipeline.steps().getLast().span(), at))
        .map(node -> whole(node.span()))
        .limit(1)
        .toList();
  }

  private static boolean holds(Span outer, Span inner) {
    return outer.start() <= inner.start() && inner.end() <= outer.end();
  }

  /** A parameter of a block, and what its calls give for it. Networks are called from outside. */
  private List<Edit> parameter(Span at) {
    for (Ast node : nodes) {
      if (node instanceof Ast.Block block) {
        List<Span> spans = block.parameters().stream().map(Ast.Parameter::span).toList();
        for (int i = 0; i < spans.size(); i++) {
          if (block.parameters().get(i).name().span().equals(at)) {
            List<Edit> edits = new ArrayList<>();
            edits.add(item(spans, i, block.name().span().end()));
            arguments(block, i, edits);
            edits.sort((a, b) -> Integer.compare(a.span().start(), b.span().start()));
            return edits;
          }
        }
      }
    }
    return List.of();
  }

  private void arguments(Ast.Block block, int parameter, List<Edit> edits) {
    String name = block.parameters().get(parameter).name().text();
    for (Ast node : nodes) {
      if (node instanceof Ast.Call call && call.callee().text().equals(block.name().text())) {
        List<Span> spans = call.arguments().stream().map(Ast.Argument::span).toList();
        int positional = 0;
        for (int i = 0; i < spans.size(); i++) {
          Optional<Ast.Name> given = call.arguments().get(i).name();
          if (given.map(n -> n.text().equals(name)).orElse(positional == parameter)) {
            edits.add(item(spans, i, call.callee().span().end()));
            break;
          }
          positional += given.isEmpty() ? 1 : 0;
        }
      }
    }
  }

  /**
   * One of a list in parentheses, with its comma; the last with its parentheses.
   *
   * @param open where they begin
   */
  private Edit item(List<Span> items, int i, int open) {
    if (items.size() == 1) {
      return remove(open, text.indexOf(')', items.getFirst().end()) + 1);
    }
    return i + 1 < items.size()
        ? remove(items.get(i).start(), items.get(i + 1).start())
        : remove(items.get(i - 1).end(), items.get(i).end());
  }

  private Edit remove(int start, int end) {
    return new Edit(new Span(file, start, Math.max(start, end)), "");
  }

  /** A statement or declaration, and the lines that have nothing else. */
  private Edit whole(Span span) {
    int line = text.lastIndexOf('\n', span.start() - 1) + 1;
    int newline = text.indexOf('\n', span.end());
    int next = newline < 0 ? text.length() : newline + 1;
    String rest = text.substring(span.end(), next).strip();
    boolean alone = text.substring(line, span.start()).isBlank();
    if (!alone || !rest.isEmpty() && !rest.startsWith("#")) {
      return remove(
          span.start(), rest.startsWith(";") ? text.indexOf(';', span.end()) + 1 : span.end());
    }
    int begin = documented(line);
    boolean blankBefore = begin == 0 || text.startsWith("\n\n", begin - 2);
    return remove(begin, blankBefore && text.startsWith("\n", next) ? next + 1 : next);
  }

  /** Where the comment of a declaration begins that ends on the line before. */
  private int documented(int line) {
    int begin = line;
    while (begin > 0) {
      int before = text.lastIndexOf('\n', begin - 2) + 1;
      if (!text.substring(before, begin).strip().startsWith("##")) {
        break;
      }
      begin = before;
    }
    return begin;
  }
}
