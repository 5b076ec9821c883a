package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Scopes that are equal but for numbers: uses of one block. What they differ in are its parameters,
 * one for all places that are always equal.
 */
public final class Units {
  /** Lines by which a network has to become shorter for a block. */
  private static final int LEAST_SAVED = 3;

  /** What a block calls a tensor that does not flow through it. */
  private static final String BESIDE = "context";

  private final LayerGraph graph;
  private final Likeness.Network network;
  private final Map<Item.Scope, Use> uses = new IdentityHashMap<>();
  private final Map<Item.Scope, String> prefixes = new IdentityHashMap<>();
  private final List<Block> blocks = new ArrayList<>();

  /**
   * A call of a block.
   *
   * @param entry what flows into it
   * @param beside other tensors that it is given
   */
  public record Use(
      String block,
      SequencedMap<String, Argument> arguments,
      Ref entry,
      SequencedMap<String, Ref> beside) {}

  /** What a parameter is in a use. */
  public sealed interface Argument {}

  /**
   * @param slot where it is a number of a layer, of which a block around may make a parameter
   */
  public record Quantity(Number number, Slot slot) implements Argument {}

  /** A layer that has no arguments. */
  public record Word(String layer) implements Argument {}

  /** A whole number or a fraction. */
  public record Parameter(String name, boolean isWhole) {}

  /**
   * A block.
   *
   * @param parameters numbers
   * @param scope its body, of the first of its uses
   * @param entry what flows into that
   * @param beside other tensors of that, by the parameters that they are
   * @param slots the places where parameters stand
   */
  public record Block(
      String name,
      List<Parameter> parameters,
      Item.Scope scope,
      Ref entry,
      SequencedMap<String, Ref> beside,
      Map<Slot, Derivation> slots) {}

  /**
   * @param entries all that flows in
   * @param before what was made just before
   */
  private record Candidate(
      Item.Scope scope,
      String prefix,
      List<Ref> entries,
      Optional<Ref> before,
      List<Slot> slots,
      List<Number> numbers) {}

  /** A constant as a source says it: text without its numbers, and these. */
  public record Said(String text, List<Long> numbers) {}

  private Units(LayerGraph graph, Map<Integer, String> paths, Function<Layer, Said> constants) {
    this.graph = graph;
    this.network = new Likeness.Network(graph, paths, constants.andThen(Optional::of));
  }

  /** None at all. */
  public static Units none(LayerGraph graph, Map<Integer, String> paths) {
    return new Units(
        graph,
        paths,
        _ -> {
          throw new IllegalStateException("nothing is compared");
        });
  }

  /**
   * @param constants how a source says them
   */
  public static Units of(
      LayerGraph graph,
      Map<Integer, String> paths,
      List<Item> items,
      Function<Layer, Said> constants) {
    Units units = new Units(graph, paths, constants);
    units.find(items);
    return units;
  }

  /** With labels around all that a call of the standard library's block stands for. */
  public static List<Item> labelled(List<Item> items, Map<Integer, String> paths) {
    return Squeeze.labelled(items, paths);
  }

  public List<Block> blocks() {
    return blocks;
  }

  public Optional<Use> use(Item.Scope scope) {
    return Optional.ofNullable(uses.get(scope));
  }

  /** Whether all that reads a tensor is in blocks, which declare it themselves. */
  public boolean isOfBlocks(Layer tensor) {
    Set<Integer> inside =
        uses.keySet().stream()
            .flatMap(Item.Scope::layers)
            .map(Layer::id)
            .collect(Collectors.toSet());
    return network.readers().getOrDefault(tensor.id(), List.of()).stream()
        .allMatch(reader -> inside.contains(reader.id()));
  }

  public String prefix(Item.Scope scope) {
    return prefixes.get(scope);
  }

  /**
   * How many scopes from one on are the same use, numbered one after the other.
   *
   * @param written what is written for a use
   */
  public int run(List<Item> items, int from, Item.Scope first, Function<Use, Object> written) {
    Use use = uses.get(first);
    if (use == null || !first.label().equals(String.valueOf(from))) {
      return 1;
    }
    int count = 1;
    while (from + count < items.size()
        && items.get(from + count) instanceof Item.Scope next
        && next.label().equals(String.valueOf(from + count))
        && uses.containsKey(next)
        && written.apply(uses.get(next)).equals(written.apply(use))
        && uses.get(next).entry().equals(items.get(from + count - 1).out())
        && flowsOnly(items.get(from + count - 1), next)) {
      count++;
    }
    return count;
  }

