package bb.model;

import bb.diagnostics.Problems;
import bb.model.Environment.Kind;
import bb.model.WarningProblems.Unused;
import bb.source.SourceFile;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the names that nothing reads, in a file and what it imports. A name that begins with an
 * underscore is meant. It runs after the {@link Resolver} found no mistake, and follows its scopes:
 * a misspelt use would make the name that was meant look unused.
 */
final class UnusedNames {
  private final Module module;
  private final Problems problems;

  /** Which declarations each declaration names. */
  private final Map<Ast.Declaration, Set<Ast.Declaration>> reads;

  private Set<Ast.Declaration> own = Set.of();

  private UnusedNames(
      Module module, Problems problems, Map<Ast.Declaration, Set<Ast.Declaration>> reads) {
    this.module = module;
    this.problems = problems;
    this.reads = reads;
  }

  /**
   * Reports them.
   *
   * @param standard the standard library, of which nobody uses all
   */
  static void find(Module root, SourceFile standard, Problems problems) {
    Map<Ast.Declaration, Set<Ast.Declaration>> reads = new IdentityHashMap<>();
    Set<Module> modules = Collections.newSetFromMap(new IdentityHashMap<>());
    collect(root, standard, modules);
    modules.forEach(m -> new UnusedNames(m, problems, reads).declarations());
    new Reachability(reads).unread(modules).forEach(problems::add);
  }

  private static void collect(Module module, SourceFile standard, Set<Module> modules) {
    if (!module.file().equals(standard) && modules.add(module)) {
      module.imports().forEach(m -> collect(m, standard, modules));
    }
  }

  /** A body and the names declared in it. */
  private record Scope(Scope parent, Kind kind, Map<String, Declared> names, List<Declared> all) {
    Scope(Scope parent, Kind kind) {
      this(parent, kind, new HashMap<>(), new ArrayList<>());
    }

    void declare(Unused what, Ast.Name name) {
      Declared declared = new Declared(what, name);
      names.put(name.text(), declared);
      all.add(declared);
    }

    /** Declares a name in the scope that holds what {@code as} names. */
    void declareTensor(Ast.Name name, Kind innermost) {
      Scope home = this;
      while (home.kind != Kind.BLOCK && (innermost == Kind.BLOCK || home.kind != innermost)) {
        home = home.parent;
      }
      if (!home.names.containsKey(name.text())) {
        home.declare(Unused.TENSOR, name);
      }
    }
  }

  private static final class Declared {
    private final Unused what;
    private final Ast.Name name;
    private boolean read;

    Declared(Unused what, Ast.Name name) {
      this.what = what;
      this.name = name;
    }
  }

  // ---- declarations

  private void declarations() {
    for (Ast.Declaration declaration : module.ast().declarations()) {
      own = Collections.newSetFromMap(new IdentityHashMap<>());
      reads.put(declaration, own);
      Scope scope = new Scope(null, Kind.BLOCK);
      switch (declaration) {
        case Ast.Block block -> {
          parameters(block.parameters(), scope);
          block.signature().ifPresent(signature -> signature(signature, scope));
          body(block.body(), scope);
        }
        case Ast.Network network -> {
          parameters(network.parameters(), scope);
          body(network.body(), scope);
        }
        case Ast.Variant variant -> {
          name(variant.base(), scope);
          arguments(variant.arguments(), scope);
        }
        case Ast.Let let -> expr(let.value(), scope);
        case Ast.Const constant -> constant(constant, scope);
      }
    }
  }

  private void parameters(List<Ast.Parameter> parameters, Scope scope) {
    for (Ast.Parameter parameter : parameters) {
      parameter.defaultValue().ifPresent(value -> expr(value, scope));
      scope.declare(Unused.PARAMETER, parameter.name());
    }
  }

  /** The names of dimensions are there to be read by people, too. */
  private void signature(Ast.Signature signature, Scope scope) {
    signature.inputs().forEach(shape -> exprs(shape.dims(), scope));
    signature.outputs().forEach(shape -> exprs(shape.dims(), scope));
  }

  // ---- bodies

  /** The statements of a body, after which its names are out of sight. */
  private void body(Ast.Body body, Scope scope) {
    body.statements().forEach(statement -> statement(statement, scope));
    for (Declared declared : scope.all()) {
      if (!declared.read && !isMeant(declared.name)) {
        problems.add(WarningProblems.unused(declared.what, declared.name));
      }
    }
  }

  static boolean isMeant(Ast.Name name) {
    return name.text().isEmpty() || name.text().startsWith("_");
  }

