package bb.model;

import static bb.model.Term.UNKNOWN;

import bb.diagnostics.Diagnostic;
import bb.diagnostics.Problems;
import bb.model.Environment.Kind;
import bb.source.Span;
import bb.syntax.Ast;
import bb.syntax.Translation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Checks that every name in a file means something, whether or not anything uses the block it
 * stands in. Elaboration, which sees a block once for each use, is then silent about names.
 */
final class Resolver {
  /** Mistakes reported in one file, at the most: more say nothing new. */
  private static final int LIMIT = 100;

  private final Module module;
  private final Problems problems;
  private final Set<Span> unresolved;
  private final Map<String, Optional<Set<String>>> argumentNames = new HashMap<>();
  private final Unknowns unknowns;
  private int reported;

  /** The network whose body is read, if it is one's. */
  private Optional<Ast.Network> network = Optional.empty();

  /** Names of one declaration that mean nothing, and of which that was said. */
  private final Set<String> said = new HashSet<>();

  private Resolver(Module module, Problems problems, Set<Span> unresolved) {
    this.module = module;
    this.problems = problems;
    this.unresolved = unresolved;
    this.unknowns = new Unknowns(module);
  }

  /** Checks a module and all it imports; returns where names stand that mean nothing. */
  static Set<Span> resolve(Module root, Problems problems) {
    Set<Span> unresolved = new HashSet<>();
    resolve(root, problems, unresolved, new HashSet<>());
    return unresolved;
  }

  private static void resolve(
      Module module, Problems problems, Set<Span> unresolved, Set<Module> done) {
    if (done.add(module)) {
      module.imports().forEach(m -> resolve(m, problems, unresolved, done));
      new Resolver(module, problems, unresolved).declarations();
    }
  }

  /** Checks the names in arguments that are given from outside of the file. */
  static void resolve(
      Module root, List<Ast.Argument> arguments, Problems problems, Set<Span> unresolved) {
    Resolver resolver = new Resolver(root, problems, unresolved);
    arguments.forEach(a -> resolver.argument(a, Environment.block()));
  }

  // ---- declarations

  private void declarations() {
    Map<String, Span> first = new HashMap<>();
    for (Ast.Declaration declaration : module.ast().declarations()) {
      Ast.Name name = declaration.name();
      Span before = first.putIfAbsent(name.text(), name.span());
      if (before != null) {
        report(() -> NameProblems.declaredTwice(name.span(), name.text(), before));
      }
      hides(declaration);
      said.clear();
      network = declaration instanceof Ast.Network n ? Optional.of(n) : Optional.empty();
      switch (declaration) {
        case Ast.Block block -> block(block);
        case Ast.Network network -> {
          Environment names = parameters(network.parameters());
          body(network.body(), names);
        }
        case Ast.Variant variant -> variant(variant);
        case Ast.Let let -> expr(let.value(), Environment.block());
        case Ast.Const constant -> constant(constant, Environment.block());
      }
    }
  }

  /** A value may be called as a layer that the file does without. */
  private void hides(Ast.Declaration declaration) {
    Ast.Name name = declaration.name();
    boolean value = declaration instanceof Ast.Let || declaration instanceof Ast.Const;
    if (!value && Target.isLayer(name.text())) {
      report(() -> NameProblems.hidesLayer(name.span(), name.text(), "layer"));
    } else if (Functions.NAMES.contains(name.text())) {
      report(() -> NameProblems.hidesLayer(name.span(), name.text(), "function"));
    }
  }

  private void block(Ast.Block block) {
    Environment names = parameters(block.parameters());
    block
        .signature()
        .ifPresent(signature -> {
          for (Ast.ShapePattern pattern : signature.inputs()) {
            for (Ast.Expr dim : pattern.dims()) {
              if (dim instanceof Ast.Reference(var name, _)) {
                names.bind(name.text(), UNKNOWN);
              } else {
                expr(dim, names);
              }
            }
          }
          signature.outputs().forEach(p -> p.dims().forEach(d -> expr(d, names)));
        });
    body(block.body(), names);
  }

  private Environment parameters(List<Ast.Parameter> parameters) {
    Environment names = Environment.block();
    Map<String, Span> first = new HashMap<>();
    for (Ast.Parameter parameter : parameters) {
      Ast.Name name = parameter.name();
      type(parameter.type());
      parameter.defaultValue().ifPresent(d -> expr(d, names));
      Span before = first.putIfAbsent(name.text(), name.span());
      if (before != null) {
        report(() -> NameProblems.declaredTwice(name.span(), name.text(), before));
      }
      names.bind(name.text(), UNKNOWN);
    }
    return names;
  }

