package bb.importing.write;

import bb.importing.structure.Item;
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

  /**
   * What a join puts together one after the other, {@code (a + b) + c}; only the join's own
   * branches unless others are nested in its first.
   */
  static List<List<Item>> chained(Item.Join join) {
    List<List<Item>> all = new ArrayList<>();
    Item.Join at = join;
    while (at.branches().size() == 2
        && at.branches().getFirst().size() == 1
        && at.branches().getFirst().getFirst() instanceof Item.Join inner
        && inner.layer().op().equals(join.layer().op())
        && inner.layer().args().equals(join.layer().args())
        && inner.from().equals(join.from())) {
      all.addFirst(at.branches().getLast());
      at = inner;
    }
    all.addAll(0, at.branches());
    return all;
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
      List<Ast.Step> steps = new ArrayList<>(behind(from.apply(i), branches.get(i)).steps());
      steps.set(steps.size() - 1, Make.filling(steps.getLast(), table, i));
      all.add(Make.pipeline(Optional.empty(), steps));
    }
    return all;
  }

  /**
   * Branches that are joined one by one, each with what those before it make.
   *
   * @param from what flows into each
   * @param names of what flows out
   */
  static List<Ast.Statement> chain(
      Ast.JoinKind kind,
      List<Ast.Argument> options,
      Ast.Expr from,
      List<Ast.Pipeline> links,
      List<String> names) {
    Ast.Pipeline before =
        Make.pipeline(Optional.empty(), List.of(Make.apply(Make.reference("identity"))));
    List<Ast.Statement> all = new ArrayList<>(List.of(behind(from, links.getFirst())));
    for (int i = 1; i < links.size(); i++) {
      Ast.Action join = Make.join(kind, options, List.of(before, behind(from, links.get(i))));
      Ast.Step step = Make.bound(Make.step(join), i + 1 < links.size() ? List.of() : names);
      all.add(Make.pipeline(Optional.empty(), List.of(step)));
    }
    return all;
  }

  /** A branch behind what flows into it. */
  static Ast.Pipeline behind(Ast.Expr from, Ast.Pipeline branch) {
    List<Ast.Step> steps = new ArrayList<>(List.of(Make.apply(from)));
    if (branch.label().isEmpty()) {
      steps.addAll(branch.steps());
    } else if (branch.steps().size() == 1) {
      steps.add(Make.labelled(branch.label().get(), branch.steps().getFirst()));
    } else {
      Ast.Statement inside = Make.pipeline(Optional.empty(), branch.steps());
      steps.add(Make.labelled(branch.label().get(), Make.step(Make.sequence(List.of(inside)))));
    }
    return Make.pipeline(Optional.empty(), steps);
  }
}
