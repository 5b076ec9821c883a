package bb.importing.write;

import bb.source.SourceFile;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Parts of a syntax tree that no text stands behind. */
final class Make {
  private static final Span NOWHERE = new Span(new SourceFile("imported", ""), 0, 0);

  private Make() {}

  static Ast.File file(List<Ast.Declaration> declarations) {
    return new Ast.File(
        List.of(), declarations, List.of(), new Ast.Unread(Set.of(), Set.of()), NOWHERE);
  }

  static Ast.Network network(Optional<String> doc, String name, List<Ast.Statement> statements) {
    return new Ast.Network(doc, name(name), List.of(), body(statements), NOWHERE);
  }

  static Ast.Block block(
      String name, List<Ast.Parameter> parameters, List<Ast.Statement> statements) {
    return new Ast.Block(
        false,
        Optional.empty(),
        name(name),
        parameters,
        Optional.empty(),
        body(statements),
        NOWHERE);
  }

  static Ast.Parameter parameter(String name, String type) {
    return new Ast.Parameter(
        name(name), new Ast.NamedType(name(type), NOWHERE), Optional.empty(), NOWHERE);
  }

  static Ast.Body body(List<Ast.Statement> statements) {
    return new Ast.Body(statements, NOWHERE);
  }

  static Ast.Name name(String text) {
    return new Ast.Name(text, NOWHERE);
  }

  static Ast.Template text(String text) {
    return new Ast.Template(text.isEmpty() ? List.of() : List.of(new Ast.TextPart(text)), NOWHERE);
  }

  static Ast.Label label(String text) {
    return new Ast.Label(text(text), NOWHERE);
  }

  /** A label with an expression between two texts. */
  static Ast.Label label(String before, Ast.Expr value, String after) {
    List<Ast.TemplatePart> parts = new ArrayList<>();
    if (!before.isEmpty()) {
      parts.add(new Ast.TextPart(before));
    }
    parts.add(new Ast.ExprPart(value));
    if (!after.isEmpty()) {
      parts.add(new Ast.TextPart(after));
    }
    return new Ast.Label(new Ast.Template(parts, NOWHERE), NOWHERE);
  }

  static Ast.Expr reference(String name) {
    return new Ast.Reference(name(name), NOWHERE);
  }

  /** {@code model.embed.weight}. */
  static Ast.Expr path(String path) {
    List<String> parts = List.of(path.split("\\."));
    Ast.Expr expression = reference(parts.getFirst());
    for (String part : parts.subList(1, parts.size())) {
      expression = new Ast.Member(expression, name(part), NOWHERE);
    }
    return expression;
  }

  static Ast.Expr integer(long value) {
    return value < 0
        ? new Ast.Unary(Ast.UnaryOp.NEGATE, new Ast.IntLiteral(-value, NOWHERE), NOWHERE)
        : new Ast.IntLiteral(value, NOWHERE);
  }

  /** A number that is no int, be it whole. */
  static Ast.Expr real(double value) {
    return new Ast.FloatLiteral(value, NOWHERE);
  }

  static Ast.Expr number(double value) {
    if (Double.isInfinite(value)) {
      Ast.Expr infinite = reference("inf");
      return value > 0 ? infinite : new Ast.Unary(Ast.UnaryOp.NEGATE, infinite, NOWHERE);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return integer((long) value);
    }
    double shown = shortened(value);
    return shown < 0
        ? new Ast.Unary(Ast.UnaryOp.NEGATE, new Ast.FloatLiteral(-shown, NOWHERE), NOWHERE)
        : new Ast.FloatLiteral(shown, NOWHERE);
  }

  /** The shortest number that is the same in 32 bits, if 32 bits are all that it has. */
  private static double shortened(double value) {
    return (float) value == value ? Double.parseDouble(Float.toString((float) value)) : value;
  }

  /** An argument's value, in the form of {@link bb.ops.Arguments}. */
  static Ast.Expr value(Object value) {
    return switch (value) {
      case Ast.Expr expression -> expression;
      case Long number -> integer(number);
      case Double number -> number(number);
      case Boolean flag -> new Ast.BoolLiteral(flag, NOWHERE);
      case String word -> reference(word);
      case List<?> list when list.size() == 1 -> value(list.getFirst());
      case List<?> list when list.size() <= 3 && list.stream().distinct().count() == 1 ->
          value(list.getFirst());
      case List<?> list -> tuple(list.stream().map(Make::value).toList());
      default -> throw new IllegalStateException(String.valueOf(value));
    };
  }

  static Ast.Expr list(List<Ast.Expr> elements) {
    return new Ast.ListExpr(elements, NOWHERE);
  }

  static Ast.Expr tuple(List<Ast.Expr> elements) {
    return new Ast.TupleExpr(elements, NOWHERE);
  }

  static Ast.Expr call(String callee, List<Ast.Argument> arguments) {
    return arguments.isEmpty() ? reference(callee) : new Ast.Call(name(callee), arguments, NOWHERE);
  }

  static Ast.Argument argument(Ast.Expr value) {
    return new Ast.Argument(Optional.empty(), value, NOWHERE);
  }

  static Ast.Argument argument(String name, Ast.Expr value) {
    return new Ast.Argument(Optional.of(name(name)), value, NOWHERE);
  }

  static Ast.Step step(Ast.Action action) {
    return new Ast.Step(Optional.empty(), action, Optional.empty(), NOWHERE);
  }

