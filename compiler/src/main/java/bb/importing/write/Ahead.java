package bb.importing.write;

import bb.syntax.Ast;
import java.util.List;
import java.util.stream.Stream;

/**
 * Declares constants before a few layers under a label, which are one line without them:
 *
 * <pre>
 *   mlp: {
 *     const table: [225, 2] = …        const table: [225, 2] = …
 *     table -> linear(512)        ->   mlp: { table -> linear(512); relu; linear(3) }
 *     relu
 *     linear(3)
 *   }
 * </pre>
 */
final class Ahead {
  /** As many as are printed on one line. */
  private static final int MOST = 3;

  private Ahead() {}

  static Ast.Body in(Ast.Body body) {
    return Make.body(
        body.statements().stream()
            .map(statement -> Tree.around(Ahead::in).statement(statement))
            .flatMap(Ahead::apart)
            .toList());
  }

  private static Stream<Ast.Statement> apart(Ast.Statement statement) {
    if (!(statement instanceof Ast.Pipeline(var label, var steps, _))
        || label.isEmpty()
        || steps.size() > 1
        || !(steps.getFirst().action() instanceof Ast.Sequence(var body, _))) {
      return Stream.of(statement);
    }
    List<Ast.Statement> constants =
        body.statements().stream().filter(s -> s instanceof Ast.Const).toList();
    List<Ast.Statement> rest =
        body.statements().stream().filter(s -> !constants.contains(s)).toList();
    if (constants.isEmpty() || rest.size() > MOST || !rest.stream().allMatch(Ahead::isPlain)) {
      return Stream.of(statement);
    }
    Ast.Step step = Make.bound(Make.step(Make.sequence(rest)), bound(steps.getFirst()));
    return Stream.concat(constants.stream(), Stream.of(Make.pipeline(label, List.of(step))));
  }

  private static List<String> bound(Ast.Step step) {
    return step.binding().stream()
        .flatMap(binding -> binding.names().stream())
        .map(Ast.Name::text)
        .toList();
  }

  private static boolean isPlain(Ast.Statement statement) {
    return statement instanceof Ast.Pipeline pipeline
        && pipeline.steps().stream().allMatch(step -> step.action() instanceof Ast.Apply);
  }
}
