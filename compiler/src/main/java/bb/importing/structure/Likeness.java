package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.LayerGraph;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What items have in common with all that are alike: their text without its numbers. Names count
 * from the scope that the items stand in.
 */
final class Likeness {
  private static final int LEAST_LAYERS = 3;

  /** Tensors that a block takes beside what flows: a time, a text, a table of positions. */
  private static final int MOST_BESIDE = 2;

  /** An argument of a layer that is 1 where it is not said. */
  private static final Map<String, String> UNSAID =
      Map.of("conv", "stride", "conv1d", "stride", "conv3d", "stride", "attention", "heads");

  private final Network network;
  private final List<Item> items;
  private final String prefix;
  private final Set<Integer> inside;
  private final StringBuilder text = new StringBuilder();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Number> numbers = new ArrayList<>();
  private final Map<Integer, Integer> places = new HashMap<>();
  private final List<Ref> entries = new ArrayList<>();
  private boolean open;

  /** What items are compared in. */
  record Network(
      LayerGraph graph,
      Map<Integer, String> paths,
      Map<Integer, List<Layer>> readers,
      Set<Integer> leaving,
      Function<Layer, Optional<Units.Said>> constants) {
    /** One in which constants are not compared: none is in what is alike. */
    Network(LayerGraph graph, Map<Integer, String> paths) {
      this(graph, paths, _ -> Optional.empty());
    }

    Network(
        LayerGraph graph,
        Map<Integer, String> paths,
        Function<Layer, Optional<Units.Said>> constants) {
      this(graph, paths, graph.readers(), graph.leaving(), constants);
    }

    /**
     * @param prefix of the names in the scope of these items
     */
    Likeness of(List<Item> items, String prefix) {
      Likeness likeness = new Likeness(this, items, prefix);
      likeness.write(items);
      return likeness;
    }
  }

  private Likeness(Network network, List<Item> items, String prefix) {
    this.network = network;
    this.items = items;
    this.prefix = prefix;
    this.inside = items.stream().flatMap(Item::layers).map(Layer::id).collect(Collectors.toSet());
  }

  String text() {
    return text.toString();
  }

  /** Where numbers stand. */
  List<Slot> slots() {
    return slots;
  }

  /** The numbers that stand there, whole ones or fractions. */
  List<Number> numbers() {
    return numbers;
  }

  /** What is read that others make, in the order in which it is. */
  List<Ref> entries() {
    return entries;
  }

  /** Whether no more than one tensor flows in. */
  boolean takesOne() {
    return entries.size() == 1 && network.graph.layer(entries.getFirst()).types().size() == 1;
  }

  /** Whether few tensors flow in, one flows out, and it is worth a block. */
  boolean isClosed() {
    return isModule() && items.stream().flatMap(Item::layers).distinct().count() >= LEAST_LAYERS;
  }

  /** Whether one tensor flows in and one flows out. */
  boolean isModule() {
    List<Layer> layers = items.stream().flatMap(Item::layers).toList();
    int out = items.getLast().out().layer();
    boolean leaks =
        layers.stream()
            .anyMatch(l ->
                l.id() != out
                    && (network.leaving.contains(l.id())
                        || network.readers.getOrDefault(l.id(), List.of()).stream()
                            .anyMatch(reader -> !inside.contains(reader.id()))));
    return !open
        && !leaks
        && entries.stream().anyMatch(entry -> !network.graph.layer(entry).isTensor())
        && entries.size() <= 1 + MOST_BESIDE;
  }

  private void write(List<Item> written) {
    for (Item item : written) {
      switch (item) {
        case Item.Call(var layer) -> layer(layer);
        case Item.Join join -> {
          text.append('{');
          for (int output = 0; output < join.from().types().size(); output++) {
            read(new Ref(join.from().id(), output));
          }
          join.branches()
              .forEach(branch -> {
                text.append('|');
                write(branch);
              });
          text.append('}');
          layer(join.layer());
        }
        case Item.Scope scope -> {
          text.append(scope.label()).append('(');
          Squeeze.of(scope, network.paths)
              .ifPresentOrElse(this::squeeze, () -> write(scope.items()));
          text.append(')');
        }
      }
    }
  }

  /** A call of the standard library's block, which knows all but one of the widths. */
  private void squeeze(Squeeze squeeze) {
    text.append(squeeze.act().op()).append(' ').append(squeeze.gate().op()).append(" #");
    slots.add(squeeze.squeezed());
    numbers.add(squeeze.width());
    read(squeeze.join().from().out());
    places.put(squeeze.join().layer().id(), places.size());
  }

