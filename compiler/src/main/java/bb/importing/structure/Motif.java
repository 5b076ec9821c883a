package bb.importing.structure;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a scope is that was found by what repeats. Until all are found, and it can be named, its
 * label says that and nothing else.
 */
enum Motif {
  /** A layer, its norm and its activation. */
  CHUNK,
  /** What a residual unit adds to what flows, where other units do without the sum. */
  BODY,
  /**
   * What a network has several of: a residual unit, an Inception module, a layer of a transformer.
   */
  UNIT,
  /** Units one after the other, of one width. */
  STAGE;

  Item.Scope of(List<Item> items) {
    return new Item.Scope(mark(), items);
  }

  /** Angle brackets are no part of a name that a model gives. */
  private String mark() {
    return "<" + name().toLowerCase(Locale.ROOT) + ">";
  }

  /** What an item is; nothing if it is a layer, a join, or a scope that has a name. */
  static Optional<Motif> of(Item item) {
    for (Motif motif : values()) {
      if (motif.is(item)) {
        return Optional.of(motif);
      }
    }
    return Optional.empty();
  }

  boolean is(Item item) {
    return item instanceof Item.Scope scope && scope.label().equals(mark());
  }
}
