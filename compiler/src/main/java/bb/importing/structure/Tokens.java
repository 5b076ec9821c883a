package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Items as numbers: those that are alike but for numbers have the same. Residual units are alike if
 * what they add is, whatever becomes of what they add it to. Nothing is like an item with a name.
 */
final class Tokens {
  /** Layers of a projection, which makes what flows fit what is added to it. */
  private static final int LONGEST_PROJECTION = 3;

  private final LayerGraph graph;
  private final Likeness.Network network;
  private final Set<Integer> anonymous;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Map<Item, Integer> known = new IdentityHashMap<>();
  private final Map<Item, Integer> sizes = new IdentityHashMap<>();

  /**
   * @param named the paths that the model has
   * @param anonymous layers of which it has none
   */
  Tokens(LayerGraph graph, Map<Integer, String> named, Set<Integer> anonymous) {
    this.graph = graph;
    this.network = new Likeness.Network(graph, named);
    this.anonymous = anonymous;
  }

  LayerGraph graph() {
    return graph;
  }

  boolean isAnonymous(Layer layer) {
    return anonymous.contains(layer.id());
  }

  /** Whether there is something in them to be named. */
  boolean areAnonymous(List<Item> items) {
    return items.stream().flatMap(Item::layers).anyMatch(this::isAnonymous);
  }

  boolean areClosed(List<Item> items) {
    Likeness likeness = network.of(items, "");
    return likeness.isClosed() && likeness.takesOne();
  }

  /** Whether a layer alone reads what another makes, and nothing else. */
  boolean follows(Layer layer, Layer before) {
    return layer.inputs().equals(List.of(before.out()))
        && network.readers().get(before.id()).size() == 1
        && !network.leaving().contains(before.id());
  }

  List<Integer> of(List<Item> items) {
    List<Integer> all = new ArrayList<>();
    for (Item item : items) {
      if (Motif.BODY.is(item)) {
        all.addAll(of(((Item.Scope) item).items()));
      } else {
        all.add(of(item));
      }
    }
    return all;
  }

  int of(Item item) {
    Integer token = known.get(item);
    if (token == null) {
      token = made(item);
      known.put(item, token);
    }
    return token;
  }

  private int made(Item item) {
    return switch (item) {
      case Item.Call(var layer) ->
          network.paths().containsKey(layer.id())
              ? number("layer " + layer.id())
              : number(network.of(List.of(item), "").text());
      case Item.Join join ->
          network.paths().containsKey(join.layer().id())
              ? number("layer " + join.layer().id())
              : main(join)
                  .map(main -> number("add " + of(main)))
                  .orElseGet(() ->
                      number(
                          join.layer().op()
                              + join.layer().args()
                              + join.branches().stream().map(this::of).toList()));
      case Item.Scope scope when Motif.of(scope).isEmpty() ->
          number("scope " + scope.layers().findFirst().orElseThrow().id() + scope.label());
      case Item.Scope scope -> {
        List<Integer> inside = of(scope.items());
        boolean plain =
            scope.items().stream().noneMatch(i -> i instanceof Item.Join join && isSum(join));
        yield Motif.UNIT.is(scope) && plain
            ? number("add " + inside)
            : inside.size() == 1 ? inside.getFirst() : number("of " + inside);
      }
    };
  }

  /** The lists in which something may be found, once for all units that are alike. */
  void visit(List<Item> items, Consumer<List<Item>> visitor) {
    Set<Integer> seen = new HashSet<>();
    visit(items, true, seen, visitor);
  }

  private void visit(
      List<Item> items, boolean whole, Set<Integer> seen, Consumer<List<Item>> visitor) {
    for (Item item : items) {
      switch (item) {
        case Item.Call _ -> {}
        case Item.Join join -> join.branches().forEach(b -> visit(b, true, seen, visitor));
        case Item.Scope scope -> {
          if (!Motif.UNIT.is(scope) || seen.add(of(scope))) {
            visit(scope.items(), Motif.of(scope).isEmpty(), seen, visitor);
          }
        }
      }
    }
    if (whole) {
      visitor.accept(items);
    }
  }

  private int number(String text) {
    return numbers.computeIfAbsent(text, _ -> numbers.size());
  }

  private static boolean isSum(Item.Join join) {
    return join.layer().is("add");
  }

  /** What a residual unit adds to what flows, which it may project. */
  static Optional<List<Item>> main(Item.Join join) {
    if (!isSum(join) || join.branches().size() != 2) {
      return Optional.empty();
    }
    List<List<Item>> longest =
        join.branches().stream()
            .sorted(Comparator.comparingLong((List<Item> branch) -> -layers(branch)))
            .toList();
    return layers(longest.getLast()) <= LONGEST_PROJECTION
        ? Optional.of(longest.getFirst())
        : Optional.empty();
  }

  private static long layers(List<Item> items) {
    return items.stream().flatMap(Item::layers).limit(LONGEST_PROJECTION + 1000L).count();
  }

  /** About how many lines they take. */
  int lines(List<Item> items) {
    return items.stream().mapToInt(this::lines).sum();
  }

  private int lines(Item item) {
    Integer size = sizes.get(item);
    if (size == null) {
      size =
          switch (item) {
            case Item.Call _ -> 1;
            case Item.Join join ->
                2
                    + join.branches().stream()
                        .mapToInt(b -> b.size() < 2 ? Math.max(1, lines(b)) : lines(b) + 2)
                        .sum();
            case Item.Scope scope ->
                Motif.of(scope).filter(m -> m != Motif.STAGE).isPresent()
                    ? 1
                    : lines(scope.items()) + 2;
          };
      sizes.put(item, size);
    }
    return size;
  }

  /** How many fewer lines there are if so many of these are calls of a block. */
  int saved(int count, List<Item> items) {
    int lines = lines(items);
    return count * lines - count - lines - 2;
  }
}
