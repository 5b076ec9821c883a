package bb.importing.structure;

import bb.importing.layers.LayerGraph;
import bb.importing.layers.Names;
import java.util.List;

/**
 * Finds structure where a model has no names for its layers: what repeats but for its numbers. The
 * steps go from small to large, and each takes what those before it have found for one item.
 *
 * <pre>
 *   conv bn relu conv bn relu conv bn | …   chunks:  c c c | …
 *   c c c  add{c c c |}  add{c c c |}       bodies:  U add{B |} add{B |}
 *   add{…} relu add{…} relu                 tandems: U U
 *   concat{…} max_pool concat{…}            joins and rows, wherever they stand
 *   U U U U                                 stages:  S{U U} S{U U}
 * </pre>
 */
public final class Motifs {
  private Motifs() {}

  /** Items with scopes for what was found, and names that say so. */
  public record Found(List<Item> items, Names names) {}

  public static Found of(LayerGraph graph, Names names, List<Item> items) {
    if (names.anonymous().isEmpty()) {
      return new Found(items, names);
    }
    Tokens tokens = new Tokens(graph, names.given(), names.anonymous());
    List<Item> found = Chunks.of(tokens, items);
    found = Bodies.of(tokens, found);
    found = Tandems.of(tokens, found);
    found = Recurring.joins(tokens, found);
    found = Recurring.rows(tokens, found);
    found = Stages.of(tokens, found);
    return Labels.of(tokens, names, found);
  }
}
