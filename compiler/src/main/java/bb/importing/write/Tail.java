package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What flows out of statements, which may have its names within braces: {@code { conv(8, 3); relu
 * as x } as y} is {@code x} and {@code y}.
 */
final class Tail {
  private Tail() {}

  /**
   * The names of what flows out.
   *
   * @param before those of what flows in
   */
  static Set<String> names(Ast.Statement statement, Set<String> before) {
    return switch (statement) {
      case Ast.Input(var name, _, _, _, _) -> Set.of(name.text());
      case Ast.Pipeline p -> {
        Set<String> names = before;
        for (Ast.Step step : p.steps()) {
          names = names(step, names);
        }
        yield names;
      }
      default -> before;
    };
  }

  static Set<String> names(Ast.Step step, Set<String> before) {
    Set<String> names =
        new HashSet<>(
            switch (step.action()) {
              case Ast.Apply(Ast.Reference(var name, _), _) ->
                  name.text().equals("identity") || name.text().equals("it")
                      ? before
                      : Set.of(name.text());
              case Ast.Sequence(var body, _) -> {
                Set<String> inside = before;
                for (Ast.Statement statement : body.statements()) {
                  inside = names(statement, inside);
                }
                yield inside;
              }
              default -> Set.<String>of();
            });
    step.binding()
        .filter(b -> b.names().size() == 1 && b.index().isEmpty())
        .ifPresent(b -> names.add(b.names().getFirst().text()));
    return names;
  }

  /** Without this name for what flows out; nothing if that has another or none. */
  static Optional<Ast.Statement> without(Ast.Statement statement, String name) {
    if (!(statement instanceof Ast.Pipeline p)) {
      return Optional.empty();
    }
    return without(p.steps().getLast(), name)
        .map(last -> {
          List<Ast.Step> steps = new ArrayList<>(p.steps());
          steps.set(steps.size() - 1, last);
          return new Ast.Pipeline(p.label(), steps, p.span());
        });
  }

  private static Optional<Ast.Step> without(Ast.Step step, String name) {
    if (step.binding().isPresent()) {
      Ast.Binding binding = step.binding().get();
      boolean same =
          binding.names().size() == 1
              && binding.index().isEmpty()
              && binding.names().getFirst().text().equals(name);
      return same
          ? Optional.of(new Ast.Step(step.label(), step.action(), Optional.empty(), step.span()))
          : Optional.empty();
    }
    return step.action() instanceof Ast.Sequence(var body, var span)
        ? without(body.statements().getLast(), name)
            .map(last -> {
              List<Ast.Statement> statements = new ArrayList<>(body.statements());
              statements.set(statements.size() - 1, last);
              return new Ast.Step(
                  step.label(),
                  new Ast.Sequence(Make.body(statements), span),
                  Optional.empty(),
                  step.span());
            })
        : Optional.empty();
  }
}
