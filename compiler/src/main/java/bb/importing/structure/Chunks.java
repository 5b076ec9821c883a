package bb.importing.structure;

import bb.importing.layers.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Convolutions, and linear layers with norms, together with their norms and activations: behind
 * them, or before them if that is what more of the network can be told in.
 */
final class Chunks {
  private static final Set<String> NORMS =
      Set.of("bn", "group_norm", "instance_norm", "layer_norm", "rms_norm");

  /** What is written on one line as it is. */
  private static final int SHORT = 3;

  private final Tokens tokens;

  private Chunks(Tokens tokens) {
    this.tokens = tokens;
  }

  static List<Item> of(Tokens tokens, List<Item> items) {
    Chunks chunks = new Chunks(tokens);
    boolean after = chunks.saved(items, true) >= chunks.saved(items, false);
    List<Item> found = Sequences.change(items, list -> chunks.found(list, after));
    return Sequences.change(found, list -> chunks.found(list, !after));
  }

  private int saved(List<Item> items, boolean after) {
    AtomicInteger saved = new AtomicInteger();
    Sequences.visit(items, list -> saved.addAndGet(list.size() - found(list, after).size()));
    return saved.get();
  }

  private List<Item> found(List<Item> items, boolean after) {
    boolean brief =
        items.size() <= SHORT
            && items.stream().allMatch(i -> i instanceof Item.Call)
            && items.stream().filter(i -> isMain(((Item.Call) i).layer())).count() > 1;
    if (brief) {
      return items;
    }
    List<Item> all = new ArrayList<>();
    int i = 0;
    while (i < items.size()) {
      int length = after ? after(items, i) : before(items, i);
      if (length > 1) {
        all.add(Motif.CHUNK.of(items.subList(i, i + length)));
      } else {
        all.add(items.get(i));
      }
      i += Math.max(1, length);
    }
    return all.size() == items.size() ? items : all;
  }

  /** Layer, norm, activation. */
  private int after(List<Item> items, int from) {
    if (!(items.get(from) instanceof Item.Call(var main)) || !isMain(main)) {
      return 0;
    }
    boolean normed = next(items, from, NORMS);
    int length = normed ? 2 : 1;
    boolean active = next(items, from + length - 1, Scopes.CLOSING);
    return main.is("linear") && !normed ? 0 : active ? length + 1 : length;
  }

  /** Norm, activation, layer. */
  private int before(List<Item> items, int from) {
    if (!(items.get(from) instanceof Item.Call(var norm))
        || !NORMS.contains(norm.op())
        || !tokens.isAnonymous(norm)) {
      return 0;
    }
    int length = next(items, from, Scopes.CLOSING) ? 2 : 1;
    boolean ends =
        from + length < items.size()
            && items.get(from + length) instanceof Item.Call(var main)
            && isMain(main)
            && !main.is("linear")
            && tokens.follows(main, ((Item.Call) items.get(from + length - 1)).layer());
    return ends ? length + 1 : 0;
  }

  private boolean isMain(Layer layer) {
    return tokens.isAnonymous(layer) && (layer.op().startsWith("conv") || layer.is("linear"));
  }

  /** Whether a layer of these follows, and has no name. */
  private boolean next(List<Item> items, int before, Set<String> ops) {
    return before + 1 < items.size()
        && items.get(before) instanceof Item.Call(var layer)
        && items.get(before + 1) instanceof Item.Call(var next)
        && ops.contains(next.op())
        && (next.weights().isEmpty() || tokens.isAnonymous(next))
        && tokens.follows(next, layer);
  }
}
