package bb.importing.structure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Units that a network has several of, wherever they stand: joins, and other items in a row. */
final class Recurring {
  private static final int LEAST_SAVED = 3;
  private static final int LONGEST = 12;

  /** Activations and norms behind a join. */
  private static final int MOST_CLOSING = 2;

  private final Tokens tokens;

  private Recurring(Tokens tokens) {
    this.tokens = tokens;
  }

  // ---- joins

  /** Joins that there are several of, each with the activation that follows most of them. */
  static List<Item> joins(Tokens tokens, List<Item> items) {
    return new Recurring(tokens).joins(items);
  }

  private List<Item> joins(List<Item> items) {
    Map<Integer, Integer> counts = new HashMap<>();
    Map<List<Integer>, Integer> closed = new HashMap<>();
    tokens.visit(
        items,
        list -> {
          for (int i = 0; i < list.size(); i++) {
            if (isUnit(list.get(i))) {
              counts.merge(tokens.of(list.get(i)), 1, Integer::sum);
              for (int end = i + 2; end <= i + 1 + closing(list, i); end++) {
                closed.merge(tokens.of(list.subList(i, end)), 1, Integer::sum);
              }
            }
          }
        });
    return Sequences.change(items, list -> joins(list, counts, closed));
  }

  private List<Item> joins(
      List<Item> items, Map<Integer, Integer> counts, Map<List<Integer>, Integer> closed) {
    List<Item> all = new ArrayList<>();
    int i = 0;
    while (i < items.size()) {
      int end = i + 1;
      int count = isUnit(items.get(i)) ? counts.getOrDefault(tokens.of(items.get(i)), 0) : 0;
      for (int longer = i + 1 + closing(items, i); count > 1 && longer > end; longer--) {
        if (3 * closed.getOrDefault(tokens.of(items.subList(i, longer)), 0) >= 2 * count) {
          end = longer;
        }
      }
      List<Item> unit = items.subList(i, end);
      boolean found =
          count > 1 && tokens.saved(count, unit) >= LEAST_SAVED && tokens.areClosed(unit);
      all.addAll(found ? List.of(Motif.UNIT.of(unit)) : unit);
      i = end;
    }
    return all;
  }

  private boolean isUnit(Item item) {
    return item instanceof Item.Join join
        && !join.layer().is("mul")
        && tokens.areAnonymous(List.of(join));
  }

  /** How many activations and norms follow. */
  private static int closing(List<Item> items, int at) {
    int count = 0;
    while (count < MOST_CLOSING
        && at + count + 1 < items.size()
        && items.get(at + count + 1) instanceof Item.Call(var layer)
        && (Scopes.CLOSING.contains(layer.op()) || layer.op().contains("norm"))) {
      count++;
    }
    return count;
  }

  // ---- rows

  /** Items that follow each other at several places, the longest first. */
  static List<Item> rows(Tokens tokens, List<Item> items) {
    Recurring recurring = new Recurring(tokens);
    List<Item> found = items;
    for (int length = LONGEST; length > 1; length--) {
      found = recurring.rows(found, length);
    }
    return found;
  }

  private List<Item> rows(List<Item> items, int length) {
    Map<List<Integer>, Integer> counts = new HashMap<>();
    tokens.visit(items, list -> places(list, length, counts));
    Set<List<Integer>> often = new HashSet<>();
    counts.forEach((row, count) -> {
      if (count > 1) {
        often.add(row);
      }
    });
    if (often.isEmpty()) {
      return items;
    }
    return Sequences.change(items, list -> wrapped(list, length, often, counts));
  }

  /** Counts rows that do not overlap. */
  private void places(List<Item> items, int length, Map<List<Integer>, Integer> counts) {
    List<Integer> text = items.stream().map(tokens::of).toList();
    Map<List<Integer>, Integer> last = new HashMap<>();
    for (int i = 0; i + length <= items.size(); i++) {
      List<Integer> row = List.copyOf(text.subList(i, i + length));
      if (isRow(items.subList(i, i + length)) && last.getOrDefault(row, -length) + length <= i) {
        last.put(row, i);
        counts.merge(row, 1, Integer::sum);
      }
    }
  }

  private List<Item> wrapped(
      List<Item> items, int length, Set<List<Integer>> often, Map<List<Integer>, Integer> counts) {
    List<Integer> text = items.stream().map(tokens::of).toList();
    List<Item> all = new ArrayList<>();
    int i = 0;
    while (i < items.size()) {
      List<Item> row = items.subList(i, Math.min(i + length, items.size()));
      List<Integer> key = text.subList(i, i + row.size());
      boolean found =
          row.size() == length
              && often.contains(key)
              && isRow(row)
              && tokens.saved(counts.get(key), row) >= LEAST_SAVED
              && tokens.areClosed(row);
      if (found) {
        all.add(Motif.UNIT.of(row));
        i += length;
      } else {
        all.add(items.get(i++));
      }
    }
    return all.size() == items.size() ? items : all;
  }

  private boolean isRow(List<Item> row) {
    boolean begins =
        !(row.getFirst() instanceof Item.Call(var layer)) || !Scopes.CLOSING.contains(layer.op());
    return begins
        && row.stream().noneMatch(Motif.UNIT::is)
        && new HashSet<>(tokens.of(row)).size() > 1
        && tokens.areAnonymous(row);
  }
}