  /** Whether what one makes is read by the next and by nothing else. */
  private boolean flowsOnly(Item item, Item.Scope next) {
    int out = item.out().layer();
    Set<Integer> inside = next.layers().map(Layer::id).collect(Collectors.toSet());
    return !graph.leaving().contains(out)
        && network.readers().getOrDefault(out, List.of()).stream()
            .allMatch(r -> inside.contains(r.id()));
  }

  private void find(List<Item> items) {
    Map<String, List<Candidate>> alike = new LinkedHashMap<>();
    collect(items, Optional.empty(), "", alike);
    List<List<Candidate>> groups = new ArrayList<>(alike.values());
    groups.removeIf(
        group -> !isInstance(group) && (group.size() < 2 || isRun(group.getFirst().scope())));
    // small ones are in large ones, of which the length depends on them
    groups.sort(Comparator.comparingLong(group -> group.getFirst().scope().layers().count()));
    Lengths lengths = new Lengths();
    uses.keySet().forEach(lengths::called);
    groups.stream()
        .filter(group -> isGiven(group) || saved(lengths, group, group) >= LEAST_SAVED)
        .forEach(group -> group.forEach(c -> lengths.called(c.scope())));
    Set<String> names = new HashSet<>(Set.of(Squeeze.BLOCK));
    Set<Integer> hidden = new HashSet<>(); // in a block, and no part of its text
    for (List<Candidate> group : groups.reversed()) {
      List<Candidate> shown =
          group.stream()
              .filter(c -> c.scope().layers().noneMatch(l -> hidden.contains(l.id())))
              .toList();
      boolean needed = shown.stream().anyMatch(this::isInstance);
      boolean saves =
          shown.size() > 1 && (isGiven(group) || saved(lengths, group, shown) >= LEAST_SAVED);
      if (!needed && !saves) {
        continue;
      }
      shown.stream().skip(1).forEach(c -> c.scope().layers().forEach(l -> hidden.add(l.id())));
      List<Candidate> all = new ArrayList<>(group);
      all.remove(shown.getFirst());
      all.addFirst(shown.getFirst());
      define(all, names);
    }
    Map<Integer, Integer> order = new HashMap<>();
    graph.layers().forEach(l -> order.put(l.id(), order.size()));
    blocks.sort(
        Comparator.comparingInt(b -> order.get(b.scope().layers().findFirst().orElseThrow().id())));
  }

  /** Whether it is a block however short: the model's format has a name for such a unit. */
  private boolean isGiven(List<Candidate> group) {
    return graph.places().module(group.getFirst().prefix()).isPresent() || isInstance(group);
  }

  private boolean isInstance(List<Candidate> group) {
    return group.stream().anyMatch(this::isInstance);
  }

  private boolean isInstance(Candidate candidate) {
    return isInstance(candidate.entries(), candidate.prefix());
  }

  /**
   * Whether it is a module that the network applies several times.
   *
   * @param prefix of what is in it
   */
  private boolean isInstance(List<Ref> entries, String prefix) {
    return entries.size() == 1
        && graph.layer(entries.getFirst()).is(Layer.ENTRY)
        && prefix.equals(graph.layer(entries.getFirst()).node() + ".");
  }

  /** Whether a scope is a module that the network applies several times. */
  public boolean isInstance(Item.Scope scope) {
    return use(scope).filter(use -> isInstance(List.of(use.entry()), prefix(scope))).isPresent();
  }

  /** Modules of a kind, and nothing else: a repeat already. */
  private boolean isRun(Item.Scope scope) {
    List<Optional<String>> modules =
        scope.items().stream()
            .map(item ->
                item instanceof Item.Scope inner
                    ? graph.places().module(prefixes.get(inner))
                    : Optional.<String>empty())
            .distinct()
            .toList();
    return modules.size() == 1 && modules.getFirst().isPresent();
  }

