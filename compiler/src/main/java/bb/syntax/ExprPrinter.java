package bb.syntax;

import java.util.List;
import java.util.stream.Collectors;

/** Prints expressions, with parentheses only where the tree needs them. */
public final class ExprPrinter {
  /** Below every operator: {@code if a then b else c}. */
  private static final int CONDITIONAL = 0;

  private static final int RANGE = 5;
  private static final int UNARY_MINUS = 8;
  private static final int POWER = 9;
  private static final int ATOM = 10;

  private ExprPrinter() {}

  public static String print(Ast.Expr expr) {
    return print(expr, CONDITIONAL);
  }

  /** As the first thing of a step, where {@code if} would begin a statement. */
  static String operand(Ast.Expr expr) {
    return print(expr, CONDITIONAL + 1);
  }

  private static String print(Ast.Expr expr, int atLeast) {
    String text = text(expr);
    return precedence(expr) < atLeast ? "(" + text + ")" : text;
  }

  /** As people write it: {@code 1e-6}. */
  private static String number(double value) {
    return Double.toString(value).replace(".0E", "e").replace("E", "e");
  }

  private static String text(Ast.Expr expr) {
    return switch (expr) {
      case Ast.IntLiteral e -> String.valueOf(e.value());
      case Ast.FloatLiteral e -> number(e.value());
      case Ast.BoolLiteral e -> String.valueOf(e.value());
      case Ast.Template e -> quoted(e);
      case Ast.Reference e -> e.name().text();
      case Ast.Member e -> print(e.target(), ATOM) + "." + e.name().text();
      case Ast.Index e -> print(e.target(), ATOM) + "[" + print(e.index()) + "]";
      case Ast.Call e -> e.callee().text() + arguments(e.arguments());
      case Ast.Unary e ->
          switch (e.op()) {
            case NEGATE -> "-" + print(e.operand(), UNARY_MINUS);
            case NOT -> "not " + print(e.operand(), precedence(e));
          };
      case Ast.Binary e -> binary(e);
      case Ast.Range e -> print(e.from(), RANGE) + ".." + print(e.to(), RANGE + 1);
      case Ast.Conditional e ->
          "if %s then %s else %s"
              .formatted(print(e.condition()), print(e.then()), print(e.otherwise()));
      case Ast.ListExpr e -> "[" + commas(e.elements()) + "]";
      case Ast.TupleExpr e ->
          e.elements().size() == 1
              ? "(" + print(e.elements().getFirst()) + ",)"
              : "(" + commas(e.elements()) + ")";
      case Ast.Missing _ -> "<missing>";
    };
  }

  /** The arguments of a `checkpoint`, where pairs have an arrow. */
  static String namings(List<Ast.Argument> arguments) {
    return arguments.stream()
        .map(a -> a.name().map(n -> n.text() + ": ").orElse("") + pairs(a.value()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String pairs(Ast.Expr value) {
    boolean arrows =
        value instanceof Ast.ListExpr(var elements, _)
            && !elements.isEmpty()
            && elements.stream().allMatch(ExprPrinter::isPair);
    return arrows
        ? ((Ast.ListExpr) value)
            .elements().stream()
                .map(e -> ((Ast.TupleExpr) e).elements())
                .map(pair -> print(pair.getFirst()) + " -> " + print(pair.getLast()))
                .collect(Collectors.joining(", ", "[", "]"))
        : print(value);
  }

  private static boolean isPair(Ast.Expr expr) {
    return expr instanceof Ast.TupleExpr(var elements, _) && elements.size() == 2;
  }

  private static String binary(Ast.Binary e) {
    int own = precedence(e);
    boolean rightFirst = e.op() == Ast.BinaryOp.POWER;
    boolean chains = !isComparison(e.op());
    String left = print(e.left(), rightFirst || !chains ? own + 1 : own);
    String right = print(e.right(), rightFirst ? own : own + 1);
    return left + " " + e.op().symbol() + " " + right;
  }

  private static int precedence(Ast.Expr expr) {
    return switch (expr) {
      case Ast.Conditional _ -> CONDITIONAL;
      case Ast.Binary e ->
          switch (e.op()) {
            case OR -> 1;
            case AND -> 2;
            case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> 4;
            case ADD, SUBTRACT -> 6;
            case MULTIPLY, DIVIDE, FLOOR_DIVIDE, MODULO -> 7;
            case POWER -> POWER;
          };
      case Ast.Range _ -> RANGE;
      case Ast.Unary e ->
          switch (e.op()) {
            case NOT -> 3;
            case NEGATE -> UNARY_MINUS;
          };
      case Ast.IntLiteral _,
          Ast.FloatLiteral _,
          Ast.BoolLiteral _,
          Ast.Template _,
          Ast.Reference _,
          Ast.Member _,
          Ast.Index _,
          Ast.Call _,
          Ast.ListExpr _,
          Ast.TupleExpr _,
          Ast.Missing _ ->
          ATOM;
    };
  }

  private static boolean isComparison(Ast.BinaryOp op) {
    return switch (op) {
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> true;
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, MODULO, POWER, AND, OR -> false;
    };
  }

  private static String commas(List<Ast.Expr> elements) {
    return elements.stream().map(ExprPrinter::print).collect(Collectors.joining(", "));
  }

  static String arguments(List<Ast.Argument> arguments) {
    return arguments.stream()
        .map(a -> a.name().map(n -> n.text() + ": ").orElse("") + print(a.value()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  // ---- strings

  /** A label, without quotes where it is a name. */
  static String label(Ast.Template template) {
    return template.parts().size() == 1
            && template.parts().getFirst() instanceof Ast.TextPart(String text)
            && Keywords.isLabel(text)
        ? text
        : quoted(template);
  }

  static String quoted(String text) {
    return "\"" + escaped(text) + "\"";
  }

  private static String quoted(Ast.Template template) {
    return template.parts().stream()
        .map(part ->
            switch (part) {
              case Ast.TextPart(String text) -> escaped(text);
              case Ast.ExprPart(Ast.Expr expr) -> "{" + print(expr) + "}";
            })
        .collect(Collectors.joining("", "\"", "\""));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("{", "{{")
        .replace("}", "}}");
  }
}
