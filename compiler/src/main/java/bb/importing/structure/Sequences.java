package bb.importing.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The lists of items in which something may be found: a network's, those of branches and those of
 * scopes that have names.
 */
final class Sequences {
  private Sequences() {}

  /** Changes all of them, those inside first. */
  static List<Item> change(List<Item> items, UnaryOperator<List<Item>> change) {
    return change.apply(inside(items, change));
  }

  private static List<Item> inside(List<Item> items, UnaryOperator<List<Item>> change) {
    List<Item> all = new ArrayList<>();
    for (Item item : items) {
      all.add(
          switch (item) {
            case Item.Call call -> call;
            case Item.Join join -> branches(join, branch -> change(branch, change));
            case Item.Scope scope ->
                scope(
                    scope,
                    Motif.of(scope).isPresent()
                        ? inside(scope.items(), change)
                        : change(scope.items(), change));
          });
    }
    return same(items, all) ? items : all;
  }

  static void visit(List<Item> items, Consumer<List<Item>> visitor) {
    change(
        items,
        list -> {
          visitor.accept(list);
          return list;
        });
  }

  // what stays the same stays itself, as it is known by its identity

  static Item.Join branches(Item.Join join, UnaryOperator<List<Item>> change) {
    List<List<Item>> changed = join.branches().stream().map(change).toList();
    for (int i = 0; i < changed.size(); i++) {
      if (!same(changed.get(i), join.branches().get(i))) {
        return new Item.Join(join.layer(), join.from(), changed);
      }
    }
    return join;
  }

  private static Item.Scope scope(Item.Scope scope, List<Item> items) {
    return same(scope.items(), items) ? scope : new Item.Scope(scope.label(), items);
  }

  private static boolean same(List<Item> one, List<Item> other) {
    if (one == other) {
      return true;
    }
    if (one.size() != other.size()) {
      return false;
    }
    for (int i = 0; i < one.size(); i++) {
      if (one.get(i) != other.get(i)) {
        return false;
      }
    }
    return true;
  }
}
