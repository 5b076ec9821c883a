package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Puts items whose names begin alike under a label: {@code layer1.0.conv1} and {@code
 * layer1.0.conv2} into {@code layer1} and there into {@code 0}.
 */
public final class Scopes {
  /** What follows a sum or a product at the end of a unit, more often than it begins the next. */
  static final Set<String> CLOSING =
      Set.of("relu", "relu6", "leaky_relu", "silu", "hard_swish", "gelu", "mish", "elu");

  private final LayerGraph graph;
  private final Map<Integer, String> paths;
  private final Map<Integer, String> places;

  private Scopes(LayerGraph graph, Map<Integer, String> paths, Map<Integer, String> places) {
    this.graph = graph;
    this.paths = paths;
    this.places = places;
  }

  /**
   * @param paths of the layers that have tensors, by their numbers
   * @param places of others: the scopes that they stand in, if it is known
   */
  public static List<Item> of(
      LayerGraph graph, Map<Integer, String> paths, Map<Integer, String> places) {
    Scopes scopes = new Scopes(graph, paths, places);
    List<Item> items = Modules.of(graph, paths, Branches.of(graph));
    return Around.of(graph, paths, scopes.distinct(scopes.scoped(items, ""), ""));
  }

  /**
   * A label stands once among all steps under another, those of branches, too: what would be
   * several scopes of a name is written without them, each step with all of its name.
   */
  private List<Item> distinct(List<Item> items, String prefix) {
    Map<String, Integer> counts = new HashMap<>();
    Set<String> scopes = new HashSet<>();
    count(items, prefix, counts, scopes);
    scopes.removeIf(label -> counts.get(label) < 2);
    return scopes.isEmpty()
        ? items.stream().map(item -> inside(item, prefix)).toList()
        : distinct(opened(items, scopes), prefix);
  }

  /** How many steps of which names there are, and which of these are scopes. */
  private void count(
      List<Item> items, String prefix, Map<String, Integer> counts, Set<String> scopes) {
    for (Item item : items) {
      switch (item) {
        case Item.Call call -> {
          String path = paths.getOrDefault(call.layer().id(), "");
          if (path.startsWith(prefix) && path.indexOf('.', prefix.length()) > 0) {
            counts.merge(part(path, prefix), 1, Integer::sum);
          }
        }
        case Item.Join join ->
            join.branches().forEach(branch -> count(branch, prefix, counts, scopes));
        case Item.Scope scope -> {
          scopes.add(scope.label());
          counts.merge(scope.label(), 1, Integer::sum);
        }
      }
    }
  }

  private Item inside(Item item, String prefix) {
    return switch (item) {
      case Item.Call call -> call;
      case Item.Join join ->
          branched(join, branch -> branch.stream().map(i -> inside(i, prefix)).toList());
      case Item.Scope scope ->
          new Item.Scope(scope.label(), distinct(scope.items(), prefix + scope.label() + "."));
    };
  }

  private static Item.Join branched(Item.Join join, UnaryOperator<List<Item>> change) {
    return new Item.Join(join.layer(), join.from(), join.branches().stream().map(change).toList());
  }

  private static List<Item> opened(List<Item> items, Set<String> labels) {
    List<Item> all = new ArrayList<>();
    for (Item item : items) {
      switch (item) {
        case Item.Call call -> all.add(call);
        case Item.Join join -> all.add(branched(join, branch -> opened(branch, labels)));
        case Item.Scope scope -> {
          if (labels.contains(scope.label())) {
            scope.items().forEach(inner -> all.add(under(inner, scope.label())));
          } else {
            all.add(scope);
          }
        }
      }
    }
    return all;
  }

  /** An item that was in a scope, with scopes in it under both labels. */
  private static Item under(Item item, String label) {
    return switch (item) {
      case Item.Call call -> call;
      case Item.Join join ->
          branched(join, branch -> branch.stream().map(i -> under(i, label)).toList());
      case Item.Scope inner -> new Item.Scope(label + "." + inner.label(), inner.items());
    };
  }

