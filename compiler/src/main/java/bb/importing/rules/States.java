package bb.importing.rules;

import bb.importing.layers.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Layers that go from token to token, whose last states nothing reads. */
final class States {
  private static final Set<String> RECURRENT = Set.of("lstm", "gru", "rnn");

  private States() {}

  /** {@code lstm(states: true)} of which only the first output is read. */
  static Optional<List<Layer>> unread(Match match, Layer root) {
    if (!RECURRENT.contains(root.op()) || root.types().size() == 1 || match.readsMore(root)) {
      return Optional.empty();
    }
    var args = new LinkedHashMap<>(root.args());
    args.remove("states");
    return match
        .make(root.op(), args, root.inputs(), new LinkedHashMap<>(root.weights()), root.node())
        .map(List::of);
  }
}
