package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Many branches that are equal but for a number that counts them, as statements that fill a table:
 *
 * <pre>
 *   concat {
 *     | path0: conv(4, 3)          x -> path0: conv(4, 3) as path[0]
 *     | path1: conv(4, 3)      ->  x -> path1: conv(4, 3) as path[1]
 *     …                            …
 *   }                              path -> concat
 * </pre>
 */
final class Paths {
  /** Fewer are easier to see than a table is to read. */
  private static final int LEAST_BRANCHES = 6;

  private Paths() {}

  /** Whether a loop can say what they are. */
  static boolean areAlike(List<Ast.Pipeline> branches) {
    if (branches.size() < LEAST_BRANCHES
        || branches.stream().anyMatch(b -> b.steps().getLast().binding().isPresent())) {
      return false;
    }
    List<Window> windows =
        branches.stream().map(b -> Window.of(List.of(Window.Part.of(b)))).toList();
    Window first = windows.getFirst();
    return windows.stream().allMatch(first::isLike)
        && Loop.of(windows, Set.of()).filter(loop -> !loop.isTable()).isPresent();
  }

  /** What the first is called, without its number. */
  static Optional<String> name(List<Ast.Pipeline> branches) {
    Ast.Pipeline first = branches.getFirst();
    return first
        .label()
        .or(() -> first.steps().getFirst().label())
        .map(label -> label.text().parts())
        .filter(parts -> parts.size() == 1)
        .map(parts -> ((Ast.TextPart) parts.getFirst()).text())
        .map(text -> text.replaceFirst("[^A-Za-z].*", ""))
        .filter(text -> !text.isEmpty());
  }

  /**
   * @param from what flows into the branch of a number
   */
  static List<Ast.Statement> filling(
      String table, List<Ast.Pipeline> branches, IntFunction<Ast.Expr> from) {
    List<Ast.Statement> all = new ArrayList<>();
    for (int i = 0; i < branches.size(); i++) {
      Ast.Pipeline branch = branches.get(i);
      List<Ast.Step> steps = new ArrayList<>();
      steps.add(Make.apply(from.apply(i)));
      if (branch.label().isEmpty()) {
        steps.addAll(branch.steps());
      } else if (branch.steps().size() == 1) {
        steps.add(Make.labelled(branch.label().get(), branch.steps().getFirst()));
      } else {
        Ast.Statement inside = Make.pipeline(Optional.empty(), branch.steps());
        steps.add(Make.labelled(branch.label().get(), Make.step(Make.sequence(List.of(inside)))));
      }
      steps.set(steps.size() - 1, Make.filling(steps.getLast(), table, i));
      all.add(Make.pipeline(Optional.empty(), steps));
    }
    return all;
  }
}
