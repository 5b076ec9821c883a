package bb.syntax;

import bb.grammar.BbParser;
import bb.source.Span;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/** Builds expressions. What could not be read is {@link Ast.Missing}. */
final class Expressions {
  private final SyntaxErrors errors;
  private final Literals literals;

  Expressions(SyntaxErrors errors) {
    this.errors = errors;
    this.literals = new Literals(errors);
  }

  /** The same, for a part that is reported as a whole. */
  Expressions silent() {
    return new Expressions(errors.silent());
  }

  /** A name that could not be read is empty and stands at {@code around}. */
  Ast.Name name(BbParser.NameContext rule, Span around) {
    if (rule == null || rule.exception != null) {
      return new Ast.Name("", around);
    }
    Span span = errors.span(rule);
    return new Ast.Name(span.text(), span);
  }

  Ast.Template text(BbParser.StringContext rule) {
    return template(rule.start);
  }

  Ast.Template template(Token string) {
    return literals.template(string);
  }

  Ast.Expr expression(BbParser.ExpressionContext rule, Span around) {
    return switch (rule) {
      case BbParser.ConditionalContext e when e.exception == null -> {
        Span span = errors.span(e);
        yield new Ast.Conditional(
            expression(e.expression(0), span),
            expression(e.expression(1), span),
            expression(e.expression(2), span),
            span);
      }
      case BbParser.PlainContext e when e.exception == null && e.otherChoice() != null ->
          otherChoice(e);
      case BbParser.PlainContext e when e.exception == null -> operation(e.operation(), around);
      case null, default -> new Ast.Missing(around);
    };
  }

  /** A rule of a `checkpoint`; renames are a list of pairs. */
  Ast.Argument naming(BbParser.NamingContext rule, Span around) {
    Span span = errors.span(rule);
    Optional<Ast.Name> name =
        Optional.ofNullable(rule.KEY())
            .map(key -> errors.span(key.getSymbol()))
            .map(at -> new Ast.Name(at.text(), at));
    if (rule.renames() == null) {
      return new Ast.Argument(name, expression(rule.expression(), span), span);
    }
    List<Ast.Expr> pairs =
        rule.renames().rename().stream().<Ast.Expr>map(r -> pair(r, span)).toList();
    return new Ast.Argument(name, new Ast.ListExpr(pairs, errors.span(rule.renames())), span);
  }

  private Ast.Expr pair(BbParser.RenameContext rule, Span around) {
    Span span = errors.span(rule);
    return rule.exception != null
        ? new Ast.Missing(around)
        : new Ast.TupleExpr(
            List.of(expression(rule.expression(0), span), expression(rule.expression(1), span)),
            span);
  }

  /** {@code a if c else b} and {@code c ? a : b}, reported. */
  private Ast.Expr otherChoice(BbParser.PlainContext rule) {
    Span span = errors.span(rule);
    Ast.Expr first = operation(rule.operation(), span);
    Ast.Conditional choice;
    switch (rule.otherChoice()) {
      case BbParser.ConditionLaterContext c when c.exception == null ->
          choice =
              new Ast.Conditional(
                  operation(c.operation(), span), first, expression(c.expression(), span), span);
      case BbParser.QuestionMarkContext c when c.exception == null ->
          choice =
              new Ast.Conditional(
                  first,
                  expression(c.expression(0), span),
                  expression(c.expression(1), span),
                  span);
      default -> {
        return new Ast.Missing(span);
      }
    }
    String fixed =
        "if %s then %s else %s"
            .formatted(
                choice.condition().span().text(),
                choice.then().span().text(),
                choice.otherwise().span().text());
    errors.add(HabitProblems.choiceElsewhere(errors.span(rule.otherChoice().start), span, fixed));
    return choice;
  }

  Ast.Expr operation(BbParser.OperationContext rule, Span around) {
    if (rule == null || rule.exception != null) {
      return new Ast.Missing(around);
    }
    Span span = errors.span(rule);
    return switch (rule) {
      case BbParser.OperandContext e -> operand(e, span);
      case BbParser.BinaryContext e -> binary(e, span);
      case BbParser.RangeContext e ->
          new Ast.Range(operation(e.operation(0), span), operation(e.operation(1), span), span);
      case BbParser.NegateContext e ->
          new Ast.Unary(Ast.UnaryOp.NEGATE, operation(e.operation(), span), span);
      case BbParser.NotContext e ->
          new Ast.Unary(Ast.UnaryOp.NOT, operation(e.operation(), span), span);
      default -> new Ast.Missing(span);
    };
  }

