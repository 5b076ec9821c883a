package bb.model;

import bb.syntax.Ast;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a network costs, by the names that assertions have for it. */
enum Measure {
  PARAMS,
  MACS,
  ACTIVATION_BYTES,
  WEIGHT_BYTES,
  PEAK_BYTES,
  RECEPTIVE_FIELD;

  /** {@code weight_bytes}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> words() {
    return Stream.of(values()).map(Measure::word).toList();
  }

  /** Those that an expression names. */
  static Set<Measure> in(Ast.Expr expr) {
    Set<Measure> found = EnumSet.noneOf(Measure.class);
    collect(expr, found);
    return found;
  }

  private static Optional<Measure> find(String word) {
    return Stream.of(values()).filter(measure -> measure.word().equals(word)).findFirst();
  }

  private static void collect(Ast.Expr expr, Set<Measure> found) {
    switch (expr) {
      case Ast.Reference(var name, _) -> find(name.text()).ifPresent(found::add);
      case Ast.IntLiteral _, Ast.FloatLiteral _, Ast.BoolLiteral _, Ast.Missing _ -> {}
      case Ast.Template(var parts, _) ->
          parts.forEach(part -> {
            if (part instanceof Ast.ExprPart(var inner)) {
              collect(inner, found);
            }
          });
      case Ast.Member(var target, _, _) -> collect(target, found);
      case Ast.Index(var target, var index, _) -> collect(List.of(target, index), found);
      case Ast.Call(_, var arguments, _) ->
          arguments.forEach(argument -> collect(argument.value(), found));
      case Ast.Unary(_, var operand, _) -> collect(operand, found);
      case Ast.Binary(_, _, var left, var right, _) -> collect(List.of(left, right), found);
      case Ast.Conditional(var condition, var then, var otherwise, _) ->
          collect(List.of(condition, then, otherwise), found);
      case Ast.ListExpr(var elements, _) -> collect(elements, found);
      case Ast.TupleExpr(var elements, _) -> collect(elements, found);
      case Ast.Range(var from, var to, _) -> collect(List.of(from, to), found);
    }
  }

  private static void collect(List<Ast.Expr> exprs, Set<Measure> found) {
    exprs.forEach(expr -> collect(expr, found));
  }
}
