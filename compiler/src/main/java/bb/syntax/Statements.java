package bb.syntax;

import bb.grammar.BbParser;
import bb.source.Span;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** Builds bodies, statements, pipelines and steps. */
final class Statements {
  private final SyntaxErrors errors;
  private final Expressions expressions;
  private final Deque<BbParser.DeclarationEntryContext> nested = new ArrayDeque<>();

  Statements(SyntaxErrors errors, Expressions expressions) {
    this.errors = errors;
    this.expressions = expressions;
  }

  /** The next declaration that was found in a body, where none belongs; null if there is none. */
  BbParser.DeclarationEntryContext nextNested() {
    return nested.poll();
  }

  /** A body that could not be read is empty and stands at {@code around}. */
  Ast.Body body(BbParser.BodyContext rule, Span around) {
    if (rule == null) {
      return new Ast.Body(List.of(), around);
    }
    List<Ast.Statement> statements = new ArrayList<>();
    for (BbParser.EntryContext entry : rule.entry()) {
      switch (entry) {
        case BbParser.StatementEntryContext e ->
            statement(e.statement()).ifPresent(statements::add);
        case BbParser.DeclarationEntryContext e -> {
          errors.add(SyntaxProblems.nestedDeclaration(errors.span(e.start)));
          nested.add(e);
        }
        case BbParser.BranchEntryContext e ->
            errors.add(BranchProblems.strayBranch(errors.span(e.start)));
        default -> {}
      }
    }
    return new Ast.Body(statements, errors.span(rule));
  }

  Optional<Ast.Statement> statement(BbParser.StatementContext rule) {
    if (rule == null) {
      return Optional.empty();
    }
    Span span = errors.span(rule);
    return switch (rule) {
      case BbParser.LetStatementContext s ->
          Optional.of(
              new Ast.Let(
                  expressions.name(s.name(), span),
                  expressions.expression(s.expression(), span),
                  span));
      case BbParser.InputStatementContext s -> input(s, span);
      case BbParser.OutputStatementContext s ->
          Optional.of(new Ast.Output(s.answer().stream().map(a -> answer(a, span)).toList(), span));
      case BbParser.ConstStatementContext s -> constant(s, span);
      case BbParser.ParamStatementContext s -> param(s, span);
      case BbParser.ShareStatementContext s ->
          Optional.of(
              new Ast.Share(
                  expressions.name(s.name(), span),
                  expressions.expression(s.expression(), span),
                  span));
      case BbParser.AssertStatementContext s ->
          Optional.of(
              new Ast.Assert(
                  s.ASSERT() != null ? Ast.Strength.ASSERT : Ast.Strength.WARN,
                  expressions.expression(s.expression(0), span),
                  Optional.ofNullable(s.expression(1)).map(e -> expressions.expression(e, span)),
                  span));
      case BbParser.CheckpointStatementContext s ->
          Optional.of(
              new Ast.Checkpoint(
                  s.naming().stream().map(n -> expressions.naming(n, span)).toList(), span));
      case BbParser.PipelineStatementContext s -> Optional.of(pipeline(s.pipeline(), span));
      default -> Optional.empty();
    };
  }

  private Ast.Answer answer(BbParser.AnswerContext rule, Span around) {
    Ast.Name name = expressions.name(rule.name(), around);
    Ast.Expr tensor = new Ast.Reference(name, name.span());
    if (rule.KEY() != null && !rule.KEY().getText().equals("labels")) {
      Span key = errors.span(rule.KEY().getSymbol());
      errors.add(SyntaxProblems.expectedName(key, "labels", key.text()));
    }
    if (rule.LBRACKET() != null) {
      Span span =
          rule.RBRACKET() == null
              ? errors.span(rule)
              : name.span().to(errors.span(rule.RBRACKET().getSymbol()));
      tensor = new Ast.Index(tensor, expressions.expression(rule.expression(0), around), span);
    }
    int labels = rule.LBRACKET() == null ? 0 : 1;
    return new Ast.Answer(
        tensor,
        rule.KEY() == null
            ? Optional.empty()
            : Optional.of(expressions.expression(rule.expression(labels), around)));
  }

  private Optional<Ast.Statement> input(BbParser.InputStatementContext rule, Span span) {
    if (rule.name().isEmpty()) {
      return Optional.empty();
    }
    boolean hasPreprocess = rule.arguments() != null;
    boolean hasDtype = rule.name().size() == (hasPreprocess ? 3 : 2);
    if (hasPreprocess) {
      expectWord(rule.name().getLast(), "preprocess");
    }
    return Optional.of(
        new Ast.Input(
            expressions.name(rule.name(0), span),
            hasDtype ? Optional.of(expressions.name(rule.name(1), span)) : Optional.empty(),
            shape(rule.shape(), span),
            hasPreprocess
                ? expressions.arguments(
                    rule.arguments(), expressions.name(rule.name().getLast(), span), span)
                : List.of(),
            span));
  }