  private Ast.Expr binary(BbParser.BinaryContext rule, Span span) {
    Ast.BinaryOp op = operator(rule.op);
    Span opSpan = errors.span(rule.op);
    if (isComparison(op)
        && rule.operation(0) instanceof BbParser.BinaryContext left
        && isComparison(operator(left.op))) {
      errors.add(SyntaxProblems.chainedComparison(opSpan, errors.span(left.op)));
      return new Ast.Missing(span);
    }
    return new Ast.Binary(
        op, opSpan, operation(rule.operation(0), span), operation(rule.operation(1), span), span);
  }

  private static boolean isComparison(Ast.BinaryOp op) {
    return switch (op) {
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL -> true;
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, FLOOR_DIVIDE, MODULO, POWER, AND, OR -> false;
    };
  }

  private static Ast.BinaryOp operator(Token token) {
    return switch (token.getType()) {
      case BbParser.PLUS -> Ast.BinaryOp.ADD;
      case BbParser.MINUS -> Ast.BinaryOp.SUBTRACT;
      case BbParser.TIMES -> Ast.BinaryOp.MULTIPLY;
      case BbParser.DIVIDE -> Ast.BinaryOp.DIVIDE;
      case BbParser.FLOOR_DIVIDE -> Ast.BinaryOp.FLOOR_DIVIDE;
      case BbParser.MODULO -> Ast.BinaryOp.MODULO;
      case BbParser.POWER -> Ast.BinaryOp.POWER;
      case BbParser.EQUAL -> Ast.BinaryOp.EQUAL;
      case BbParser.NOT_EQUAL -> Ast.BinaryOp.NOT_EQUAL;
      case BbParser.LESS -> Ast.BinaryOp.LESS;
      case BbParser.LESS_EQUAL -> Ast.BinaryOp.LESS_EQUAL;
      case BbParser.GREATER -> Ast.BinaryOp.GREATER;
      case BbParser.GREATER_EQUAL -> Ast.BinaryOp.GREATER_EQUAL;
      case BbParser.AND -> Ast.BinaryOp.AND;
      case BbParser.OR -> Ast.BinaryOp.OR;
      default -> throw new IllegalArgumentException("not a binary operator: " + token);
    };
  }

  private Ast.Expr operand(BbParser.OperandContext rule, Span around) {
    Ast.Expr expr = atom(rule.atom(), around);
    for (BbParser.PostfixContext postfix : rule.postfix()) {
      if (postfix.exception != null) {
        return new Ast.Missing(around);
      }
      Span span = errors.span(rule.start, postfix.stop);
      expr =
          switch (postfix) {
            case BbParser.MemberContext p when p.arguments() != null -> method(expr, p, span);
            case BbParser.MemberContext p -> new Ast.Member(expr, name(p.name(), span), span);
            case BbParser.IndexContext p ->
                new Ast.Index(expr, expression(p.expression(), span), span);
            case BbParser.CallAgainContext p -> calledAgain(expr, p, span);
            default -> new Ast.Missing(span);
          };
    }
    return expr;
  }

  /**
   * A call behind a dot. Behind names it is a call of the whole dotted name, which the resolver
   * knows more about; behind anything else it is a method, reported here.
   */
  private Ast.Expr method(Ast.Expr target, BbParser.MemberContext rule, Span span) {
    Ast.Name name = name(rule.name(), span);
    if (rule.arguments().exception != null) {
      return new Ast.Missing(span);
    }
    if (isPath(target)) {
      Span path = target.span().to(name.span());
      Ast.Name dotted = new Ast.Name(path.text(), path);
      return new Ast.Call(dotted, arguments(rule.arguments(), dotted, span), span);
    }
    List<Ast.Argument> arguments = arguments(rule.arguments(), name, span);
    Optional<String> applied =
        Translation.of(new Ast.Call(name, arguments, span)).map(Translation.Result::text);
    errors.add(
        HabitProblems.methodCall(
            name.span(), span, applied.map(text -> target.span().text() + " -> " + text)));
    return new Ast.Missing(span);
  }

  /** {@code nn.functional}: names and dots. */
  private static boolean isPath(Ast.Expr expr) {
    return expr instanceof Ast.Reference
        || expr instanceof Ast.Member(var target, _, _) && isPath(target);
  }

  /** {@code conv(64, 3)(x)}: what is called again is taken for what was meant. */
  private Ast.Expr calledAgain(Ast.Expr target, BbParser.CallAgainContext rule, Span span) {
    Ast.Name callee = new Ast.Name(target.span().text(), target.span());
    List<Ast.Argument> arguments = arguments(rule.arguments(), callee, span);
    boolean applied = arguments.size() == 1 && target instanceof Ast.Call;
    Optional<String> layer =
        target instanceof Ast.Call call
            ? Translation.of(call).map(Translation.Result::text)
            : Optional.empty();
    errors.add(
        HabitProblems.calledAgain(
            errors.span(rule),
            span,
            applied
                ? layer.map(text -> arguments.getFirst().span().text() + " -> " + text)
                : Optional.empty()));
    return applied ? target : new Ast.Missing(span);
  }

