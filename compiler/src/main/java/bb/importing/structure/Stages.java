package bb.importing.structure;

import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.List;

/** Units that are alike and follow each other: a stage for each width and size, or one of all. */
final class Stages {
  private final Tokens tokens;

  private Stages(Tokens tokens) {
    this.tokens = tokens;
  }

  static List<Item> of(Tokens tokens, List<Item> items) {
    Stages stages = new Stages(tokens);
    return Sequences.change(items, stages::staged);
  }

  private List<Item> staged(List<Item> items) {
    List<Item> all = new ArrayList<>();
    int i = 0;
    while (i < items.size()) {
      int end = i + 1;
      while (Motif.UNIT.is(items.get(i))
          && end < items.size()
          && Motif.UNIT.is(items.get(end))
          && tokens.of(items.get(end)) == tokens.of(items.get(i))) {
        end++;
      }
      if (end - i > 1) {
        all.addAll(stages(items.subList(i, end)));
      } else {
        all.add(items.get(i));
      }
      i = end;
    }
    return all;
  }

  private List<Item> stages(List<Item> units) {
    List<List<Item>> runs = new ArrayList<>();
    for (Item unit : units) {
      if (runs.isEmpty() || !dims(runs.getLast().getLast()).equals(dims(unit))) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(unit);
    }
    long single = runs.stream().filter(run -> run.size() == 1).count();
    List<List<Item>> stages = 2 * single > runs.size() ? List.of(units) : runs;
    return stages.stream().<Item>map(Motif.STAGE::of).toList();
  }

  private List<Long> dims(Item unit) {
    Ref out = unit.out();
    return tokens.graph().dims(out);
  }
}
