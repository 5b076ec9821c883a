package bb.model;

import bb.syntax.Ast;

/** Whether steps read what flows into them, or begin with tensors that they name. */
final class Follows {
  private Follows() {}

  /** Whether a pipeline reads what flows in, as far as its text tells. */
  static boolean flow(Ast.Pipeline pipeline, Environment names) {
    return switch (pipeline.steps().getFirst().action()) {
      case Ast.Apply(var callee, _) -> mentionsIt(callee) || !isTensor(callee, names);
      case Ast.Sequence(var body, _) -> flow(body, names);
      case Ast.Repeat repeat ->
          repeat.collect() || mentionsIt(repeat.range()) || flow(repeat.body(), names);
      case Ast.Join join ->
          join.branches().stream()
              .anyMatch(branch ->
                  branch.condition().filter(Follows::mentionsIt).isPresent()
                      || flow(branch.pipeline(), names));
      case Ast.If(var condition, var then, var otherwise, _) ->
          mentionsIt(condition)
              || flow(then, names)
              || otherwise.map(body -> flow(body, names)).orElse(true);
      case Ast.Group _, Ast.Scale _ -> true;
    };
  }

  private static boolean flow(Ast.Body body, Environment names) {
    return body.statements().isEmpty()
        || !(body.statements().getFirst() instanceof Ast.Pipeline first)
        || flow(first, names);
  }

  /** A tensor, an element of several, or a layer that is given one. */
  private static boolean isTensor(Ast.Expr expr, Environment names) {
    return switch (expr) {
      case Ast.Reference(var name, _) ->
          names
              .find(name.text())
              .filter(term -> Layers.isInput(term) || term instanceof Term.IndexedTensors)
              .isPresent();
      case Ast.Index(var target, _, _) -> isTensor(target, names);
      case Ast.Call(_, var arguments, _) ->
          arguments.stream().anyMatch(a -> a.name().isEmpty() && isTensor(a.value(), names));
      default -> false;
    };
  }

  private static boolean mentionsIt(Ast.Expr expr) {
    return Reads.of(expr).contains("it");
  }
}