  private void type(Ast.TypeExpr type) {
    switch (type) {
      case Ast.NamedType(var name, _) -> {
        if (!name.text().isEmpty() && !Parameters.TYPES.contains(name.text())) {
          report(() -> NameProblems.unknownType(name.span(), name.text(), Parameters.TYPES));
        }
      }
      case Ast.TupleType(var elements, _) -> elements.forEach(this::type);
    }
  }

  private void variant(Ast.Variant variant) {
    Ast.Name base = variant.base();
    Optional<Ast.Declaration> found = module.find(base.text()).map(Module.Declared::declaration);
    boolean network =
        found.filter(d -> d instanceof Ast.Network || d instanceof Ast.Variant).isPresent();
    if (!network) {
      report(
          base,
          () ->
              NameProblems.unknownBase(base.span(), base.text(), networks(variant.name().text())));
    }
    variant.arguments().forEach(a -> argument(a, Environment.block()));
  }

  private List<String> networks(String without) {
    return module.names().entrySet().stream()
        .filter(e ->
            e.getValue().declaration() instanceof Ast.Network
                || e.getValue().declaration() instanceof Ast.Variant)
        .map(Map.Entry::getKey)
        .filter(n -> !n.equals(without))
        .toList();
  }

  // ---- bodies

  private void body(Ast.Body body, Environment names) {
    for (Ast.Statement statement : body.statements()) {
      statement(statement, names);
    }
  }

  private void statement(Ast.Statement statement, Environment names) {
    switch (statement) {
      case Ast.Let(var name, var value, _) -> {
        expr(value, names);
        names.bind(name.text(), UNKNOWN);
      }
      case Ast.Input input -> {
        inputShape(input, names);
        input.preprocess().forEach(a -> argument(a, names));
        names.bind(input.name().text(), UNKNOWN);
      }
      case Ast.Output output -> output.expressions().forEach(e -> expr(e, names));
      case Ast.Const constant -> constant(constant, names);
      case Ast.Param(var name, var path, _, var shape, var init, _) -> {
        expr(path, names);
        shape.forEach(d -> expr(d, names));
        init.ifPresent(i -> expr(i, names));
        names.bind(name.text(), UNKNOWN);
      }
      case Ast.Share(var name, var layer, _) -> {
        expr(layer, names);
        names.bind(name.text(), UNKNOWN);
      }
      case Ast.Assert(_, var condition, var reason, _) -> {
        Environment inner = names.nested(Kind.BODY);
        Measure.words().forEach(m -> inner.bind(m, UNKNOWN));
        expr(condition, inner);
        reason.ifPresent(r -> expr(r, inner));
      }
      case Ast.Checkpoint(var arguments, _) -> arguments.forEach(a -> expr(a.value(), names));
      case Ast.Pipeline pipeline -> pipeline(pipeline, names);
    }
  }

  private void constant(Ast.Const constant, Environment names) {
    constant.shape().forEach(d -> expr(d, names));
    Environment inner = names.nested(Kind.BODY);
    constant.indices().forEach(index -> inner.bind(index.text(), UNKNOWN));
    expr(constant.value(), inner);
    names.bind(constant.name().text(), UNKNOWN);
  }

  /** Sizes in letters are one mistake, as is a batch that is written. */
  private void inputShape(Ast.Input input, Environment names) {
    List<Ast.Name> letters =
        input.shape().stream()
            .filter(d -> d instanceof Ast.Reference(var name, _) && !isKnown(name.text(), names))
            .map(d -> ((Ast.Reference) d).name())
            .toList();
    letters.forEach(name -> unresolved.add(name.span()));
    input.shape().stream()
        .filter(d -> !(d instanceof Ast.Reference(var name, _) && letters.contains(name)))
        .forEach(d -> expr(d, names));
    if (letters.isEmpty()) {
      return;
    }
    report(letters.getFirst(), () -> Unknowns.sizes(input, letters, network));
  }

  private void pipeline(Ast.Pipeline pipeline, Environment names) {
    pipeline.label().ifPresent(l -> label(l, names));
    for (Ast.Step step : pipeline.steps()) {
      step.label().ifPresent(l -> label(l, names));
      action(step.action(), names);
      if (step.binding().isPresent()) {
        Ast.Binding binding = step.binding().get();
        binding.index().ifPresent(i -> expr(i, names));
        names.declare(binding);
      }
    }
  }

