package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/** Attention in windows where an image has but one. */
final class SingleWindow {
  private static final int PARTS = 3;

  private SingleWindow() {}

  /**
   * {@code attention} of queries, keys and values that all were {@code [1, t, d]} and are reshaped
   * to {@code [t, d]}: with that axis, as attention in several windows has it.
   */
  static Optional<List<Layer>> kept(Match match, Layer root) {
    if (!root.is("attention")) {
      return Optional.empty();
    }
    List<Ref> inputs = new ArrayList<>(root.inputs());
    for (int i = 0; i < PARTS; i++) {
      Optional<Layer> lost = match.is(inputs.get(i), "reshape").filter(l -> losesFirst(match, l));
      if (lost.isEmpty()) {
        return Optional.empty();
      }
      inputs.set(i, lost.get().input());
    }
    return match
        .make("attention", root.args(), inputs, new LinkedHashMap<>(root.weights()), root.node())
        .flatMap(made -> {
          match.remember(made);
          return match
              .one("reshape", Layers.args("shape", root.type().shape().dims()), root, made.out())
              .map(last -> List.of(made, last.getFirst()));
        });
  }

  private static boolean losesFirst(Match match, Layer reshape) {
    List<Long> before = match.dims(reshape.input());
    return before.getFirst() == 1
        && before.subList(1, before.size()).equals(reshape.type().shape().dims());
  }
}