  private void statement(Ast.Statement statement, Scope scope) {
    switch (statement) {
      case Ast.Let(var name, var value, _) -> {
        expr(value, scope);
        scope.declare(Unused.LET, name);
      }
      case Ast.Input input -> {
        exprs(input.shape(), scope);
        arguments(input.preprocess(), scope);
      }
      case Ast.Output output -> exprs(output.expressions(), scope);
      case Ast.Const constant -> {
        constant(constant, scope);
        scope.declare(Unused.CONST, constant.name());
      }
      case Ast.Param(var name, var path, _, var shape, var init, _) -> {
        expr(path, scope);
        exprs(shape, scope);
        init.ifPresent(value -> expr(value, scope));
        scope.declare(Unused.PARAM, name);
      }
      case Ast.Share(var name, var layer, _) -> {
        expr(layer, scope);
        scope.declare(Unused.SHARE, name);
      }
      case Ast.Assert(_, var condition, var reason, _) -> {
        expr(condition, scope);
        reason.ifPresent(text -> expr(text, scope));
      }
      case Ast.Checkpoint(var arguments, _) -> arguments(arguments, scope);
      case Ast.Pipeline pipeline -> pipeline(pipeline, scope);
    }
  }

  /** The indices of a constant are there to be read by people, too. */
  private void constant(Ast.Const constant, Scope scope) {
    exprs(constant.shape(), scope);
    Scope inner = new Scope(scope, Kind.BODY);
    constant.indices().forEach(index -> inner.declare(Unused.VARIABLE, index));
    expr(constant.value(), inner);
  }

  private void pipeline(Ast.Pipeline pipeline, Scope scope) {
    pipeline.label().ifPresent(label -> expr(label.text(), scope));
    for (Ast.Step step : pipeline.steps()) {
      step.label().ifPresent(label -> expr(label.text(), scope));
      action(step.action(), scope);
      step.binding()
          .ifPresent(binding -> {
            binding.index().ifPresent(index -> expr(index, scope));
            Kind home = binding.index().isPresent() ? Kind.BLOCK : Kind.ITERATION;
            binding.names().forEach(name -> scope.declareTensor(name, home));
          });
    }
  }

  private void action(Ast.Action action, Scope scope) {
    switch (action) {
      case Ast.Apply(var callee, _) -> expr(callee, scope);
      case Ast.Sequence(var body, _) -> body(body, new Scope(scope, Kind.BODY));
      case Ast.Repeat repeat -> {
        expr(repeat.range(), scope);
        Scope inner = new Scope(scope, Kind.ITERATION);
        repeat.pattern().ifPresent(pattern -> pattern(pattern, inner));
        body(repeat.body(), inner);
      }
      case Ast.Join join -> {
        arguments(join.arguments(), scope);
        for (Ast.Branch branch : join.branches()) {
          branch.condition().ifPresent(condition -> expr(condition, scope));
          pipeline(branch.pipeline(), scope);
        }
      }
      case Ast.Group(var groups, var body, _) -> {
        expr(groups, scope);
        body(body, new Scope(scope, Kind.ITERATION));
      }
      case Ast.Scale(var gate, _) -> body(gate, new Scope(scope, Kind.BODY));
      case Ast.If(var condition, var then, var otherwise, _) -> {
        expr(condition, scope);
        body(then, new Scope(scope, Kind.BODY));
        otherwise.ifPresent(body -> body(body, new Scope(scope, Kind.BODY)));
      }
    }
  }

  private void pattern(Ast.Pattern pattern, Scope scope) {
    switch (pattern) {
      case Ast.NamePattern(var name, _) -> scope.declare(Unused.VARIABLE, name);
      case Ast.TuplePattern(var elements, _) -> elements.forEach(e -> pattern(e, scope));
    }
  }

  // ---- expressions

  private void exprs(List<Ast.Expr> exprs, Scope scope) {
    exprs.forEach(expr -> expr(expr, scope));
  }

  private void arguments(List<Ast.Argument> arguments, Scope scope) {
    arguments.forEach(argument -> expr(argument.value(), scope));
  }

  private void expr(Ast.Expr expr, Scope scope) {
    switch (expr) {
      case Ast.IntLiteral _, Ast.FloatLiteral _, Ast.BoolLiteral _, Ast.Missing _ -> {}
      case Ast.Template(var parts, _) ->
          parts.forEach(part -> {
            if (part instanceof Ast.ExprPart(var inner)) {
              expr(inner, scope);
            }
          });
      case Ast.Reference(var name, _) -> name(name, scope);
      case Ast.Member(var target, _, _) -> expr(target, scope);
      case Ast.Index(var target, var index, _) -> exprs(List.of(target, index), scope);
      case Ast.Call(var callee, var arguments, _) -> {
        name(callee, scope);
        arguments(arguments, scope);
      }
      case Ast.Unary(_, var operand, _) -> expr(operand, scope);
      case Ast.Binary(_, _, var left, var right, _) -> exprs(List.of(left, right), scope);
      case Ast.Conditional(var condition, var then, var otherwise, _) ->
          exprs(List.of(condition, then, otherwise), scope);
      case Ast.ListExpr(var elements, _) -> exprs(elements, scope);
      case Ast.TupleExpr(var elements, _) -> exprs(elements, scope);
      case Ast.Range(var from, var to, _) -> exprs(List.of(from, to), scope);
    }
  }

  private void name(Ast.Name name, Scope scope) {
    for (Scope s = scope; s != null; s = s.parent()) {
      Declared declared = s.names().get(name.text());
      if (declared != null) {
        declared.read = true;
        return;
      }
    }
    module.find(name.text()).ifPresent(found -> own.add(found.declaration()));
  }
}
