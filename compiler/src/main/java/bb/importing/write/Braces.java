package bb.importing.write;

import bb.syntax.Ast;
import java.util.List;

/** Takes braces from one pipeline under a label: {@code stage: { repeat 3 { … } }}. */
final class Braces {
  private Braces() {}

  static Ast.Body in(Ast.Body body) {
    return Make.body(body.statements().stream().map(Braces::statement).toList());
  }

  private static Ast.Statement statement(Ast.Statement statement) {
    Ast.Statement inside = Tree.around(Braces::in).statement(statement);
    if (inside instanceof Ast.Pipeline(var label, var steps, var span)
        && label.isPresent()
        && steps.size() == 1
        && steps.getFirst().label().isEmpty()
        && steps.getFirst().binding().isEmpty()
        && steps.getFirst().action() instanceof Ast.Sequence(var body, _)
        && body.statements().size() == 1
        && body.statements().getFirst() instanceof Ast.Pipeline only
        && isScope(only)) {
      return new Ast.Pipeline(label, only.steps(), span);
    }
    return inside;
  }

  /** Whether a label before it is around all of its steps, and is no name of one. */
  private static boolean isScope(Ast.Pipeline pipeline) {
    List<Ast.Step> steps = pipeline.steps();
    return pipeline.label().isEmpty()
        && steps.getFirst().label().isEmpty()
        && steps.getFirst().action() instanceof Ast.Repeat;
  }
}
