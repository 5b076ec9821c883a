package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Steps one after the other, of which all that flows is joined at the end, become a collect:
 *
 * <pre>
 *   max_pool(2) as x
 *   layer0: Unit(64) as x2
 *   layer1: Unit(64) as x3           max_pool(2)
 *   layer2: Unit(64)             ->  collect i in 0..3 { "layer{i}": Unit(64) } -> concat
 *   concat(x, x2, x3, it)
 * </pre>
 */
final class Collects {
  private static final Set<String> JOINS = Set.of("add", "concat", "mul");

  /** Two steps are as plain as one that says what differs. */
  private static final int LEAST_STEPS = 3;

  private final Map<String, Integer> everywhere;
  private final Set<String> names;

  private Collects(Ast.Body whole, Set<String> names) {
    this.everywhere = Slots.of(whole.statements()).counts();
    this.names = names;
  }

  /**
   * @param names what means something already
   */
  static Ast.Body in(Ast.Body whole, Set<String> names) {
    return Flows.change(whole, new Collects(whole, names)::collected);
  }

  private List<Ast.Statement> collected(List<Ast.Statement> statements, Set<String> entry) {
    List<Set<String>> flows = Flows.of(statements, entry);
    List<Ast.Statement> all = new ArrayList<>();
    int done = 0;
    for (int at = 0; at < statements.size(); at++) {
      Optional<Gathering> gathering = Gathering.of(statements.get(at));
      if (gathering.isEmpty()) {
        continue;
      }
      Optional<Found> found = Optional.empty();
      for (int from = at - 1; found.isEmpty() && from >= done; from--) {
        found = found(statements.subList(from, at), flows.get(from), gathering.get());
      }
      if (found.isPresent()) {
        all.addAll(statements.subList(done, at - found.get().length()));
        all.addAll(found.get().collect());
        done = at + 1;
      }
    }
    all.addAll(statements.subList(done, statements.size()));
    return all;
  }

  /**
   * A layer that reads what flowed into some steps, and all that they made.
   *
   * @param tensors without the last, which flows into it
   * @param rest the pipeline, with the layer as it is behind a collect
   */
  private record Gathering(List<String> tensors, List<Ast.Step> rest) {
    static Optional<Gathering> of(Ast.Statement statement) {
      if (!(statement instanceof Ast.Pipeline p)
          || p.label().isPresent()
          || p.steps().getFirst().label().isPresent()
          || !(p.steps().getFirst().action() instanceof Ast.Apply(Ast.Call call, _))
          || !JOINS.contains(call.callee().text())) {
        return Optional.empty();
      }
      List<String> tensors = new ArrayList<>();
      List<Ast.Argument> options = new ArrayList<>();
      for (Ast.Argument argument : call.arguments()) {
        if (argument.name().isEmpty() && argument.value() instanceof Ast.Reference(var name, _)) {
          tensors.add(name.text());
        } else {
          options.add(argument);
        }
      }
      if (tensors.size() <= LEAST_STEPS || !tensors.getLast().equals("it")) {
        return Optional.empty();
      }
      List<Ast.Step> rest = new ArrayList<>(p.steps());
      Ast.Step layer = Make.apply(Make.call(call.callee().text(), options));
      rest.set(
          0,
          new Ast.Step(Optional.empty(), layer.action(), rest.getFirst().binding(), layer.span()));
      return Optional.of(new Gathering(tensors.subList(0, tensors.size() - 1), rest));
    }

    int count() {
      return tensors.size();
    }
  }

  /**
   * A collect.
   *
   * @param collect with the join
   * @param length of the statements in the place of which it is, without the join
   */
  private record Found(List<Ast.Statement> collect, int length) {}

  /** A collect of all statements, or of all that are in the braces that they are. */
  private Optional<Found> found(
      List<Ast.Statement> statements, Set<String> flow, Gathering gathering) {
    if (!flow.contains(gathering.tensors().getFirst())) {
      return Optional.empty();
    }
    Optional<Found> found =
        loop(statements, gathering)
            .map(loop -> {
              List<Ast.Step> all = new ArrayList<>(List.of(Make.step(loop.collect())));
              all.addAll(gathering.rest());
              return new Found(List.of(Make.pipeline(Optional.empty(), all)), statements.size());
            });
    boolean braces =
        found.isEmpty()
            && statements.size() == 1
            && statements.getFirst() instanceof Ast.Pipeline p
            && p.steps().size() == 1
            && p.steps().getFirst().action() instanceof Ast.Sequence;
    return braces ? inBraces((Ast.Pipeline) statements.getFirst(), gathering) : found;
  }

  private Optional<Found> inBraces(Ast.Pipeline outer, Gathering gathering) {
    Ast.Step step = outer.steps().getFirst();
    List<Ast.Statement> inside = ((Ast.Sequence) step.action()).body().statements();
    return loop(inside, gathering)
        .map(loop -> {
          Ast.Statement collect =
              Make.pipeline(Optional.empty(), List.of(Make.step(loop.collect())));
          Ast.Step around =
              new Ast.Step(
                  step.label(), Make.sequence(List.of(collect)), Optional.empty(), step.span());
          return new Found(
              List.of(
                  Make.pipeline(outer.label(), List.of(around)),
                  Make.pipeline(Optional.empty(), gathering.rest())),
              1);
        });
  }

  private Optional<Loop> loop(List<Ast.Statement> steps, Gathering gathering) {
    int size = steps.size() / gathering.count();
    if (size == 0 || steps.size() % gathering.count() > 0) {
      return Optional.empty();
    }
    List<Window> windows = new ArrayList<>();
    for (int i = 0; i < gathering.count(); i++) {
      List<Ast.Statement> window = new ArrayList<>(steps.subList(i * size, (i + 1) * size));
      if (window.stream().anyMatch(s -> !(s instanceof Ast.Pipeline))) {
        return Optional.empty();
      }
      if (i + 1 < gathering.count()) {
        String name = gathering.tensors().get(i + 1);
        Optional<Ast.Statement> last = Tail.without(window.getLast(), name);
        if (last.isEmpty() || everywhere.get(name) != 2) {
          return Optional.empty();
        }
        window.set(size - 1, last.get());
      }
      windows.add(Window.of(window.stream().map(Window.Part::of).toList()));
    }
    Window first = windows.getFirst();
    if (!windows.stream().allMatch(w -> first.isLike(w) && w.isClosed(everywhere))) {
      return Optional.empty();
    }
    return Loop.of(windows, names);
  }
}
