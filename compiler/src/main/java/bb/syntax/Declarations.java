package bb.syntax;

import bb.grammar.BbParser;
import bb.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds files, blocks, networks and what stands in their heads. */
final class Declarations {
  private final SyntaxErrors errors;
  private final Map<Integer, String> docs;
  private final Expressions expressions;
  private final Statements statements;

  Declarations(
      SyntaxErrors errors,
      Map<Integer, String> docs,
      Expressions expressions,
      Statements statements) {
    this.errors = errors;
    this.docs = docs;
    this.expressions = expressions;
    this.statements = statements;
  }

  Ast.File file(BbParser.FileContext rule) {
    List<Ast.Import> imports = new ArrayList<>();
    List<Ast.Declaration> declarations = new ArrayList<>();
    boolean strayBefore = false;
    for (BbParser.EntryContext entry : rule.entry()) {
      boolean stray = false;
      switch (entry) {
        case BbParser.DeclarationEntryContext e -> declaration(e, imports, declarations);
        case BbParser.StatementEntryContext e -> {
          Optional<Ast.Statement> statement = statements.statement(e.statement());
          if (statement.orElse(null) instanceof Ast.Declaration declaration) {
            declarations.add(declaration);
          } else {
            stray = true;
            reportStray(statement, strayBefore);
          }
        }
        case BbParser.BranchEntryContext e -> {
          stray = true;
          if (!strayBefore) {
            errors.add(SyntaxProblems.outsideBlock(errors.span(e.start)));
          }
        }
        default -> {}
      }
      strayBefore = stray;
    }
    // misplaced, which was reported; its name is known all the same
    for (var e = statements.nextNested(); e != null; e = statements.nextNested()) {
      declaration(e, imports, declarations);
    }
    Span all = errors.file().span(0, errors.file().text().length());
    return new Ast.File(imports, declarations, List.of(), errors.unread(), all);
  }

  /** Several in a row are one mistake. */
  private void reportStray(Optional<Ast.Statement> statement, boolean strayBefore) {
    if (!strayBefore) {
      statement.ifPresent(s -> errors.add(SyntaxProblems.outsideBlock(Statements.head(s))));
    }
  }

  private void declaration(
      BbParser.DeclarationEntryContext entry,
      List<Ast.Import> imports,
      List<Ast.Declaration> declarations) {
    switch (entry.declaration()) {
      case BbParser.ImportDeclarationContext d -> importOf(d).ifPresent(imports::add);
      case BbParser.BlockDeclarationContext d -> declarations.add(block(d));
      case BbParser.NetworkDeclarationContext d -> declarations.add(network(d));
      case null, default -> {}
    }
  }

  private Optional<Ast.Import> importOf(BbParser.ImportDeclarationContext rule) {
    if (rule.string() == null || rule.string().exception != null) {
      return Optional.empty();
    }
    Span span = errors.span(rule.string());
    return switch (expressions.text(rule.string()).parts()) {
      case List<Ast.TemplatePart> parts when parts.isEmpty() ->
          Optional.of(new Ast.Import("", span, errors.span(rule)));
      case List<Ast.TemplatePart> parts
          when parts.size() == 1 && parts.getFirst() instanceof Ast.TextPart(String path) ->
          Optional.of(new Ast.Import(path, span, errors.span(rule)));
      default -> {
        errors.add(SyntaxProblems.interpolatedPath(span));
        yield Optional.empty();
      }
    };
  }

  private Ast.Block block(BbParser.BlockDeclarationContext rule) {
    return new Ast.Block(
        rule.INLINE() != null,
        doc(rule.start.getStartIndex()),
        expressions.name(rule.name(), errors.span(rule)),
        parameters(rule.parameters()),
        Optional.ofNullable(rule.signature()).flatMap(this::signature),
        statements.body(rule.body(), errors.span(rule)),
        errors.span(rule));
  }

  private Ast.Declaration network(BbParser.NetworkDeclarationContext rule) {
    Span span = errors.span(rule);
    Optional<String> doc = doc(rule.start.getStartIndex());
    Ast.Name name = expressions.name(rule.name(0), span);
    if (rule.EQUALS() == null) {
      return new Ast.Network(
          doc, name, parameters(rule.parameters()), statements.body(rule.body(), span), span);
    }
    Ast.Name base = expressions.name(rule.name(1), span);
    List<Ast.Argument> arguments = expressions.arguments(rule.arguments(), base, span);
    return new Ast.Variant(doc, name, base, arguments, span);
  }

