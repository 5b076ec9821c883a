package bb.importing.structure;

import bb.importing.layers.Layer;
import bb.importing.layers.Ref;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A part of a network: what flows out of one flows into the next, unless that reads something else.
 */
public sealed interface Item {
  /** What flows out. */
  Ref out();

  /** All layers in it. */
  Stream<Layer> layers();

  /** One layer. */
  record Call(Layer layer) implements Item {
    @Override
    public Ref out() {
      return layer.out();
    }

    @Override
    public Stream<Layer> layers() {
      return Stream.of(layer);
    }
  }

  /**
   * Branches that all begin with what flows, and the layer that joins them. A branch without items
   * passes on what flows.
   */
  record Join(Layer layer, Layer from, List<List<Item>> branches) implements Item {
    public Join {
      branches = branches.stream().map(List::copyOf).toList();
    }

    @Override
    public Ref out() {
      return layer.out();
    }

    @Override
    public Stream<Layer> layers() {
      return Stream.concat(
          branches.stream().flatMap(List::stream).flatMap(Item::layers), Stream.of(layer));
    }

    /** The gate of what is multiplied with what it makes of itself. */
    public Optional<List<Item>> gate() {
      if (!layer.is("mul") || branches.size() != 2 || from.types().size() > 1) {
        return Optional.empty();
      }
      List<Item> first = branches.get(0);
      List<Item> second = branches.get(1);
      return first.isEmpty()
          ? Optional.of(second)
          : second.isEmpty() ? Optional.of(first) : Optional.empty();
    }
  }

  /** Items under a label, with names that begin with it. */
  record Scope(String label, List<Item> items) implements Item {
    public Scope {
      items = List.copyOf(items);
    }

    @Override
    public Ref out() {
      return items.getLast().out();
    }

    @Override
    public Stream<Layer> layers() {
      return items.stream().flatMap(Item::layers);
    }
  }
}
