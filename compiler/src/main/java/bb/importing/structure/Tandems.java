package bb.importing.structure;

import bb.importing.layers.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Units of several items that follow each other: {@code J relu J relu} or {@code J K J K}. */
final class Tandems {
  private static final int LONGEST = 32;
  private static final int MOST_ROUNDS = 8;
  private static final int LEAST_SAVED = 3;

  private final Tokens tokens;

  /** How many of each unit there are, by its text. */
  private final Map<List<Integer>, Integer> counts = new HashMap<>();

  /** Units that follow each other, each of so many items. */
  private record Run(int from, int period, int count) {
    int end() {
      return from + period * count;
    }
  }

  private Tandems(Tokens tokens) {
    this.tokens = tokens;
  }

  static List<Item> of(Tokens tokens, List<Item> items) {
    List<Item> found = items;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      Tandems tandems = new Tandems(tokens);
      tokens.visit(found, tandems::count);
      List<Item> next = Sequences.change(found, tandems::wrapped);
      if (next == found) {
        break;
      }
      found = next;
    }
    return found;
  }

  private void count(List<Item> items) {
    List<Integer> text = items.stream().map(tokens::of).toList();
    for (Run run : runs(items, text)) {
      List<Integer> unit = List.copyOf(text.subList(run.from, run.from + run.period));
      counts.merge(unit, run.count, Integer::sum);
    }
  }

  /** The runs that save most, each with its units in scopes. */
  private List<Item> wrapped(List<Item> items) {
    List<Integer> text = items.stream().map(tokens::of).toList();
    Optional<Run> best =
        runs(items, text).stream()
            .filter(run -> saved(items, text, run) >= LEAST_SAVED)
            .max(
                Comparator.comparingInt((Run run) -> (run.count - 1) * lines(items, run))
                    .thenComparing(run -> -run.period)
                    .thenComparing(run -> -run.from));
    if (best.isEmpty()) {
      return items;
    }
    Run run = best.get();
    List<Item> all = new ArrayList<>(wrapped(items.subList(0, run.from)));
    for (int i = run.from; i < run.end(); i += run.period) {
      all.add(Motif.UNIT.of(items.subList(i, i + run.period)));
    }
    all.addAll(wrapped(items.subList(run.end(), items.size())));
    return all;
  }

  private int saved(List<Item> items, List<Integer> text, Run run) {
    List<Integer> unit = text.subList(run.from, run.from + run.period);
    int count = Math.max(run.count, counts.getOrDefault(unit, 0));
    return tokens.saved(count, items.subList(run.from, run.from + run.period));
  }

  private int lines(List<Item> items, Run run) {
    return tokens.lines(items.subList(run.from, run.from + run.period));
  }

  private List<Run> runs(List<Item> items, List<Integer> text) {
    List<Run> runs = new ArrayList<>();
    for (int period = 2; period <= Math.min(LONGEST, items.size() / 2); period++) {
      int equal = 0;
      for (int i = 0; i + period <= text.size(); i++) {
        if (i + period < text.size() && text.get(i).equals(text.get(i + period))) {
          equal++;
          continue;
        }
        if (equal >= period) {
          run(items, text, i - equal, i + period, period).ifPresent(runs::add);
        }
        equal = 0;
      }
    }
    return runs;
  }

  /** The run between two places in the phase of which a unit begins as units do. */
  private Optional<Run> run(List<Item> items, List<Integer> text, int from, int end, int period) {
    if (isRun(text.subList(from, from + period))
        || hasRun(items.subList(from, from + period), text.subList(from, from + period))
        || !tokens.areAnonymous(items.subList(from, from + period))) {
      return Optional.empty();
    }
    int most = (end - from) / period;
    int phases = Math.min(period, (end - from) % period + 1);
    int best = from;
    for (int at = from; at < from + phases; at++) {
      if (begins(items.get(at)) < begins(items.get(best))) {
        best = at;
      }
    }
    int count = 0;
    while (count < most
        && tokens.areClosed(items.subList(best + count * period, best + (count + 1) * period))) {
      count++;
    }
    return count > 1 ? Optional.of(new Run(best, period, count)) : Optional.empty();
  }

  /** Whether it is made of shorter units, all alike. */
  private static boolean isRun(List<Integer> unit) {
    for (int length = 1; length <= unit.size() / 2; length++) {
      if (unit.size() % length == 0
          && unit.subList(0, unit.size() - length).equals(unit.subList(length, unit.size()))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether units that are alike follow each other in it: what is around them is no part of them.
   */
  private static boolean hasRun(List<Item> items, List<Integer> unit) {
    for (int i = 1; i < items.size(); i++) {
      boolean whole = items.get(i) instanceof Item.Join || Motif.UNIT.is(items.get(i));
      if (whole && unit.get(i).equals(unit.get(i - 1))) {
        return true;
      }
    }
    return false;
  }

  /** Joins and splits before layers with tensors, and what closes a unit last. */
  private static int begins(Item item) {
    return switch (item) {
      case Item.Join join when !join.layer().is("mul") -> 0;
      case Item.Scope _ -> 1;
      case Item.Join _ -> 4;
      case Item.Call(var layer) -> begins(layer);
    };
  }

  private static int begins(Layer layer) {
    if (layer.is(Layer.SPLIT)) {
      return 1;
    }
    return Scopes.CLOSING.contains(layer.op()) ? 5 : layer.op().contains("norm") ? 3 : 2;
  }
}
