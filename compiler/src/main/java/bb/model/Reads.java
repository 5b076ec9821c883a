package bb.model;

import bb.syntax.Ast;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The names that an expression reads. */
final class Reads {
  private Reads() {}

  static Set<String> of(Ast.Expr expr) {
    Set<String> found = new LinkedHashSet<>();
    collect(expr, found);
    return found;
  }

  private static void collect(Ast.Expr expr, Set<String> found) {
    switch (expr) {
      case Ast.Reference(var name, _) -> found.add(name.text());
      case Ast.IntLiteral _, Ast.FloatLiteral _, Ast.BoolLiteral _, Ast.Missing _ -> {}
      case Ast.Template(var parts, _) ->
          parts.forEach(part -> {
            if (part instanceof Ast.ExprPart(var inner)) {
              collect(inner, found);
            }
          });
      case Ast.Member(var target, _, _) -> collect(target, found);
      case Ast.Index(var target, var index, _) -> collect(List.of(target, index), found);
      case Ast.Call(var callee, var arguments, _) -> {
        found.add(callee.text());
        arguments.forEach(argument -> collect(argument.value(), found));
      }
      case Ast.Unary(_, var operand, _) -> collect(operand, found);
      case Ast.Binary(_, _, var left, var right, _) -> collect(List.of(left, right), found);
      case Ast.Conditional(var condition, var then, var otherwise, _) ->
          collect(List.of(condition, then, otherwise), found);
      case Ast.ListExpr(var elements, _) -> collect(elements, found);
      case Ast.TupleExpr(var elements, _) -> collect(elements, found);
      case Ast.Range(var from, var to, _) -> collect(List.of(from, to), found);
    }
  }

  private static void collect(List<Ast.Expr> exprs, Set<String> found) {
    exprs.forEach(expr -> collect(expr, found));
  }
}
