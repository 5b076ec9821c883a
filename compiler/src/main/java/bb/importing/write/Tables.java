package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Tensors that pass from a window to the next, or out of each, become elements of a table, so that
 * the windows are equal but for numbers:
 *
 * <pre>
 *   layer1: { conv(8, 1); add(x, it) as x2; relu }        layer1: { conv(8, 1); add(x[0], it) as x[1]; relu }
 *   layer2: { conv(8, 1); add(x2, it) as x3; relu }   ->  layer2: { conv(8, 1); add(x[1], it) as x[2]; relu }
 *   layer3: { conv(8, 1); add(x3, it) as x4; relu }       layer3: { conv(8, 1); add(x[2], it) as x[3]; relu }
 * </pre>
 */
final class Tables {
  private static final int LONGEST_WINDOW = 4;

  /** Two windows are as plain as a table. */
  private static final int LEAST_WINDOWS = 3;

  private static final int LEAST_SAVED = 6;

  private final Map<String, Integer> everywhere;
  private final Set<String> names;
  private final Bound bound;
  private final Map<String, Element> elements = new HashMap<>();

  private Tables(Ast.Body whole, Set<String> names) {
    this.everywhere = Slots.of(whole.statements()).counts();
    this.names = new HashSet<>(names);
    this.bound = Bound.in(whole);
  }

  /** What is in the place of a name. */
  record Element(String table, int index) {}

  /**
   * @param names what means something already
   */
  static Ast.Body in(Ast.Body whole, Set<String> names) {
    Tables tables = new Tables(whole, names);
    Ast.Body changed = Flows.change(whole, tables::change);
    return Make.body(with(tables.elements, changed.statements()));
  }

  private List<Ast.Statement> change(List<Ast.Statement> statements, Set<String> entry) {
    Plan plain = plan(statements);
    Plan entered = plan(Entries.of(statements, entry, everywhere, bound.names()));
    Plan best = entered.saved() > plain.saved() ? entered : plain;
    if (best.saved() < LEAST_SAVED) {
      return statements;
    }
    elements.putAll(best.elements());
    best.elements().values().forEach(element -> names.add(element.table()));
    return best.statements();
  }

  /**
   * @param saved lines
   */
  private record Plan(List<Ast.Statement> statements, Map<String, Element> elements, int saved) {}

  private record Run(Map<String, Element> elements, int length, int saved) {}

  private Plan plan(List<Ast.Statement> statements) {
    List<Window.Part> parts = statements.stream().map(Window.Part::of).toList();
    Map<String, Element> found = new HashMap<>();
    int saved = 0;
    int i = 0;
    while (i < parts.size()) {
      Optional<Run> best = Optional.empty();
      for (int size = 1; size <= LONGEST_WINDOW; size++) {
        Optional<Run> run = run(parts, i, size, found);
        if (run.isPresent() && run.get().saved() > best.map(Run::saved).orElse(0)) {
          best = run;
        }
      }
      best.ifPresent(run -> found.putAll(run.elements()));
      saved += best.map(Run::saved).orElse(0);
      i += best.map(Run::length).orElse(1);
    }
    return new Plan(statements, found, saved);
  }

  /** The most windows one behind the other that are alike but for names. */
  private Optional<Run> run(
      List<Window.Part> parts, int from, int size, Map<String, Element> found) {
    List<Window> windows = new ArrayList<>();
    for (int at = from; at + size <= parts.size(); at += size) {
      List<Window.Part> next = parts.subList(at, at + size);
      if (!alike(next, parts.subList(from, from + size))) {
        break;
      }
      windows.add(Window.of(next));
    }
    for (int count = windows.size(); count >= LEAST_WINDOWS; count--) {
      Optional<Run> run = run(windows.subList(0, count), found);
      if (run.isPresent()) {
        return run;
      }
    }
    return Optional.empty();
  }

  private static boolean alike(List<Window.Part> one, List<Window.Part> other) {
    return IntStream.range(0, one.size())
        .allMatch(i ->
            one.get(i).statement() instanceof Ast.Pipeline
                && one.get(i).key().equals(other.get(i).key()));
  }

  private Optional<Run> run(List<Window> windows, Map<String, Element> found) {
    Map<String, Element> known = new HashMap<>(elements);
    known.putAll(found);
    Optional<Map<String, Element>> carried =
        new Carried(windows, everywhere, bound.names(), names, known).elements();
    if (carried.isEmpty()) {
      return Optional.empty();
    }
    known.putAll(carried.get());
    List<Window> changed =
        windows.stream()
            .map(w -> with(known, w.parts().stream().map(Window.Part::statement).toList()))
            .map(s -> Window.of(s.stream().map(Window.Part::of).toList()))
            .toList();
    Window first = changed.getFirst();
    boolean folds =
        changed.stream().allMatch(w -> first.isLike(w) && w.isClosed(everywhere))
            && Loop.of(changed, names).filter(loop -> !loop.isTable()).isPresent();
    int length = windows.size() * first.parts().size();
    int saved = (windows.size() - 1) * first.lines() - 2;
    return folds ? Optional.of(new Run(carried.get(), length, saved)) : Optional.empty();
  }

  private static List<Ast.Statement> with(
      Map<String, Element> elements, List<Ast.Statement> statements) {
    Tree tree =
        Tree.of(
            new Tree.Leaves() {
              @Override
              public Ast.Expr reference(Ast.Reference reference) {
                Element element = elements.get(reference.name().text());
                return element == null ? reference : Make.element(element.table(), element.index());
              }

              @Override
              public Optional<Ast.Binding> binding(Ast.Binding binding) {
                return binding.names().size() > 1
                    ? Optional.empty()
                    : Optional.ofNullable(elements.get(binding.names().getFirst().text()))
                        .map(element -> Make.filling(element.table(), element.index()));
              }
            });
    return statements.stream().map(tree::statement).toList();
  }
}
