package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Statements that are equal but for whole numbers, those in labels too, become a repeat:
 *
 * <pre>
 *   concat { | identity | denselayer1: Unit }
 *   concat { | identity | denselayer2: Unit }     repeat i in 1..4 {
 *   concat { | identity | denselayer3: Unit }  ->   concat { | identity | "denselayer{i}": Unit }
 *                                                 }
 * </pre>
 *
 * <p>A repeat without a label numbers the steps in it on, so that no name changes.
 */
final class Repeats {
  private static final int LONGEST_WINDOW = 12;

  /** Lines that are as easy to read as one that says what differs. */
  private static final int TABLE_TO_READ = 2;

  /** Lines that are as easy to read as a loop that some have no times. */
  private static final int IDLE_TO_READ = 3;

  private final Map<String, Integer> everywhere;
  private final Set<String> names;

  private Repeats(Ast.Body whole, Set<String> names) {
    this.everywhere = Slots.of(whole.statements()).counts();
    this.names = names;
  }

  /**
   * @param names what means something already
   */
  static Ast.Body in(Ast.Body whole, Set<String> names) {
    return new Repeats(whole, names).body(whole);
  }

  /** What is inside first, as what is around may repeat that. */
  private Ast.Body body(Ast.Body body) {
    List<Ast.Statement> inner =
        body.statements().stream()
            .map(statement -> Tree.around(this::body).statement(statement))
            .toList();
    return Make.body(fold(inner));
  }

  private List<Ast.Statement> fold(List<Ast.Statement> statements) {
    List<Window.Part> parts = statements.stream().map(Window.Part::of).toList();
    List<Ast.Statement> all = new ArrayList<>();
    int i = 0;
    while (i < parts.size()) {
      Optional<Run> best = Optional.empty();
      for (int size = 1; size <= LONGEST_WINDOW && i + 2 * size <= parts.size(); size++) {
        Optional<Run> run = run(parts, i, size);
        if (run.isPresent() && run.get().saved() > best.map(Run::saved).orElse(0)) {
          best = run;
        }
      }
      if (best.isEmpty()) {
        all.add(parts.get(i).statement());
        i++;
      } else {
        all.add(best.get().statement());
        i += best.get().length();
      }
    }
    return all;
  }

  private record Run(Ast.Statement statement, int length, int saved) {}

  /** The most windows one behind the other that are alike. */
  private Optional<Run> run(List<Window.Part> parts, int from, int size) {
    List<Window.Part> first = parts.subList(from, from + size);
    boolean flows =
        first.stream().allMatch(p -> p.statement() instanceof Ast.Pipeline || isTensor(p));
    if (!flows || first.stream().allMatch(Repeats::isTensor)) {
      return Optional.empty();
    }
    Window pattern = Window.of(first);
    if (!pattern.isClosed(everywhere)) {
      return Optional.empty();
    }
    List<Window> windows = new ArrayList<>(List.of(pattern));
    for (int at = from + size; at + size <= parts.size(); at += size) {
      Window next = Window.of(parts.subList(at, at + size));
      if (!pattern.isLike(next) || !next.isClosed(everywhere)) {
        break;
      }
      windows.add(next);
    }
    Optional<Run> run = run(windows, windows);
    return size > 1
        ? run
        : idle(parts.subList(from, parts.size()), windows.size())
            .filter(idle -> idle.saved() > run.map(Run::saved).orElse(0))
            .or(() -> run);
  }

  /** More of them than are alike, where some have a loop that others lack. */
  private Optional<Run> idle(List<Window.Part> parts, int alike) {
    List<Ast.Statement> same = Idle.alike(parts.stream().map(Window.Part::statement).toList());
    if (same.size() <= alike) {
      return Optional.empty();
    }
    List<Window> windows = same.stream().map(Repeats::window).toList();
    boolean closed =
        windows.stream().allMatch(w -> w.isClosed(everywhere) && windows.getFirst().isLike(w));
    List<Window> before =
        parts.subList(0, same.size()).stream().map(p -> Window.of(List.of(p))).toList();
    return closed
        ? run(windows, before)
            .map(run -> new Run(run.statement(), run.length(), run.saved() - IDLE_TO_READ))
        : Optional.empty();
  }

  private static Window window(Ast.Statement statement) {
    return Window.of(List.of(Window.Part.of(statement)));
  }

  /**
   * @param before as they stand there
   */
  private Optional<Run> run(List<Window> windows, List<Window> before) {
    Window pattern = windows.getFirst();
    // fewer of them where not all go on a table
    for (int count = windows.size(); count >= 2; count--) {
      Optional<Loop> loop = Loop.of(windows.subList(0, count), names);
      if (loop.isPresent()) {
        int lines = before.subList(0, count).stream().mapToInt(Window::lines).sum();
        int after = pattern.isShort() ? 1 : pattern.lines() + 2;
        // two short lines are easier to read than a loop that says what differs
        boolean plain = lines == 2 && loop.get().pattern().isPresent();
        int saved = plain ? 0 : lines - after - (loop.get().isTable() ? TABLE_TO_READ : 0);
        Ast.Step repeat = Make.step(loop.get().repeat());
        return Optional.of(
            new Run(
                Make.pipeline(Optional.empty(), List.of(repeat)),
                count * pattern.parts().size(),
                saved));
      }
    }
    return Optional.empty();
  }

  private static boolean isTensor(Window.Part part) {
    return part.statement() instanceof Ast.Param || part.statement() instanceof Ast.Const;
  }
}