  private List<Item> scoped(List<Item> items, String prefix) {
    List<Item> all = new ArrayList<>();
    List<Item> run = new ArrayList<>();
    Optional<String> label = Optional.empty();
    int sure = 0; // items of the run up to the last that has the name
    for (Item item : items) {
      Optional<String> next = first(item, prefix);
      if (item instanceof Item.Scope(var module, var inside)
          && module.equals(prefix + next.orElse(""))) {
        close(all, run, sure, label, prefix);
        all.add(new Item.Scope(next.orElseThrow(), scoped(inside, module + ".")));
        run = new ArrayList<>();
        label = Optional.empty();
        sure = 0;
        continue;
      }
      boolean named =
          isNamed(item) || next.isPresent() && (next.equals(label) || !takesSeveral(item));
      if (!named) {
        run.add(item);
        boolean closes =
            label.isPresent()
                && sure == run.size() - 1
                && sure > 0
                && run.get(sure - 1) instanceof Item.Join
                && item instanceof Item.Call call
                && CLOSING.contains(call.layer().op());
        if (closes) {
          sure = run.size();
        }
        continue;
      }
      if (next.isPresent() && next.equals(label)) {
        run.add(item);
        sure = run.size();
        continue;
      }
      close(all, run, sure, label, prefix);
      run = new ArrayList<>(List.of(item));
      label = next;
      sure = 1;
    }
    close(all, run, sure, label, prefix);
    return all;
  }

  /** Whether it puts tensors together: a scope that begins behind it has but one that flows in. */
  private boolean takesSeveral(Item item) {
    return item instanceof Item.Call(var layer)
        && layer.inputs().stream().filter(ref -> !graph.layer(ref).isTensor()).count() > 1;
  }

  /** Ends a run: what has the name goes into the scope, and what follows does not. */
  private void close(
      List<Item> all, List<Item> run, int sure, Optional<String> label, String prefix) {
    List<Item> inside = run.subList(0, sure);
    boolean one = inside.size() == 1 && inside.getFirst() instanceof Item.Call;
    if (label.isPresent() && !inside.isEmpty() && !one && !isLeaf(inside, prefix, label.get())) {
      String below = prefix + label.get() + ".";
      all.add(inBranch(new Item.Scope(label.get(), scoped(inside, below))));
    } else {
      inside.forEach(item -> all.add(within(item, prefix)));
    }
    run.subList(sure, run.size()).forEach(item -> all.add(within(item, prefix)));
  }

  /** A layer that has the very name is labelled itself. */
  private boolean isLeaf(List<Item> items, String prefix, String label) {
    return items.stream()
        .flatMap(Item::layers)
        .anyMatch(layer -> (prefix + label).equals(paths.get(layer.id())));
  }

  private Item within(Item item, String prefix) {
    return item instanceof Item.Join join
        ? new Item.Join(
            join.layer(),
            join.from(),
            join.branches().stream().map(branch -> scoped(branch, prefix)).toList())
        : item;
  }

  /** A word for nothing but a join, of which one branch has names, is that branch's. */
  private Item inBranch(Item.Scope scope) {
    if (scope.items().size() > 1
        || !(scope.items().getFirst() instanceof Item.Join join)
        || paths.containsKey(join.layer().id())
        || Character.isDigit(scope.label().charAt(0))) {
      return scope;
    }
    List<List<Item>> named =
        join.branches().stream().filter(b -> b.stream().anyMatch(this::isNamed)).toList();
    return named.size() != 1
        ? scope
        : branched(
            join,
            branch ->
                branch == named.getFirst()
                    ? List.of(new Item.Scope(scope.label(), branch))
                    : branch);
  }

  private boolean isNamed(Item item) {
    return item.layers().anyMatch(layer -> paths.containsKey(layer.id()));
  }

  /**
   * The part of their names that all layers of an item have behind the prefix, if they have one.
   */
  private Optional<String> first(Item item, String prefix) {
    Set<String> parts =
        item.layers()
            .map(Layer::id)
            .filter(paths::containsKey)
            .map(paths::get)
            .map(path -> part(path, prefix))
            .collect(Collectors.toCollection(HashSet::new));
    // what joins branches, or stands in them, may be around all that has names there
    boolean around = item instanceof Item.Join && item.layers().anyMatch(l -> isAround(l, prefix));
    if (parts.isEmpty()) {
      item.layers()
          .map(Layer::id)
          .map(id -> places.getOrDefault(id, ""))
          .map(place -> part(place + ".", prefix))
          .forEach(parts::add);
    }
    return parts.size() == 1 && !parts.contains("") && !around
        ? Optional.of(parts.iterator().next())
        : Optional.empty();
  }

  private boolean isAround(Layer layer, String prefix) {
    String place = places.get(layer.id());
    return place != null && (place + ".").equals(prefix);
  }

  private static String part(String path, String prefix) {
    if (!path.startsWith(prefix)) {
      return "";
    }
    String rest = path.substring(prefix.length());
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}
