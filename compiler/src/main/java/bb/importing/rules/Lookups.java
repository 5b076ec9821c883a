package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Layers that take elements by numbers. */
final class Lookups {
  private Lookups() {}

  /** {@code gather(x, clamp(numbers, 0, size - 1))}: gathering does not go past an end. */
  static Optional<List<Layer>> bounded(Match match, Layer root) {
    if (!root.is("gather") && !root.is("embedding")) {
      return Optional.empty();
    }
    long size =
        root.is("gather")
            ? match.dims(root.input()).get(axis(root))
            : (Long) root.args().get("vocabulary");
    return match
        .is(root.inputs().getLast(), "clamp")
        .filter(clamp ->
            Match.number(clamp, "min", Double.NaN) == 0
                && Match.number(clamp, "max", Double.NaN) == size - 1)
        .flatMap(clamp -> {
          List<Ref> inputs = new ArrayList<>(root.inputs());
          inputs.set(inputs.size() - 1, clamp.input());
          return match
              .make(
                  root.op(), root.args(), inputs, new LinkedHashMap<>(root.weights()), root.node())
              .map(List::of);
        });
  }

  private static int axis(Layer gather) {
    return gather.args().containsKey("axis") ? gather.axis() : 0;
  }
}