  /** How many fewer lines there are if scopes that are shown are calls of a block. */
  private static long saved(Lengths lengths, List<Candidate> group, List<Candidate> shown) {
    long calls = shown.stream().map(c -> List.of(around(c), c.numbers())).distinct().count();
    return lengths.saved(group.getFirst().scope().items(), shown.size(), calls);
  }

  /** Where calls of equal numbers may be a repeat. */
  private static String around(Candidate candidate) {
    return candidate.prefix().replaceFirst("\\d+\\.$", "");
  }

  private void collect(
      List<Item> items, Optional<Ref> entry, String prefix, Map<String, List<Candidate>> alike) {
    Optional<Ref> before = entry;
    for (Item item : items) {
      Optional<Ref> flow = before;
      switch (item) {
        case Item.Call _ -> {}
        case Item.Join join ->
            join.branches().forEach(b -> collect(b, Optional.of(join.from().out()), prefix, alike));
        case Item.Scope scope -> {
          String below = prefix + scope.label() + ".";
          prefixes.put(scope, below);
          Optional<Squeeze> squeeze = Squeeze.of(scope, network.paths());
          if (squeeze.isPresent()) {
            uses.put(scope, squeeze.get().use());
            break;
          }
          Likeness likeness = network.of(scope.items(), below);
          boolean instance = isInstance(likeness.entries(), below) && likeness.isModule();
          if (likeness.isClosed() || instance) {
            alike
                .computeIfAbsent(likeness.text(), _ -> new ArrayList<>())
                .add(
                    new Candidate(
                        scope,
                        below,
                        likeness.entries(),
                        flow,
                        likeness.slots(),
                        likeness.numbers()));
          }
          collect(scope.items(), flow, below, alike);
        }
      }
      before = Optional.of(item.out());
    }
  }

  private void define(List<Candidate> group, Set<String> names) {
    Candidate first = group.getFirst();
    Differences differences =
        Differences.of(first.slots(), group.stream().map(Candidate::numbers).toList());
    String name =
        free(graph.places().module(first.prefix()).orElseGet(() -> blockName(first)), names);
    int flow = flowing(group);
    blocks.add(
        new Block(
            name,
            differences.parameters(),
            first.scope(),
            first.entries().get(flow),
            beside(first, flow),
            differences.derivations()));
    for (int i = 0; i < group.size(); i++) {
      Candidate use = group.get(i);
      uses.put(
          use.scope(),
          new Use(
              name,
              differences.arguments(i, use.slots()),
              use.entries().get(flow),
              beside(use, flow)));
    }
  }

  /** Which of the tensors that units take is the one that was made just before, of most of them. */
  private int flowing(List<Candidate> group) {
    List<Ref> entries = group.getFirst().entries();
    return IntStream.range(0, entries.size())
        .filter(i -> !graph.layer(entries.get(i)).isTensor())
        .boxed()
        .max(
            Comparator.comparingLong((Integer i) ->
                    group.stream()
                        .filter(c -> c.before().equals(Optional.of(c.entries().get(i))))
                        .count())
                .thenComparing(Comparator.reverseOrder()))
        .orElseThrow();
  }

  private SequencedMap<String, Ref> beside(Candidate candidate, int flow) {
    SequencedMap<String, Ref> beside = new LinkedHashMap<>();
    for (int i = 0; i < candidate.entries().size(); i++) {
      if (i != flow) {
        beside.put(
            beside.isEmpty() ? BESIDE : BESIDE + (beside.size() + 1), candidate.entries().get(i));
      }
    }
    return beside;
  }

  private String blockName(Candidate candidate) {
    return isInstance(candidate)
        ? Arrays.stream(candidate.scope().label().split("_"))
            .filter(word -> !word.isEmpty())
            .map(word -> Names.capitalised(word, "Unit"))
            .collect(Collectors.joining())
        : BlockNames.of(candidate.scope());
  }

  private static String free(String base, Set<String> taken) {
    String name = base;
    String between = Character.isDigit(base.charAt(base.length() - 1)) ? "_" : "";
    for (int i = 2; !taken.add(name); i++) {
      name = base + between + i;
    }
    return name;
  }
}
