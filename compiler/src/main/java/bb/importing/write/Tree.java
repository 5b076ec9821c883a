package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes statements of statements, with others in the places of bodies, of numbers or of names. */
final class Tree {
  private static final Pattern NUMBER = Pattern.compile("\\d+");

  private final UnaryOperator<Ast.Body> bodies;
  private final Leaves leaves;

  /** What is made of the smallest parts. */
  interface Leaves {
    /**
     * A number, or a part of a label that is one.
     *
     * @param says what it is
     */
    default Ast.Expr number(long value, String says) {
      return Make.integer(value);
    }

    /** What tensors, or what loops count, are called. */
    default Ast.Name name(Ast.Name name, boolean binds) {
      return name;
    }

    /** What is read. */
    default Ast.Expr reference(Ast.Reference reference) {
      return new Ast.Reference(name(reference.name(), false), reference.span());
    }

    /** What a loop calls what it counts. */
    default Ast.Name counter(Ast.Name name) {
      return name;
    }

    default boolean keeps(String callee, Ast.Argument argument) {
      return true;
    }

    /** Whether what a step makes keeps its name. */
    default boolean keeps(Ast.Binding binding) {
      return true;
    }

    /** What stands in the place of a step's names, if it is more than other names. */
    default Optional<Ast.Binding> binding(Ast.Binding binding) {
      return Optional.empty();
    }
  }

  private Tree(Leaves leaves) {
    this.leaves = leaves;
    this.bodies = body -> Make.body(body.statements().stream().map(this::statement).toList());
  }

  private Tree(UnaryOperator<Ast.Body> bodies) {
    this.leaves = new Leaves() {};
    this.bodies = bodies;
  }

  /** With others in the places of numbers and names, however deep they are. */
  static Tree of(Leaves leaves) {
    return new Tree(leaves);
  }

  /**
   * @param bodies what is made of what stands in braces
   */
  static Tree around(UnaryOperator<Ast.Body> bodies) {
    return new Tree(bodies);
  }

  Ast.Statement statement(Ast.Statement statement) {
    return switch (statement) {
      case Ast.Pipeline p -> pipeline(p);
      case Ast.Param p ->
          new Ast.Param(
              leaves.name(p.name(), true),
              template(p.path()),
              p.trainable(),
              p.shape().stream().map(e -> expr(e, "size")).toList(),
              p.init(),
              p.span());
      case Ast.Const c ->
          new Ast.Const(
              leaves.name(c.name(), true),
              c.dtype(),
              c.shape().stream().map(e -> expr(e, "size")).toList(),
              c.indices(),
              expr(c.value(), "n"),
              c.span());
      case Ast.Output o ->
          new Ast.Output(
              o.answers().stream()
                  .map(a -> new Ast.Answer(expr(a.tensor(), ""), a.labels()))
                  .toList(),
              o.span());
      case Ast.Input _, Ast.Let _, Ast.Share _, Ast.Assert _, Ast.Checkpoint _ -> statement;
    };
  }

  private Ast.Pipeline pipeline(Ast.Pipeline p) {
    Optional<Ast.Label> label = p.label().map(this::label);
    return new Ast.Pipeline(label, p.steps().stream().map(this::step).toList(), p.span());
  }

  private Ast.Step step(Ast.Step s) {
    Optional<Ast.Label> label = s.label().map(this::label);
    Ast.Action action = action(s.action());
    return new Ast.Step(
        label, action, s.binding().filter(leaves::keeps).map(this::binding), s.span());
  }

  /** An element of a table is known outside of what repeats, and not given there. */
  private Ast.Binding binding(Ast.Binding b) {
    boolean here = b.index().isEmpty();
    Optional<Ast.Binding> other = leaves.binding(b);
    if (other.isPresent()) {
      return other.get();
    }
    return new Ast.Binding(
        b.names().stream().map(n -> leaves.name(n, here && !n.text().equals("_"))).toList(),
        b.index().map(i -> expr(i, "i")),
        b.span());
  }

  private Ast.Action action(Ast.Action action) {
    return switch (action) {
      case Ast.Apply a -> new Ast.Apply(expr(a.callee(), "n"), a.span());
      case Ast.Sequence s -> new Ast.Sequence(bodies.apply(s.body()), s.span());
      case Ast.Repeat r ->
          new Ast.Repeat(
              r.collect(),
              r.pattern().map(this::pattern),
              expr(r.range(), "n"),
              bodies.apply(r.body()),
              r.span());
      case Ast.Join j ->
          new Ast.Join(
              j.kind(),
              arguments(j.arguments(), ""),
              j.branches().stream()
                  .map(b -> new Ast.Branch(pipeline(b.pipeline()), b.condition(), b.span()))
                  .toList(),
              j.span());
      case Ast.Scale s -> new Ast.Scale(bodies.apply(s.gate()), s.span());
      case Ast.Group g ->
          new Ast.Group(expr(g.groups(), "groups"), bodies.apply(g.body()), g.span());
      case Ast.If _ -> action;
    };
  }

