package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Walks over all that stands in braces, and knows what the tensor is called that flows there. */
final class Flows {
  private final Change change;

  /** What is made of the statements in braces, before what is in them. */
  @FunctionalInterface
  interface Change {
    /**
     * @param entry the names of what flows in
     */
    List<Ast.Statement> of(List<Ast.Statement> statements, Set<String> entry);
  }

  private Flows(Change change) {
    this.change = change;
  }

  static Ast.Body change(Ast.Body whole, Change change) {
    return new Flows(change).body(whole, Set.of());
  }

  /** The names of what flows into each statement, and out of the last. */
  static List<Set<String>> of(List<Ast.Statement> statements, Set<String> entry) {
    List<Set<String>> flows = new ArrayList<>(List.of(entry));
    statements.forEach(s -> flows.add(Tail.names(s, flows.getLast())));
    return flows;
  }

  private Ast.Body body(Ast.Body body, Set<String> entry) {
    List<Ast.Statement> statements = change.of(body.statements(), entry);
    List<Set<String>> flows = of(statements, entry);
    List<Ast.Statement> all = new ArrayList<>();
    for (Ast.Statement statement : statements) {
      all.add(statement instanceof Ast.Pipeline p ? inside(p, flows.get(all.size())) : statement);
    }
    return Make.body(all);
  }

  private Ast.Pipeline inside(Ast.Pipeline pipeline, Set<String> entry) {
    List<Ast.Step> steps = new ArrayList<>();
    Set<String> flow = entry;
    for (Ast.Step step : pipeline.steps()) {
      steps.add(
          new Ast.Step(step.label(), inside(step.action(), flow), step.binding(), step.span()));
      flow = Tail.names(step, flow);
    }
    return new Ast.Pipeline(pipeline.label(), steps, pipeline.span());
  }

  private Ast.Action inside(Ast.Action action, Set<String> flow) {
    return switch (action) {
      case Ast.Apply _, Ast.If _ -> action;
      case Ast.Sequence(var body, var span) -> new Ast.Sequence(body(body, flow), span);
      case Ast.Scale(var gate, var span) -> new Ast.Scale(body(gate, flow), span);
      case Ast.Group(var groups, var body, var span) ->
          new Ast.Group(groups, body(body, Set.of()), span);
      case Ast.Repeat r ->
          new Ast.Repeat(r.collect(), r.pattern(), r.range(), body(r.body(), Set.of()), r.span());
      case Ast.Join(var kind, var arguments, var branches, var span) ->
          new Ast.Join(
              kind,
              arguments,
              branches.stream()
                  .map(b -> new Ast.Branch(inside(b.pipeline(), flow), b.condition(), b.span()))
                  .toList(),
              span);
    };
  }
}