  static Ast.Step apply(Ast.Expr callee) {
    return step(new Ast.Apply(callee, NOWHERE));
  }

  static Ast.Step labelled(Ast.Label label, Ast.Step step) {
    return new Ast.Step(Optional.of(label), step.action(), step.binding(), NOWHERE);
  }

  static Ast.Step bound(Ast.Step step, List<String> names) {
    return names.isEmpty()
        ? step
        : new Ast.Step(
            step.label(),
            step.action(),
            Optional.of(
                new Ast.Binding(
                    names.stream().map(Make::name).toList(), Optional.empty(), NOWHERE)),
            NOWHERE);
  }

  /** A label goes before the first layer, behind a tensor that flows into it. */
  static Ast.Pipeline labelled(Optional<Ast.Label> label, List<Ast.Step> steps) {
    if (steps.size() == 1 || label.isEmpty()) {
      return pipeline(label, steps);
    }
    List<Ast.Step> later = new ArrayList<>(steps);
    later.set(1, labelled(label.get(), steps.get(1)));
    return pipeline(Optional.empty(), later);
  }

  /** A step of which what flows out is an element of a table. */
  static Ast.Step filling(Ast.Step step, String table, long index) {
    return new Ast.Step(step.label(), step.action(), Optional.of(filling(table, index)), NOWHERE);
  }

  static Ast.Binding filling(String table, long index) {
    return new Ast.Binding(List.of(name(table)), Optional.of(integer(index)), NOWHERE);
  }

  static Ast.Expr element(String table, long index) {
    return element(reference(table), integer(index));
  }

  static Ast.Expr element(Ast.Expr list, Ast.Expr index) {
    return new Ast.Index(list, index, NOWHERE);
  }

  static Ast.Pipeline pipeline(Optional<Ast.Label> label, List<Ast.Step> steps) {
    return new Ast.Pipeline(label, steps, NOWHERE);
  }

  static Ast.Action sequence(List<Ast.Statement> statements) {
    return new Ast.Sequence(body(statements), NOWHERE);
  }

  static Ast.Action scale(List<Ast.Statement> gate) {
    return new Ast.Scale(body(gate), NOWHERE);
  }

  static Ast.Action join(
      Ast.JoinKind kind, List<Ast.Argument> arguments, List<Ast.Pipeline> branches) {
    return new Ast.Join(
        kind,
        arguments,
        branches.stream().map(p -> new Ast.Branch(p, Optional.empty(), NOWHERE)).toList(),
        NOWHERE);
  }

  static Ast.Action repeat(
      boolean collect, Optional<Ast.Pattern> pattern, Ast.Expr range, List<Ast.Statement> body) {
    return new Ast.Repeat(collect, pattern, range, body(body), NOWHERE);
  }

  static Ast.Pattern pattern(List<String> names) {
    List<Ast.Pattern> parts =
        names.stream().<Ast.Pattern>map(n -> new Ast.NamePattern(name(n), NOWHERE)).toList();
    return parts.size() == 1 ? parts.getFirst() : new Ast.TuplePattern(parts, NOWHERE);
  }

  static Ast.Expr range(long from, long to) {
    return new Ast.Range(integer(from), integer(to), NOWHERE);
  }

  static Ast.Statement input(String name, Optional<String> dtype, List<Long> dims) {
    return new Ast.Input(name(name), dtype.map(Make::name), sizes(dims), List.of(), NOWHERE);
  }

  static Ast.Statement param(String path, String name, boolean trainable, List<Ast.Expr> sizes) {
    return new Ast.Param(name(name), text(path), trainable, sizes, Optional.empty(), NOWHERE);
  }

  static Ast.Statement constant(
      String name, Optional<String> dtype, List<Long> dims, List<String> indices, Ast.Expr value) {
    return new Ast.Const(
        name(name),
        dtype.map(Make::name),
        sizes(dims),
        indices.stream().map(Make::name).toList(),
        value,
        NOWHERE);
  }

  static Ast.Statement output(List<String> names) {
    return new Ast.Output(
        names.stream().map(n -> new Ast.Answer(reference(n), Optional.empty())).toList(), NOWHERE);
  }

  static Ast.Statement share(String name, Ast.Expr layer) {
    return new Ast.Share(name(name), layer, NOWHERE);
  }

  static Ast.Expr binary(Ast.BinaryOp op, Ast.Expr left, Ast.Expr right) {
    return new Ast.Binary(op, NOWHERE, left, right, NOWHERE);
  }

  /** {@code 3 * width}, without a factor of 1. */
  static Ast.Expr times(long factor, Ast.Expr expr) {
    return factor == 1 ? expr : binary(Ast.BinaryOp.MULTIPLY, integer(factor), expr);
  }

  /** {@code 7 * size - 3}, without a 0. */
  static Ast.Expr plus(Ast.Expr expr, long more) {
    return more == 0
        ? expr
        : binary(
            more < 0 ? Ast.BinaryOp.SUBTRACT : Ast.BinaryOp.ADD, expr, integer(Math.abs(more)));
  }

  static Ast.Expr choice(Ast.Expr condition, Ast.Expr then, Ast.Expr otherwise) {
    return new Ast.Conditional(condition, then, otherwise, NOWHERE);
  }

  static List<Ast.Expr> sizes(List<Long> dims) {
    return dims.stream().map(Make::integer).toList();
  }
}
