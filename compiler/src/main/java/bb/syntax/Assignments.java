package bb.syntax;

import bb.diagnostics.Diagnostic;
import bb.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says what was meant by {@code x = …}, which is no statement: by the look of the right side and by
 * what else the file does with the name, a label, a name for a tensor, a {@code let}, or nothing,
 * since what a layer yields flows on by itself.
 */
final class Assignments {
  /** What stands behind a call that is called again. */
  private static final Pattern AGAIN = Pattern.compile("\\((\\w+)\\)(.*)", Pattern.DOTALL);

  private Assignments() {}

  /**
   * @param left the name that is set
   * @param right what it is set to; the first step of a pipeline
   * @param statement all of it
   */
  static Diagnostic explain(Span left, Span equals, Ast.Expr right, Span statement) {
    if (!equals.text().matches(":?=")) {
      return changed(left, equals, right, statement);
    }
    if (!left.text().matches("[\\w.]+|\".*\"")) {
      String written = Translation.text(right) + " as " + left.text();
      return HabitProblems.notAName(
          equals,
          left.text(),
          statement,
          left.text().matches("\\w+\\[[^\\]]*]") && isLayer(right)
              ? Optional.of(written)
              : Optional.empty());
    }
    String name = left.text().replaceFirst("^[\\w.]*\\.", "");
    String text = statement.text().substring(right.span().start() - statement.start());
    Matcher again = AGAIN.matcher(text.substring(right.span().end() - right.span().start()));
    if (again.matches()) {
      return calledAgain(name, equals, right, again, statement);
    }
    String written = translated(right, text);
    if (!isLayer(right)) {
      return mentions(right.span().text(), name)
          ? HabitProblems.setAgain(equals, name)
          : SyntaxProblems.assigned(
              equals, name, statement, "let " + name + " = " + written, "let");
    }
    if (!name.equals(left.text())) {
      return SyntaxProblems.assigned(equals, name, statement, name + ": " + written, "label");
    }
    Optional<String> flowing = flowing(name, right, text);
    if (flowing.isPresent()) {
      return SyntaxProblems.assigned(equals, name, statement, flowing.get(), "flow");
    }
    if (!isReadLater(name, statement)) {
      return SyntaxProblems.assigned(equals, name, statement, name + ": " + written, "label");
    }
    return isSetBefore(name, statement)
        ? HabitProblems.tensorNamedAgain(equals, name, written)
        : SyntaxProblems.assigned(equals, name, statement, written + " as " + name, "as");
  }

  /** Whether the name stands for a tensor already, in the network or block of the statement. */
  private static boolean isSetBefore(String name, Span statement) {
    String before = statement.file().text().substring(0, statement.start());
    String body =
        before.substring(
            Math.max(before.lastIndexOf("network "), before.lastIndexOf("block ")) + 1);
    String set = "\\b(input|const|as|let)\\s+" + Pattern.quote(name) + "(?!\\w)";
    return Pattern.compile(set).matcher(body).find();
  }

  /** {@code x = conv(64, 3)(y)}. */
  private static Diagnostic calledAgain(
      String name, Span equals, Ast.Expr right, Matcher again, Span statement) {
    String layer = Translation.text(right) + again.group(2);
    String fixed = again.group(1).equals(name) ? layer : again.group(1) + " -> " + layer;
    return isReadLater(name, statement) && !again.group(1).equals(name)
        ? SyntaxProblems.assigned(equals, name, statement, fixed + " as " + name, "as")
        : SyntaxProblems.assigned(equals, name, statement, fixed, "flow");
  }

  /** {@code x += y}: of tensors, a layer; of values, nothing. */
  private static Diagnostic changed(Span left, Span at, Ast.Expr right, Span statement) {
    String layer =
        switch (at.text()) {
          case "+=" -> "add";
          case "-=" -> "sub";
          case "*=" -> "mul";
          case "/=" -> "div";
          default -> "";
        };
    return layer.isEmpty() || !isLayer(right)
        ? HabitProblems.setAgain(at, left.text())
        : HabitProblems.tensorSetAgain(
            at, statement, "%s(%s, %s)".formatted(layer, left.text(), Translation.text(right)));
  }

  private static String translated(Ast.Expr right, String text) {
    String rest = text.substring(right.span().end() - right.span().start());
    return Translation.text(right) + rest;
  }

  private static boolean isLayer(Ast.Expr right) {
    return switch (right) {
      case Ast.Call(var callee, _, _) ->
          !callee
              .text()
              .matches(
                  "min|max|abs|ceil|floor|round|sqrt"
                      + "|sum|len|enumerate|zip|round_to|range|int|float|list|tuple");
      case Ast.Reference _ -> true;
      default -> false;
    };
  }

  /** {@code x = relu(x)}: the layer alone, if all that it takes is what was just set. */
  private static Optional<String> flowing(String name, Ast.Expr right, String text) {
    if (!(right instanceof Ast.Call(var callee, var arguments, var span))
        || arguments.isEmpty()
        || !isName(arguments.getFirst(), name)) {
      return Optional.empty();
    }
    List<Ast.Argument> others = arguments.subList(1, arguments.size());
    if (others.stream().anyMatch(a -> mentions(a.span().text(), name))) {
      return Optional.empty();
    }
    String word = callee.text().substring(callee.text().lastIndexOf('.') + 1);
    Ast.Call alone = new Ast.Call(new Ast.Name(word, callee.span()), others, span);
    return Translation.of(alone)
        .map(result -> result.text() + text.substring(span.end() - span.start()));
  }

  private static boolean isName(Ast.Argument argument, String name) {
    return argument.name().isEmpty()
        && argument.value() instanceof Ast.Reference(var value, _)
        && value.text().equals(name);
  }

  private static boolean mentions(String text, String name) {
    return word(name).matcher(text).find();
  }

  /** Whether the name stands further down, other than as a label or the name of a call. */
  private static boolean isReadLater(String name, Span statement) {
    return Pattern.compile(word(name).pattern() + "(?!\\s*[:=(])")
        .matcher(statement.file().text())
        .region(statement.end(), statement.file().text().length())
        .find();
  }

  private static Pattern word(String name) {
    return Pattern.compile("(?<![\\w.\"])" + Pattern.quote(name) + "(?!\\w)");
  }
}
