package bb.importing.structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Units that are what residual units add to what flows, and do without the sum. */
final class Bodies {
  private final Tokens tokens;
  private final Set<List<Integer>> bodies = new HashSet<>();
  private final TreeSet<Integer> lengths = new TreeSet<>();
  private final Set<List<Integer>> alone = new HashSet<>();

  private Bodies(Tokens tokens) {
    this.tokens = tokens;
  }

  static List<Item> of(Tokens tokens, List<Item> items) {
    Bodies bodies = new Bodies(tokens);
    Sequences.visit(items, bodies::collect);
    List<Item> found = Sequences.change(items, bodies::units);
    return bodies.alone.isEmpty() ? found : Sequences.change(found, bodies::inSums);
  }

  private void collect(List<Item> items) {
    for (Item item : items) {
      if (item instanceof Item.Join join && join.branches().stream().anyMatch(List::isEmpty)) {
        Tokens.main(join)
            .filter(main -> main.size() > 1 && tokens.areAnonymous(main))
            .ifPresent(main -> {
              bodies.add(tokens.of(main));
              lengths.add(main.size());
            });
      }
    }
  }

  private List<Item> units(List<Item> items) {
    List<Integer> text = items.stream().map(tokens::of).toList();
    List<Item> all = new ArrayList<>();
    int i = 0;
    while (i < items.size()) {
      int length = length(items, text, i);
      if (length > 0) {
        alone.add(List.copyOf(text.subList(i, i + length)));
        all.add(Motif.UNIT.of(items.subList(i, i + length)));
      } else {
        all.add(items.get(i));
      }
      i += Math.max(1, length);
    }
    return all.size() == items.size() ? items : all;
  }

  /** A branch is no unit as a whole. */
  private int length(List<Item> items, List<Integer> text, int from) {
    for (int length : lengths.descendingSet()) {
      if (from + length <= items.size()
          && length < items.size()
          && bodies.contains(text.subList(from, from + length))
          && tokens.areClosed(items.subList(from, from + length))) {
        return length;
      }
    }
    return 0;
  }

  private List<Item> inSums(List<Item> items) {
    return items.stream().map(item -> item instanceof Item.Join join ? inSum(join) : item).toList();
  }

  private Item inSum(Item.Join join) {
    return Tokens.main(join)
        .filter(main -> alone.contains(tokens.of(main)))
        .<Item>map(main ->
            Sequences.branches(
                join, branch -> branch == main ? List.of(Motif.BODY.of(main)) : branch))
        .orElse(join);
  }
}
