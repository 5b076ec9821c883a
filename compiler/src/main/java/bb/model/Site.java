package bb.model;

/**
 * Where a statement is elaborated: what its names mean, which scope names its steps, whether it is
 * inside a shared layer, and what the graph had cost when its block began.
 */
record Site(Environment names, Module module, Scope scope, boolean shared, Assembly.Cost begin) {

  Evaluator.Place place(Term flow) {
    return new Evaluator.Place(names, module, flow);
  }

  Site nested(Environment.Kind kind) {
    return new Site(names.nested(kind), module, scope, shared, begin);
  }

  Site in(Scope inner) {
    return new Site(names, module, inner, shared, begin);
  }
}
