package bb.importing.structure;

import bb.importing.layers.LayerGraph;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a label of all that a branch has around the join where that is what other labels are around:
 *
 * <pre>
 *   attn: add { | identity | { norm; … } }      attn: add { | identity | { norm; … } }
 *   add { | identity | mid: { norm; … } }   ->  mid: add { | identity | { norm; … } }
 * </pre>
 */
final class Around {
  private final Likeness.Network network;
  private final Map<Integer, String> paths;
  private final Set<String> known = new HashSet<>();

  private Around(LayerGraph graph, Map<Integer, String> paths) {
    this.network = new Likeness.Network(graph, paths);
    this.paths = paths;
  }

  static List<Item> of(LayerGraph graph, Map<Integer, String> paths, List<Item> items) {
    Around around = new Around(graph, paths);
    around.learn(items, "");
    return around.known.isEmpty() ? items : around.moved(items, "");
  }

  /** What labels are around that stand before a join. */
  private void learn(List<Item> items, String prefix) {
    for (Item item : items) {
      switch (item) {
        case Item.Call _ -> {}
        case Item.Join join -> join.branches().forEach(branch -> learn(branch, prefix));
        case Item.Scope scope -> {
          String below = prefix + scope.label() + ".";
          if (scope.items().size() == 1 && scope.items().getFirst() instanceof Item.Join) {
            known.add(network.of(scope.items(), below).text());
          }
          learn(scope.items(), below);
        }
      }
    }
  }

  private List<Item> moved(List<Item> items, String prefix) {
    List<Item> all = new ArrayList<>();
    for (Item item : items) {
      all.add(
          switch (item) {
            case Item.Call call -> call;
            case Item.Join join -> moved(join, prefix);
            case Item.Scope scope ->
                new Item.Scope(scope.label(), moved(scope.items(), prefix + scope.label() + "."));
          });
    }
    return all;
  }

  private Item moved(Item.Join join, String prefix) {
    List<Item.Scope> scopes =
        join.branches().stream()
            .filter(branch -> branch.size() == 1)
            .map(List::getFirst)
            .filter(Item.Scope.class::isInstance)
            .map(Item.Scope.class::cast)
            .toList();
    if (scopes.size() == 1 && !paths.containsKey(join.layer().id())) {
      Item.Scope scope = scopes.getFirst();
      Item.Join inside =
          Sequences.branches(
              join, branch -> branch.equals(List.of(scope)) ? scope.items() : branch);
      if (known.contains(network.of(List.of(inside), prefix + scope.label() + ".").text())) {
        return new Item.Scope(scope.label(), List.of(inside));
      }
    }
    return Sequences.branches(join, branch -> moved(branch, prefix));
  }
}
