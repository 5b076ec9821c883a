package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Braces that read what flows into them by a name give that name themselves:
 *
 * <pre>
 *   layer1: { conv(8, 3); relu as x }           layer1: { conv(8, 3); relu }
 *   layer2: { conv(8, 3); relu; add(x, it) }    layer2: { it as x; conv(8, 3); relu; add(x, it) }
 * </pre>
 */
final class Entries {
  private Entries() {}

  /**
   * @param everywhere how often each name stands
   * @param bound names that mean nothing outside
   */
  static List<Ast.Statement> of(
      List<Ast.Statement> statements,
      Set<String> entry,
      Map<String, Integer> everywhere,
      Set<String> bound) {
    List<Set<String>> flows = Flows.of(statements, entry);
    List<Ast.Statement> all = new ArrayList<>(statements);
    for (int i = 1; i < all.size(); i++) {
      if (!(all.get(i) instanceof Ast.Pipeline p) || !isScope(p)) {
        continue;
      }
      Map<String, Integer> inside = Slots.of(List.of(p)).counts();
      for (String name : flows.get(i)) {
        Optional<Ast.Statement> before = Tail.without(all.get(i - 1), name);
        boolean only =
            bound.contains(name) && inside.getOrDefault(name, 0) == everywhere.get(name) - 1;
        if (only && before.isPresent()) {
          all.set(i - 1, before.get());
          all.set(i, naming(p, name));
        }
      }
    }
    return all;
  }

  private static boolean isScope(Ast.Pipeline pipeline) {
    return pipeline.label().isPresent()
        && pipeline.steps().size() == 1
        && pipeline.steps().getFirst().action() instanceof Ast.Sequence;
  }

  private static Ast.Statement naming(Ast.Pipeline scope, String name) {
    Ast.Step step = scope.steps().getFirst();
    Ast.Step flow = Make.bound(Make.apply(Make.reference("it")), List.of(name));
    List<Ast.Statement> inside = new ArrayList<>();
    inside.add(Make.pipeline(Optional.empty(), List.of(flow)));
    inside.addAll(((Ast.Sequence) step.action()).body().statements());
    Ast.Step named = new Ast.Step(step.label(), Make.sequence(inside), step.binding(), step.span());
    return new Ast.Pipeline(scope.label(), List.of(named), scope.span());
  }
}
