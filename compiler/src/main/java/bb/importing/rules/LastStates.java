package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.rules.Cuts.Cut;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** The states in which a layer that goes both ways over its tokens ends. */
final class LastStates {
  private static final Set<String> MOVES = Set.of("reshape", "flatten", "permute");

  private LastStates() {}

  /**
   * Slices of what a recurrent layer makes, {@code [tokens, features]}, with axes of one element
   * between them that come and go.
   *
   * @param cuts the last slices along each of the two axes
   * @param on the slices, and what is between
   */
  private record Part(Layer states, List<Optional<Cut>> cuts, Set<Integer> on) {
    static Part of(Match match, Ref ref) {
      Optional<Cut> token = Optional.empty();
      Optional<Cut> features = Optional.empty();
      Set<Integer> on = new HashSet<>();
      Layer at = match.at(ref);
      while (isMoved(match, at) || Cut.of(match, at).isPresent()) {
        Optional<Cut> cut = Cut.of(match, at);
        if (cut.isPresent() && cut.get().axis() == at.type().shape().rank() - 1) {
          features = features.isEmpty() ? cut : Optional.empty();
        } else if (cut.isPresent()) {
          token = token.isEmpty() ? cut : Optional.empty();
        }
        on.add(at.id());
        at = match.at(at.input());
      }
      return new Part(at, List.of(token, features), on);
    }

    /** Whether a layer moves nothing but axes of one element. */
    private static boolean isMoved(Match match, Layer layer) {
      return MOVES.contains(layer.op())
          && sizes(match.dims(layer.input())).equals(sizes(layer.type().shape().dims()));
    }

    private static List<Long> sizes(List<Long> dims) {
      return dims.stream().filter(size -> size != 1).toList();
    }

    boolean is(long token, long from, long count) {
      return isCut(cuts.get(0), token, 1) && isCut(cuts.get(1), from, count);
    }

    private static boolean isCut(Optional<Cut> cut, long from, long count) {
      return cut.filter(c -> c.start() == from && c.end() == from + count).isPresent();
    }
  }

  /**
   * {@code concat(y[-1, :hidden], y[0, hidden:])} of what an {@code lstm} in both directions makes,
   * {@code y}: its last states, of the layers in it those of the last.
   */
  static Optional<List<Layer>> ends(Match match, Layer root) {
    if (!root.is("concat") || root.inputs().size() != 2) {
      return Optional.empty();
    }
    Part forward = Part.of(match, root.inputs().get(0));
    Part backward = Part.of(match, root.inputs().get(1));
    Layer layer = forward.states();
    boolean both =
        States.isRecurrent(layer)
            && layer.id() == backward.states().id()
            && layer.types().size() == 1
            && layer.arg("bidirectional", false).equals(true);
    if (!both) {
      return Optional.empty();
    }
    long tokens = layer.type().shape().dim(0);
    long hidden = layer.type().shape().dim(1) / 2;
    boolean ends =
        forward.is(tokens - 1, 0, hidden)
            && backward.is(0, hidden, hidden)
            && root.type().shape().elements() == 2 * hidden
            && areRead(match, List.of(forward, backward), root);
    if (!ends) {
      return Optional.empty();
    }
    var args = new LinkedHashMap<>(layer.args());
    args.put("states", true);
    return match
        .make(layer.op(), args, layer.inputs(), new LinkedHashMap<>(layer.weights()), layer.node())
        .flatMap(whole -> {
          match.remember(whole);
          return match
              .chain(root, new Ref(whole.id(), 1), steps(layer, root, hidden))
              .map(steps -> {
                List<Layer> all = new ArrayList<>(List.of(whole));
                all.addAll(steps);
                return all;
              });
        });
  }

  /** From the last states of all layers, {@code [layers * 2, hidden]}. */
  private static List<Map.Entry<String, SequencedMap<String, Object>>> steps(
      Layer layer, Layer root, long hidden) {
    List<Map.Entry<String, SequencedMap<String, Object>>> steps = new ArrayList<>();
    long before = 2 * ((Long) layer.arg("layers", 1L) - 1);
    if (before > 0) {
      steps.add(Map.entry("slice", Layers.args("axis", 0L, "start", before)));
    }
    List<Long> dims = root.type().shape().dims();
    if (!dims.equals(List.of(2L, hidden))) {
      steps.add(
          dims.size() == 1
              ? Map.entry("flatten", Layers.args())
              : Map.entry("reshape", Layers.args("shape", dims)));
    }
    if (steps.isEmpty()) {
      steps.add(Map.entry("identity", Layers.args()));
    }
    return steps;
  }

  /** Whether nothing else reads the layer, or what is between it and the join. */
  private static boolean areRead(Match match, List<Part> parts, Layer root) {
    Set<Integer> inside = new HashSet<>(Set.of(root.id()));
    parts.forEach(part -> inside.addAll(part.on()));
    Set<Integer> read = new HashSet<>(inside);
    read.remove(root.id());
    read.add(parts.getFirst().states().id());
    return read.stream()
        .map(id -> match.at(Ref.of(id)))
        .allMatch(layer ->
            !match.leaves(layer)
                && match.readers(layer).stream().allMatch(r -> inside.contains(r.id())));
  }
}