  private Ast.Expr atom(BbParser.AtomContext rule, Span around) {
    if (rule == null || rule.exception != null) {
      return new Ast.Missing(around);
    }
    Span span = errors.span(rule);
    return switch (rule) {
      case BbParser.NumberContext a -> literals.number(span);
      case BbParser.TextContext a -> text(a.string());
      case BbParser.BoolContext a -> new Ast.BoolLiteral(a.TRUE() != null, span);
      case BbParser.NameOrCallContext a -> nameOrCall(a, span);
      case BbParser.TupleContext a -> {
        List<Ast.Expr> elements = expressions(a.expression(), span);
        yield elements.size() == 1 && a.LAST_COMMA() == null
            ? elements.getFirst()
            : new Ast.TupleExpr(elements, span);
      }
      case BbParser.ListContext a when a.comprehension() != null ->
          comprehension(a.comprehension(), span);
      case BbParser.ListContext a -> new Ast.ListExpr(expressions(a.expression(), span), span);
      default -> new Ast.Missing(span);
    };
  }

  private Ast.Expr comprehension(BbParser.ComprehensionContext rule, Span around) {
    errors.add(HabitProblems.comprehension(errors.span(rule.start)));
    return new Ast.Missing(around);
  }

  private List<Ast.Expr> expressions(List<BbParser.ExpressionContext> rules, Span around) {
    return rules.stream().map(e -> expression(e, around)).toList();
  }

  private Ast.Expr nameOrCall(BbParser.NameOrCallContext rule, Span span) {
    Ast.Name name = name(rule.name(), span);
    if (rule.arguments() == null) {
      return new Ast.Reference(name, span);
    }
    if (rule.arguments().exception != null) {
      return new Ast.Missing(span);
    }
    return new Ast.Call(name, arguments(rule.arguments(), name, span), span);
  }

  /** The arguments of a call; those given as in Python are one mistake, however many they are. */
  List<Ast.Argument> arguments(BbParser.ArgumentsContext rule, Ast.Name callee, Span span) {
    if (rule == null) {
      return List.of();
    }
    if (errors.takes(span)) {
      equalsSigns(rule, callee, span);
    }
    return rule.argument().stream().map(this::argument).toList();
  }

  private void equalsSigns(BbParser.ArgumentsContext rule, Ast.Name callee, Span span) {
    rule.argument().stream()
        .filter(a -> a instanceof BbParser.NamedArgumentContext named && named.EQUALS() != null)
        .map(a -> ((BbParser.NamedArgumentContext) a).EQUALS().getSymbol())
        .findFirst()
        .ifPresent(equals -> {
          Expressions silent = silent();
          Ast.Call call =
              new Ast.Call(callee, rule.argument().stream().map(silent::argument).toList(), span);
          errors.add(
              SyntaxProblems.equalsInArgument(
                  errors.span(equals), call.span(), Translation.of(call)));
          errors.silence(call.span());
        });
  }

  private Ast.Argument argument(BbParser.ArgumentContext rule) {
    Span span = errors.span(rule);
    return switch (rule) {
      case BbParser.NamedArgumentContext a when a.KEY() != null -> {
        Span key = errors.span(a.KEY().getSymbol());
        yield new Ast.Argument(
            Optional.of(new Ast.Name(key.text(), key)), expression(a.expression(), span), span);
      }
      case BbParser.PositionalArgumentContext a when a.comprehension() != null ->
          new Ast.Argument(Optional.empty(), comprehension(a.comprehension(), span), span);
      case BbParser.PositionalArgumentContext a ->
          new Ast.Argument(Optional.empty(), expression(a.expression(), span), span);
      default -> new Ast.Argument(Optional.empty(), new Ast.Missing(span), span);
    };
  }

  /** The dimensions of a shape; an ellipsis among them is reported. */
  List<Ast.Expr> dimensions(List<BbParser.DimensionContext> rules) {
    return rules.stream().map(this::dimension).toList();
  }

  private Ast.Expr dimension(BbParser.DimensionContext rule) {
    Span span = errors.span(rule);
    return switch (rule) {
      case BbParser.OneDimensionContext d -> expression(d.expression(), span);
      case BbParser.AnyDimensionsContext d -> {
        errors.add(SyntaxProblems.misplacedEllipsis(span));
        yield new Ast.Missing(span);
      }
      default -> new Ast.Missing(span);
    };
  }
}