  private Optional<Ast.Statement> constant(BbParser.ConstStatementContext rule, Span span) {
    boolean hasDtype = rule.name().size() == 2;
    boolean hasIndices = rule.ARROW() != null;
    return Optional.of(
        new Ast.Const(
            expressions.name(rule.name(0), span),
            hasDtype ? Optional.of(expressions.name(rule.name(1), span)) : Optional.empty(),
            shape(rule.shape(), span),
            hasIndices ? indices(expressions.expression(rule.expression(0), span)) : List.of(),
            expressions.expression(rule.expression(hasIndices ? 1 : 0), span),
            span));
  }

  /** The names before the arrow: {@code i} or {@code (i, j)}. */
  private List<Ast.Name> indices(Ast.Expr expr) {
    List<Ast.Expr> all = expr instanceof Ast.TupleExpr(var elements, _) ? elements : List.of(expr);
    List<Ast.Name> names = new ArrayList<>();
    for (Ast.Expr index : all) {
      if (index instanceof Ast.Reference(var name, _)) {
        names.add(name);
      } else {
        if (!(index instanceof Ast.Missing)) {
          errors.add(SyntaxProblems.indexWithoutName(index.span()));
        }
        names.add(new Ast.Name("", index.span()));
      }
    }
    return names;
  }

  private Optional<Ast.Statement> param(BbParser.ParamStatementContext rule, Span span) {
    if (rule.KEY() != null && !rule.KEY().getText().equals("init")) {
      Span key = errors.span(rule.KEY().getSymbol());
      errors.add(SyntaxProblems.expectedName(key, "init", key.text()));
    }
    boolean quoted = rule.QUOTED_KEY() != null;
    if (quoted && rule.AS() == null) {
      errors.add(SyntaxProblems.parameterWithoutName(span, rule.kind.getText()));
    }
    Ast.Name name =
        rule.name().isEmpty()
            ? new Ast.Name("", span)
            : expressions.name(rule.name().getLast(), span);
    return Optional.of(
        new Ast.Param(
            name,
            quoted ? expressions.template(rule.QUOTED_KEY().getSymbol()) : plain(rule, name),
            rule.kind.getType() == BbParser.PARAM,
            shape(rule.shape(), span),
            Optional.ofNullable(rule.expression()).map(e -> expressions.expression(e, span)),
            span));
  }

  /** The name in the checkpoint where it is not quoted. */
  private Ast.Template plain(BbParser.ParamStatementContext rule, Ast.Name otherwise) {
    Ast.Name name =
        rule.name().isEmpty() ? otherwise : expressions.name(rule.name(0), otherwise.span());
    return new Ast.Template(List.of(new Ast.TextPart(name.text())), name.span());
  }

  private void expectWord(BbParser.NameContext name, String word) {
    Span at = errors.span(name);
    if (!at.text().equals(word)) {
      errors.add(SyntaxProblems.expectedName(at, word, at.text()));
    }
  }

  private List<Ast.Expr> shape(BbParser.ShapeContext rule, Span around) {
    return rule == null || rule.exception != null
        ? List.of(new Ast.Missing(around))
        : expressions.dimensions(rule.dimension());
  }

  // ---- pipelines

  /** A pipeline that could not be read is one step that applies something missing. */
  private Ast.Pipeline pipeline(BbParser.PipelineContext rule, Span around) {
    if (rule == null || rule.step().isEmpty()) {
      return missingPipeline(around);
    }
    for (BbParser.StepContext step : rule.step()) {
      Span statement = errors.span(step == rule.step(0) ? rule : step);
      if (errors.takes(statement)) {
        assignment(step, statement);
      }
    }
    List<Ast.Step> steps = new ArrayList<>();
    for (BbParser.StepContext step : rule.step()) {
      steps.add(step(step, steps.isEmpty()));
    }
    Optional<Ast.Label> label = label(rule.step(0).label());
    return new Ast.Pipeline(label, steps, errors.span(rule));
  }

  /** Reports {@code x = …} and {@code x += …}. */
  private void assignment(BbParser.StepContext rule, Span statement) {
    BbParser.LabelContext label = rule.label();
    if (label != null && label.EQUALS() != null && rule.action() != null) {
      Span equals = errors.span(label.EQUALS().getSymbol());
      Span left = errors.span(label.start);
      errors.add(Assignments.explain(left, equals, silently(rule.action()), statement));
    } else if (rule.assignment() != null && rule.assignment().exception == null) {
      Span left = errors.span(rule.action());
      Span at = errors.span(rule.assignment().start);
      Ast.Expr right = expressions.silent().expression(rule.assignment().expression(), at);
      errors.add(Assignments.explain(left, at, right, statement));
    }
  }

