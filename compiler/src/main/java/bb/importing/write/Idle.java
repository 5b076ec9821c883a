package bb.importing.write;

import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Statements of which one has a loop that the other lacks, where it is one of no times:
 *
 * <pre>
 *   stage1: { conv1: conv(8, 3) }
 *   stage2: { conv1: conv(16, 3); repeat i in 2..4 { "conv{i}": conv(16, 3) } }
 *   ->
 *   stage1: { conv1: conv(8, 3); repeat i in 2..2 { "conv{i}": conv(8, 3) } }
 * </pre>
 */
final class Idle {
  /** What numbers of the one are in the same places of the other, by what they say. */
  private final Map<List<Object>, Set<Long>> forth = new HashMap<>();

  private final Map<List<Object>, Set<Long>> back = new HashMap<>();

  private Idle() {}

  private record Both(Ast.Statement one, Ast.Statement other) {}

  /** As many of the statements as are alike with the loops of each other, with these. */
  static List<Ast.Statement> alike(List<Ast.Statement> statements) {
    List<Ast.Statement> all = new ArrayList<>(List.of(statements.getFirst()));
    for (Ast.Statement next : statements.subList(1, statements.size())) {
      Optional<Both> both = braces(next).flatMap(_ -> of(all.getLast(), next));
      if (both.isEmpty()) {
        break;
      }
      Ast.Statement whole = both.get().one();
      if (!Slots.blank(whole).equals(Slots.blank(all.getLast()))) {
        all.replaceAll(s -> of(s, whole).map(Both::one).orElse(s));
      }
      all.add(both.get().other());
    }
    return all;
  }

  private static Optional<Both> of(Ast.Statement one, Ast.Statement other) {
    Idle idle = new Idle();
    // all numbers are known once all has been seen
    return idle.statement(one, other).flatMap(_ -> idle.statement(one, other));
  }

  private Optional<Both> statement(Ast.Statement one, Ast.Statement other) {
    if (Slots.blank(one).equals(Slots.blank(other))) {
      learn(one, other);
      return Optional.of(new Both(one, other));
    }
    Optional<Ast.Sequence> first = braces(one);
    Optional<Ast.Sequence> second = braces(other);
    if (first.isEmpty() || second.isEmpty()) {
      return Optional.empty();
    }
    Ast.Statement head = around(one, List.of());
    Ast.Statement head2 = around(other, List.of());
    if (!Slots.blank(head).equals(Slots.blank(head2))) {
      return Optional.empty();
    }
    learn(head, head2);
    return inside(one, first.get().body().statements(), other, second.get().body().statements());
  }

  private Optional<Both> inside(
      Ast.Statement one,
      List<Ast.Statement> first,
      Ast.Statement other,
      List<Ast.Statement> second) {
    List<Ast.Statement> all = new ArrayList<>();
    List<Ast.Statement> all2 = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < first.size() || j < second.size()) {
      Optional<Both> both =
          i < first.size() && j < second.size()
              ? statement(first.get(i), second.get(j))
              : Optional.empty();
      if (both.isPresent()) {
        all.add(both.get().one());
        all2.add(both.get().other());
        i++;
        j++;
      } else if (i < first.size() && loop(first.get(i)).isPresent()) {
        all.add(first.get(i));
        all2.add(never(first.get(i++), forth));
      } else if (j < second.size() && loop(second.get(j)).isPresent()) {
        all.add(never(second.get(j), back));
        all2.add(second.get(j++));
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(new Both(around(one, all), around(other, all2)));
  }

  private void learn(Ast.Statement one, Ast.Statement other) {
    Slots first = Slots.of(List.of(one));
    Slots second = Slots.of(List.of(other));
    for (int i = 0; i < first.numbers().size(); i++) {
      forth.computeIfAbsent(number(first, i), _ -> new HashSet<>()).add(second.numbers().get(i));
      back.computeIfAbsent(number(second, i), _ -> new HashSet<>()).add(first.numbers().get(i));
    }
  }

  private static List<Object> number(Slots slots, int place) {
    return List.of(slots.says(place), slots.numbers().get(place));
  }

  /** A pipeline of nothing but braces. */
  private static Optional<Ast.Sequence> braces(Ast.Statement statement) {
    return statement instanceof Ast.Pipeline p
            && p.steps().size() == 1
            && p.steps().getFirst().action() instanceof Ast.Sequence sequence
        ? Optional.of(sequence)
        : Optional.empty();
  }

  private static Ast.Statement around(Ast.Statement braces, List<Ast.Statement> statements) {
    return Tree.around(_ -> Make.body(statements)).statement(braces);
  }

  /** A loop that counts, and hands nothing on. */
  private static Optional<Ast.Repeat> loop(Ast.Statement statement) {
    if (!(statement instanceof Ast.Pipeline p)
        || p.label().isPresent()
        || p.steps().size() > 1
        || p.steps().getFirst().binding().isPresent()
        || !(p.steps().getFirst().action() instanceof Ast.Repeat loop)
        || loop.collect()
        || !(loop.range() instanceof Ast.Range(Ast.IntLiteral _, Ast.IntLiteral _, _))) {
      return Optional.empty();
    }
    Slots slots = Slots.of(List.of(statement));
    return slots.counters().containsAll(slots.bound()) ? Optional.of(loop) : Optional.empty();
  }

  /** The loop no times, with the numbers that are known to be in the places of its own. */
  private static Ast.Statement never(Ast.Statement statement, Map<List<Object>, Set<Long>> known) {
    Slots slots = Slots.of(List.of(statement));
    Ast.Statement other =
        slots
            .filled(place -> {
              Set<Long> others = known.getOrDefault(number(slots, place), Set.of());
              return others.size() == 1
                  ? Optional.of(Make.integer(others.iterator().next()))
                  : Optional.empty();
            })
            .getFirst();
    Ast.Repeat loop = loop(other).orElseThrow();
    Ast.Expr from = ((Ast.Range) loop.range()).from();
    Ast.Range none = new Ast.Range(from, from, loop.range().span());
    return Make.pipeline(
        Optional.empty(),
        List.of(Make.step(Make.repeat(false, loop.pattern(), none, loop.body().statements()))));
  }
}