  private Optional<String> doc(int offset) {
    return Optional.ofNullable(docs.get(offset));
  }

  private List<Ast.Parameter> parameters(BbParser.ParametersContext rule) {
    if (rule == null) {
      return List.of();
    }
    List<Ast.Parameter> parameters = rule.parameter().stream().map(this::parameter).toList();
    for (int i = 0; i < parameters.size(); i++) {
      BbParser.ParameterContext parameter = rule.parameter(i);
      if (parameter.type() == null && parameter.exception == null) {
        errors.add(untyped(parameters.get(i), parameters, rule));
        errors.silence(errors.span(rule));
      }
    }
    return parameters;
  }

  /** All parameters without a type are one mistake, with one edit. */
  private bb.diagnostics.Diagnostic untyped(
      Ast.Parameter first, List<Ast.Parameter> all, BbParser.ParametersContext rule) {
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i < all.size(); i++) {
      Ast.Parameter parameter = all.get(i);
      String text = parameter.span().text();
      if (rule.parameter(i).type() == null) {
        text = parameter.name().text() + ": " + likelyType(parameter.defaultValue());
        text += parameter.defaultValue().map(d -> " = " + Translation.text(d)).orElse("");
      }
      typed.append(i == 0 ? "" : ", ").append(text);
    }
    Span whole = all.getFirst().span().to(all.getLast().span());
    return HabitProblems.untyped(
        first.name().span(),
        first.name().text(),
        likelyType(first.defaultValue()),
        whole,
        typed.toString());
  }

  private Ast.Parameter parameter(BbParser.ParameterContext rule) {
    Span span = errors.span(rule);
    Ast.Name name = expressions.name(rule.name(), span);
    return new Ast.Parameter(
        name,
        type(rule.type(), span),
        Optional.ofNullable(rule.expression()).map(e -> expressions.expression(e, span)),
        span);
  }

  /** The type of a parameter that is written without one, by its default. */
  private static String likelyType(Optional<Ast.Expr> value) {
    return switch (value.orElse(null)) {
      case Ast.FloatLiteral _ -> "float";
      case Ast.BoolLiteral _ -> "bool";
      case Ast.Template _ -> "string";
      case Ast.ListExpr _ -> "list";
      case Ast.Reference(var name, _) when name.text().matches("True|False") -> "bool";
      case Ast.Reference _, Ast.Call _ -> "layer";
      case null, default -> "int";
    };
  }

  /** A type that could not be read is one without a name. */
  private Ast.TypeExpr type(BbParser.TypeContext rule, Span around) {
    return switch (rule) {
      case BbParser.NamedTypeContext t ->
          new Ast.NamedType(expressions.name(t.name(), errors.span(t)), errors.span(t));
      case BbParser.TupleTypeContext t ->
          new Ast.TupleType(
              t.type().stream().map(e -> type(e, errors.span(t))).toList(), errors.span(t));
      case null, default -> new Ast.NamedType(new Ast.Name("", around), around);
    };
  }

  private Optional<Ast.Signature> signature(BbParser.SignatureContext rule) {
    if (rule.exception != null || rule.shapes().size() != 2) {
      return Optional.empty();
    }
    return Optional.of(
        new Ast.Signature(shapes(rule.shapes(0)), shapes(rule.shapes(1)), errors.span(rule)));
  }

  private List<Ast.ShapePattern> shapes(BbParser.ShapesContext rule) {
    return switch (rule) {
      case BbParser.OneShapeContext s -> List.of(pattern(s.shape()));
      case BbParser.ManyShapesContext s -> s.shape().stream().map(this::pattern).toList();
      default -> List.of();
    };
  }

  private Ast.ShapePattern pattern(BbParser.ShapeContext rule) {
    boolean anyLeading =
        !rule.dimension().isEmpty() && rule.dimension(0) instanceof BbParser.AnyDimensionsContext;
    List<BbParser.DimensionContext> rest =
        anyLeading ? rule.dimension().subList(1, rule.dimension().size()) : rule.dimension();
    return new Ast.ShapePattern(anyLeading, expressions.dimensions(rest), errors.span(rule));
  }
}