  /** The value of a step that is reported as a whole. */
  private Ast.Expr silently(BbParser.ActionContext rule) {
    Span span = errors.span(rule);
    return rule instanceof BbParser.ApplyOrJoinContext apply && apply.body() == null
        ? expressions.silent().operation(apply.operation(), span)
        : new Ast.Missing(span);
  }

  private static Ast.Pipeline missingPipeline(Span span) {
    var action = new Ast.Apply(new Ast.Missing(span), span);
    var step = new Ast.Step(Optional.empty(), action, Optional.empty(), span);
    return new Ast.Pipeline(Optional.empty(), List.of(step), span);
  }

  private Ast.Step step(BbParser.StepContext rule, boolean first) {
    Span span = errors.span(rule);
    return new Ast.Step(
        first ? Optional.empty() : label(rule.label()),
        action(rule.action(), span),
        Optional.ofNullable(rule.binding()).map(b -> binding(b, span)),
        span);
  }

  private Optional<Ast.Label> label(BbParser.LabelContext rule) {
    if (rule == null || rule.exception != null) {
      return Optional.empty();
    }
    Span name = errors.span(rule.start);
    Ast.Template text =
        rule.QUOTED_KEY() != null
            ? expressions.template(rule.start)
            : new Ast.Template(List.of(new Ast.TextPart(name.text())), name);
    return Optional.of(new Ast.Label(text, name));
  }

  private Ast.Binding binding(BbParser.BindingContext rule, Span around) {
    Span span = errors.span(rule);
    return switch (rule.target()) {
      case BbParser.OneTargetContext one ->
          new Ast.Binding(
              List.of(expressions.name(one.name(), around)),
              Optional.ofNullable(one.expression()).map(e -> expressions.expression(e, around)),
              span);
      case BbParser.ManyTargetsContext each ->
          new Ast.Binding(
              each.name().stream().map(n -> expressions.name(n, around)).toList(),
              Optional.empty(),
              span);
      case null, default ->
          new Ast.Binding(List.of(new Ast.Name("", span)), Optional.empty(), span);
    };
  }

  private Ast.Action action(BbParser.ActionContext rule, Span around) {
    if (rule == null || rule.exception != null) {
      return new Ast.Apply(new Ast.Missing(around), around);
    }
    Span span = errors.span(rule);
    return switch (rule) {
      case BbParser.ApplyOrJoinContext a when a.body() == null ->
          new Ast.Apply(expressions.operation(a.operation(), span), span);
      case BbParser.ApplyOrJoinContext a -> join(a, span);
      case BbParser.ParallelContext a ->
          new Ast.Join(
              Ast.JoinKind.PARALLEL,
              List.of(),
              branches(a.body(), errors.span(a.start), "parallel"),
              span);
      case BbParser.SequenceContext a -> new Ast.Sequence(body(a.body(), span), span);
      case BbParser.RepeatContext a -> repeat(a, span);
      case BbParser.GroupContext a ->
          new Ast.Group(expressions.expression(a.expression(), span), body(a.body(), span), span);
      case BbParser.ScaleContext a -> new Ast.Scale(body(a.body(), span), span);
      case BbParser.IfActionContext a -> choice(a.choice(), span);
      default -> new Ast.Apply(new Ast.Missing(span), span);
    };
  }

  private Ast.Action choice(BbParser.ChoiceContext rule, Span around) {
    if (rule == null) {
      return new Ast.Apply(new Ast.Missing(around), around);
    }
    Span span = errors.span(rule);
    Optional<Ast.Body> otherwise = Optional.empty();
    if (rule.choice() != null) {
      Ast.Action nested = choice(rule.choice(), span);
      var step = new Ast.Step(Optional.empty(), nested, Optional.empty(), nested.span());
      var pipeline = new Ast.Pipeline(Optional.empty(), List.of(step), nested.span());
      otherwise = Optional.of(new Ast.Body(List.of(pipeline), nested.span()));
    } else if (rule.body().size() == 2) {
      otherwise = Optional.of(body(rule.body(1), span));
    }
    return new Ast.If(
        expressions.expression(rule.expression(), span), body(rule.body(0), span), otherwise, span);
  }

  private Ast.Action repeat(BbParser.RepeatContext rule, Span span) {
    Ast.Expr first = expressions.expression(rule.expression(0), span);
    boolean binds = rule.IN() != null;
    return new Ast.Repeat(
        rule.COLLECT() != null,
        binds ? Optional.of(pattern(first)) : Optional.empty(),
        binds ? expressions.expression(rule.expression(1), span) : first,
        body(rule.body(), span),
        span);
  }