  private void label(Ast.Label label, Environment names) {
    expr(label.text(), names);
    if (label.text().parts().size() == 1
        && label.text().parts().getFirst() instanceof Ast.TextPart(var text)) {
      names.bindLabel(text, text);
    }
  }

  private void action(Ast.Action action, Environment names) {
    switch (action) {
      case Ast.Apply(Ast.Reference(var name, _), _) -> layer(name, names);
      case Ast.Apply(Ast.Member member, _) when isModule(member, names) ->
          layer(module(member), names);
      case Ast.Apply(var callee, _) -> expr(callee, names);
      case Ast.Sequence(var body, _) -> body(body, names.nested(Kind.BODY));
      case Ast.Repeat repeat -> {
        expr(repeat.range(), names);
        Environment inner = names.nested(Kind.ITERATION);
        repeat.pattern().ifPresent(p -> pattern(p, inner));
        body(repeat.body(), inner);
      }
      case Ast.Join join -> {
        join.arguments().forEach(a -> argument(a, names));
        for (Ast.Branch branch : join.branches()) {
          Environment inner = names.nested(Kind.BODY);
          branch.condition().ifPresent(c -> expr(c, inner));
          pipeline(branch.pipeline(), inner);
        }
      }
      case Ast.Group(var groups, var body, _) -> {
        expr(groups, names);
        body(body, names.nested(Kind.ITERATION));
      }
      case Ast.Scale(var gate, _) -> body(gate, names.nested(Kind.BODY));
      case Ast.If(var condition, var then, var otherwise, _) -> {
        expr(condition, names);
        body(then, names.nested(Kind.BODY));
        otherwise.ifPresent(o -> body(o, names.nested(Kind.BODY)));
      }
    }
  }

  private void pattern(Ast.Pattern pattern, Environment names) {
    switch (pattern) {
      case Ast.NamePattern(var name, _) -> names.bind(name.text(), UNKNOWN);
      case Ast.TuplePattern(var elements, _) -> elements.forEach(e -> pattern(e, names));
    }
  }

  // ---- expressions

  private void expr(Ast.Expr expr, Environment names) {
    switch (expr) {
      case Ast.IntLiteral _, Ast.FloatLiteral _, Ast.BoolLiteral _, Ast.Missing _ -> {}
      case Ast.Template(var parts, _) ->
          parts.forEach(part -> {
            if (part instanceof Ast.ExprPart(var inner)) {
              expr(inner, names);
            }
          });
      case Ast.Reference(var name, _) -> name(name, names);
      case Ast.Member(Ast.Reference(var name, _), _, _)
          when names.label(name.text()).isPresent() -> {}
      case Ast.Member member when isModule(member, names) -> name(module(member), names);
      case Ast.Member(var target, _, _) -> expr(target, names);
      case Ast.Index(var target, var index, _) -> {
        expr(target, names);
        expr(index, names);
      }
      case Ast.Call call -> {
        Ast.Name callee = call.callee();
        List<Ast.Argument> arguments = call.arguments();
        if (!Functions.NAMES.contains(callee.text())) {
          callee(call, names);
        }
        if (!unresolved.contains(callee.span())) {
          arguments.forEach(a -> {
            if (!isUnknownWord(callee, a, names)) {
              argument(a, names);
            }
          });
          argumentNames(call, names);
        }
      }
      case Ast.Unary(_, var operand, _) -> expr(operand, names);
      case Ast.Binary(_, _, var left, var right, _) -> {
        expr(left, names);
        expr(right, names);
      }
      case Ast.Conditional(var condition, var then, var otherwise, _) -> {
        expr(condition, names);
        expr(then, names);
        expr(otherwise, names);
      }
      case Ast.ListExpr(var elements, _) -> elements.forEach(e -> expr(e, names));
      case Ast.TupleExpr(var elements, _) -> elements.forEach(e -> expr(e, names));
      case Ast.Range(var from, var to, _) -> {
        expr(from, names);
        expr(to, names);
      }
    }
  }

  private void argument(Ast.Argument argument, Environment names) {
    if (isNone(argument.value(), names)) {
      unresolved.add(argument.value().span());
      report(() -> NameProblems.noneGiven(argument));
      return;
    }
    boolean word =
        argument.name().isPresent()
            && argument.value() instanceof Ast.Reference(var name, _)
            && BareWords.contains(argument.name().get().text(), name.text());
    if (!word) {
      expr(argument.value(), names);
    }
  }