  private Ast.Pattern pattern(Ast.Pattern pattern) {
    return switch (pattern) {
      case Ast.NamePattern n -> new Ast.NamePattern(leaves.counter(n.name()), n.span());
      case Ast.TuplePattern t ->
          new Ast.TuplePattern(t.elements().stream().map(this::pattern).toList(), t.span());
    };
  }

  private Ast.Expr call(Ast.Call c) {
    List<Ast.Argument> kept =
        c.arguments().stream().filter(a -> leaves.keeps(c.callee().text(), a)).toList();
    return kept.isEmpty() && !c.arguments().isEmpty()
        ? new Ast.Reference(c.callee(), c.span())
        : new Ast.Call(c.callee(), arguments(kept, "width"), c.span());
  }

  private List<Ast.Argument> arguments(List<Ast.Argument> arguments, String first) {
    List<Ast.Argument> all = new ArrayList<>();
    for (Ast.Argument a : arguments) {
      String says = a.name().map(Ast.Name::text).orElse(all.isEmpty() ? first : "n");
      all.add(new Ast.Argument(a.name(), expr(a.value(), says), a.span()));
    }
    return all;
  }

  private Ast.Expr expr(Ast.Expr expr, String says) {
    return switch (expr) {
      case Ast.IntLiteral n -> leaves.number(n.value(), says);
      case Ast.Reference r -> leaves.reference(r);
      case Ast.Call c -> call(c);
      case Ast.Unary u -> new Ast.Unary(u.op(), expr(u.operand(), says), u.span());
      case Ast.Binary b ->
          new Ast.Binary(b.op(), b.opSpan(), expr(b.left(), says), expr(b.right(), says), b.span());
      case Ast.ListExpr l ->
          new Ast.ListExpr(l.elements().stream().map(e -> expr(e, says)).toList(), l.span());
      case Ast.TupleExpr t ->
          new Ast.TupleExpr(t.elements().stream().map(e -> expr(e, says)).toList(), t.span());
      case Ast.Range r -> new Ast.Range(expr(r.from(), says), expr(r.to(), says), r.span());
      case Ast.Template t -> template(t);
      case Ast.Member m -> new Ast.Member(expr(m.target(), says), m.name(), m.span());
      case Ast.Index i -> new Ast.Index(expr(i.target(), says), expr(i.index(), says), i.span());
      case Ast.Conditional c ->
          new Ast.Conditional(
              expr(c.condition(), says), expr(c.then(), says), expr(c.otherwise(), says), c.span());
      case Ast.FloatLiteral _, Ast.BoolLiteral _, Ast.Missing _ -> expr;
    };
  }

  private Ast.Label label(Ast.Label label) {
    return new Ast.Label(template(label.text()), label.span());
  }

  private Ast.Template template(Ast.Template template) {
    List<Ast.TemplatePart> parts = new ArrayList<>();
    for (Ast.TemplatePart part : template.parts()) {
      switch (part) {
        case Ast.ExprPart e -> parts.add(new Ast.ExprPart(expr(e.expr(), "i")));
        case Ast.TextPart(var text) -> numbered(text, parts);
      }
    }
    return new Ast.Template(parts, template.span());
  }

  private void numbered(String text, List<Ast.TemplatePart> parts) {
    StringBuilder plain = new StringBuilder();
    Matcher numbers = NUMBER.matcher(text);
    int from = 0;
    while (numbers.find()) {
      plain.append(text, from, numbers.start());
      from = numbers.end();
      String digits = numbers.group();
      // one with zeros before it is no number, and neither is one beyond all indices
      if (digits.length() > 6 || digits.length() > 1 && digits.startsWith("0")) {
        plain.append(digits);
        continue;
      }
      Ast.Expr value = leaves.number(Long.parseLong(digits), "i");
      if (value instanceof Ast.IntLiteral(var same, _)) {
        plain.append(same);
        continue;
      }
      if (!plain.isEmpty()) {
        parts.add(new Ast.TextPart(plain.toString()));
        plain.setLength(0);
      }
      parts.add(new Ast.ExprPart(value));
    }
    plain.append(text, from, text.length());
    if (!plain.isEmpty()) {
      parts.add(new Ast.TextPart(plain.toString()));
    }
  }
}