  /** The grammar reads a pattern as an expression; what is no pattern binds a nameless name. */
  private Ast.Pattern pattern(Ast.Expr expr) {
    return switch (expr) {
      case Ast.Reference(Ast.Name name, Span span) -> new Ast.NamePattern(name, span);
      case Ast.TupleExpr(List<Ast.Expr> elements, Span span) ->
          new Ast.TuplePattern(elements.stream().map(this::pattern).toList(), span);
      default -> {
        if (!(expr instanceof Ast.Missing)) {
          errors.add(SyntaxProblems.notAPattern(expr.span()));
        }
        yield new Ast.NamePattern(new Ast.Name("", expr.span()), expr.span());
      }
    };
  }

  // ---- joins

  private Ast.Action join(BbParser.ApplyOrJoinContext rule, Span span) {
    Ast.Expr callee = expressions.operation(rule.operation(), span);
    Optional<Ast.JoinKind> kind =
        switch (callee) {
          case Ast.Reference(Ast.Name name, _) -> joinKind(name.text());
          case Ast.Call(Ast.Name name, _, _) -> joinKind(name.text());
          default -> Optional.empty();
        };
    if (kind.isEmpty()) {
      if (!(callee instanceof Ast.Missing)) {
        errors.add(BranchProblems.notAJoin(callee.span(), errors.span(rule.body())));
      }
      return new Ast.Apply(new Ast.Missing(span), span);
    }
    List<Ast.Argument> arguments = callee instanceof Ast.Call call ? call.arguments() : List.of();
    Span head = errors.span(rule.start);
    return new Ast.Join(kind.get(), arguments, branches(rule.body(), head, head.text()), span);
  }

  private static Optional<Ast.JoinKind> joinKind(String name) {
    return switch (name) {
      case "concat" -> Optional.of(Ast.JoinKind.CONCAT);
      case "add" -> Optional.of(Ast.JoinKind.ADD);
      case "mul" -> Optional.of(Ast.JoinKind.MUL);
      default -> Optional.empty();
    };
  }

  /** A pipeline without its {@code |} is taken for a branch, and the first such one is reported. */
  private List<Ast.Branch> branches(BbParser.BodyContext rule, Span join, String kind) {
    if (rule == null || rule.exception != null) {
      return List.of();
    }
    List<Ast.Branch> branches = new ArrayList<>();
    boolean reported = false;
    Optional<Span> before = Optional.empty();
    for (BbParser.EntryContext entry : rule.entry()) {
      if (entry instanceof BbParser.BranchEntryContext e && e.branch() != null) {
        branches.add(branch(e.branch()));
        before =
            e.branch().WHEN() == null && e.branch().pipeline() != null
                ? Optional.of(errors.span(e.branch().pipeline()))
                : Optional.empty();
        continue;
      }
      if (!reported && entry.start.getType() != BbParser.PIPE) {
        boolean isStep =
            entry instanceof BbParser.StatementEntryContext e
                && e.statement() instanceof BbParser.PipelineStatementContext;
        Span last = errors.span(run(rule.entry(), entry));
        errors.add(
            BranchProblems.missingPipe(errors.span(entry.start), join, isStep, before, last));
        reported = true;
      }
      if (entry instanceof BbParser.StatementEntryContext e
          && statement(e.statement()).orElse(null) instanceof Ast.Pipeline pipeline) {
        branches.add(new Ast.Branch(pipeline, Optional.empty(), pipeline.span()));
      }
    }
    if (rule.entry().isEmpty()) {
      errors.add(BranchProblems.noBranches(join, kind));
    }
    return branches;
  }

  /** The last of the statements without {@code |} that begin with {@code first}. */
  private static ParserRuleContext run(
      List<BbParser.EntryContext> entries, BbParser.EntryContext first) {
    ParserRuleContext last = first;
    for (int i = entries.indexOf(first);
        i < entries.size() && entries.get(i) instanceof BbParser.StatementEntryContext e;
        i++) {
      last = e.statement();
    }
    return last;
  }

  private Ast.Branch branch(BbParser.BranchContext rule) {
    Span span = errors.span(rule);
    return new Ast.Branch(
        pipeline(rule.pipeline(), span),
        Optional.ofNullable(rule.expression()).map(e -> expressions.expression(e, span)),
        span);
  }

  /** The first line of a statement, to point at. */
  static Span head(Ast.Statement statement) {
    Span span = statement.span();
    int lineEnd = span.text().indexOf('\n');
    return lineEnd < 0 ? span : span.file().span(span.start(), span.start() + lineEnd);
  }
}