  /** Reports {@code mode: Bilinear}, unless a name of the file is nearer. */
  private boolean isUnknownWord(Ast.Name callee, Ast.Argument argument, Environment names) {
    if (!(argument.value() instanceof Ast.Reference(var value, _))
        || isKnown(value.text(), names)
        || isNone(argument.value(), names)) {
      return false;
    }
    Optional<Diagnostic> problem = Unknowns.word(callee, argument, value, names);
    problem.ifPresent(p -> report(value, () -> p));
    return problem.isPresent();
  }

  private boolean isNone(Ast.Expr value, Environment names) {
    return value instanceof Ast.Reference(var name, _)
        && name.text().equals("None")
        && !isKnown(name.text(), names)
        && !module.mayDeclare(name);
  }

  /** Checks the names of arguments where the callee is known without elaborating. */
  private void argumentNames(Ast.Call call, Environment names) {
    String callee = call.callee().text();
    Optional<Set<String>> known =
        names.find(callee).isPresent()
            ? Optional.empty()
            : argumentNames.computeIfAbsent(callee, unknowns::argumentNames);
    List<Ast.Name> unfit =
        call.arguments().stream()
            .filter(a -> !(a.value() instanceof Ast.Member))
            .flatMap(a -> a.name().stream())
            .filter(name -> known.isPresent() && !known.get().contains(name.text()))
            .toList();
    if (unfit.isEmpty()) {
      return;
    }
    Ast.Name first = unfit.getFirst();
    Optional<Translation.Result> translation =
        module.find(callee).isPresent() ? Optional.empty() : Translation.of(call);
    translation.ifPresentOrElse(
        t ->
            report(
                first,
                () ->
                    NameProblems.foreignArguments(
                        first.span(), callee, first.text(), call.span(), t)),
        () ->
            unfit.forEach(name ->
                report(
                    name,
                    () ->
                        NameProblems.unknownArgument(
                            name.span(), callee, name.text(), known.get()))));
    unfit.forEach(name -> unresolved.add(name.span()));
  }

  private void name(Ast.Name name, Environment names) {
    if (!isKnown(name.text(), names)) {
      unresolved.add(name.span());
      if (said.add(name.text())) {
        report(name, () -> unknowns.name(name, names));
      }
    }
  }

  private void layer(Ast.Name name, Environment names) {
    if (!isKnown(name.text(), names)) {
      report(name, () -> unknowns.layer(name, names));
    }
  }

  private void callee(Ast.Call call, Environment names) {
    Ast.Name name = call.callee();
    int dot = name.text().indexOf('.');
    if (dot >= 0 && isKnown(name.text().substring(0, dot), names)) {
      report(name, () -> Unknowns.method(call));
    } else if (!isKnown(name.text(), names)) {
      report(name, () -> unknowns.call(call, names));
    }
  }

  /** A dotted name as one; that its first part has no value is said with it. */
  private Ast.Name module(Ast.Member member) {
    unresolved.add(Unknowns.root(member).span());
    return new Ast.Name(member.span().text(), member.span());
  }

  /** {@code nn.ReLU}: a dotted name that begins with nothing that is known here. */
  private boolean isModule(Ast.Member member, Environment names) {
    return Unknowns.root(member) instanceof Ast.Reference(var name, _)
        && !isKnown(name.text(), names)
        && names.label(name.text()).isEmpty()
        && names.owner(name.text()).isEmpty();
  }

  /** Reports, unless what is unknown may be declared where the file could not be read. */
  private void report(Ast.Name name, Supplier<Diagnostic> problem) {
    unresolved.add(name.span());
    if (reported < LIMIT && !module.mayDeclare(name)) {
      report(problem);
    }
  }

  /** Suggestions take long where there are many names, so what is not reported is not made. */
  private void report(Supplier<Diagnostic> problem) {
    if (reported < LIMIT) {
      reported++;
      problems.add(problem.get());
    }
  }

  private boolean isKnown(String name, Environment names) {
    // an empty name stands where the parser has reported that one is missing
    return name.isEmpty()
        || name.equals("it")
        || names.find(name).isPresent()
        || module.find(name).isPresent()
        || Functions.VALUES.containsKey(name)
        || Target.isLayer(name);
  }
}