  private void layer(Layer layer) {
    String path = network.paths.get(layer.id());
    // what is shared is known where it is declared, and in no block
    open |= path != null && !path.startsWith(prefix) || layer.is(Layer.USE);
    text.append(path == null || open ? "" : path.substring(prefix.length())).append(':');
    text.append(layer.op());
    Map<String, Object> args = new TreeMap<>(layer.args());
    if (UNSAID.containsKey(layer.op())) {
      args.putIfAbsent(UNSAID.get(layer.op()), 1L); // one that is not written is a number, too
    }
    args.forEach((name, value) -> argument(layer, name, value));
    layer.inputs().forEach(this::read);
    text.append(layer.weights().keySet());
    places.put(layer.id(), places.size());
    text.append(';');
  }

  private void argument(Layer layer, String name, Object value) {
    text.append(' ').append(name).append('=');
    if (layer.is(Layer.SPLIT) && value instanceof List<?> sizes && alike(sizes)) {
      text.append(sizes.size()); // equal parts are written as how many there are
      return;
    }
    if (Slot.LISTS.contains(name)) {
      list(layer, name, (List<?>) value);
      return;
    }
    boolean number =
        value instanceof Long || value instanceof Double || value instanceof List<?> l && alike(l);
    boolean about = !Set.of("axis", "order").contains(name);
    if (number && about) {
      text.append(value instanceof Double ? '~' : '#');
      slots.add(new Slot(layer.id(), name));
      numbers.add(value instanceof Number n ? n : (Long) ((List<?>) value).getFirst());
    } else {
      text.append(value);
    }
  }

  /** Sizes that a layer is told. */
  private void list(Layer layer, String name, List<?> sizes) {
    for (int place = 0; place < sizes.size(); place++) {
      text.append(" #");
      slots.add(Slot.element(layer, name, place));
      numbers.add((Long) sizes.get(place));
    }
  }

  private boolean alike(List<?> list) {
    return list.getFirst() instanceof Long && list.stream().distinct().count() == 1;
  }

  private void read(Ref ref) {
    Integer place = places.get(ref.layer());
    if (place != null) {
      text.append(" @").append(place).append('.').append(ref.output());
    } else if (isOwn(network.graph.layer(ref))) {
      tensor(network.graph.layer(ref));
    } else {
      if (!entries.contains(ref)) {
        entries.add(ref);
      }
      text.append(" in").append(entries.indexOf(ref));
    }
  }

  /**
   * Whether a block declares it: what others read, or what is called otherwise, flows in. A
   * constant costs nothing to have again, but where it is read twice.
   */
  private boolean isOwn(Layer layer) {
    if (!layer.isTensor()) {
      return false;
    }
    List<Layer> readers = network.readers.get(layer.id());
    return layer.is(Layer.CONST)
        ? readers.stream().filter(reader -> inside.contains(reader.id())).count() < 2
        : readers.size() < 2 && network.paths.getOrDefault(layer.id(), "").startsWith(prefix);
  }

  private void tensor(Layer tensor) {
    if (tensor.is(Layer.CONST)) {
      constant(tensor);
      return;
    }
    String path = network.paths.getOrDefault(tensor.id(), prefix);
    text.append(' ').append(tensor.op()).append(' ').append(path.substring(prefix.length()));
    List<Long> dims = tensor.type().shape().dims();
    for (int axis = 0; axis < dims.size(); axis++) {
      text.append(dims.get(axis) == 1 ? " 1" : " #");
      if (dims.get(axis) > 1) {
        slots.add(Slot.size(tensor, axis));
        numbers.add(dims.get(axis));
      }
    }
  }

  /** What costs nothing to have is declared wherever it is read. */
  private void constant(Layer tensor) {
    Set<Integer> all =
        items.stream().flatMap(Item::layers).map(Layer::id).collect(Collectors.toSet());
    open |= network.readers.get(tensor.id()).stream().filter(l -> all.contains(l.id())).count() > 1;
    Optional<Units.Said> said = open ? Optional.empty() : network.constants.apply(tensor);
    if (said.isEmpty()) {
      open = true;
      return;
    }
    text.append(' ').append(said.get().text());
    for (int place = 0; place < said.get().numbers().size(); place++) {
      slots.add(Slot.number(tensor, place));
      numbers.add(said.get().numbers().get(place));
    }
  }
}
