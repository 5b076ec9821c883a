package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Names;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/** Layers that go from token to token. */
final class States {
  private static final Set<String> RECURRENT = Set.of("lstm", "gru", "rnn");

  private States() {}

  static boolean isRecurrent(Layer layer) {
    return RECURRENT.contains(layer.op());
  }

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

  /**
   * {@code lstm(lstm(x))} of which the second's tensors are called as those of a further layer, or
   * which are of one module and have tensors without names.
   */
  static Optional<List<Layer>> stacked(Match match, Layer root) {
    if (!RECURRENT.contains(root.op())
        || root.inputs().size() > 1
        || root.types().size() > 1
        || root.args().containsKey("layers")) {
      return Optional.empty();
    }
    return match
        .only(root.input(), root.op())
        .filter(below -> below.inputs().size() == 1 && below.types().size() == 1)
        .flatMap(below -> {
          long layers = (Long) below.arg("layers", 1L);
          SequencedMap<String, Object> args = Layers.args();
          args.putAll(below.args());
          args.remove("layers");
          SequencedMap<String, Const> weights = new LinkedHashMap<>(below.weights());
          boolean alike = args.equals(root.args());
          boolean named = named(below).isPresent();
          for (var weight : root.weights().entrySet()) {
            String local = weight.getKey().replace("_l0", "_l" + layers);
            weights.put(local, weight.getValue());
            named &=
                local.startsWith("bias")
                    || weight
                        .getValue()
                        .origin()
                        .equals(named(below).map(prefix -> prefix + forward(local)));
          }
          args.put("layers", layers + 1);
          return alike && (named || areOfOneModule(below, root))
              ? match.make(root.op(), args, below.inputs(), weights, below.node()).map(List::of)
              : Optional.empty();
        });
  }

  /** What the tensor of both directions is called, which the operator has for one. */
  private static String forward(String local) {
    return local.replace("_reverse", "");
  }

  /** By what stands before the last stroke of their nodes' names: {@code /lstm/LSTM_1}. */
  private static boolean areOfOneModule(Layer one, Layer other) {
    return module(one.node()).length() > 1
        && module(one.node()).equals(module(other.node()))
        && Stream.of(one, other)
            .flatMap(layer -> layer.weights().values().stream())
            .noneMatch(tensor -> tensor.origin().filter(Names::isMeant).isPresent());
  }

  private static String module(String node) {
    return node.substring(0, node.lastIndexOf('/') + 1);
  }

  /** What the names of a layer's tensors begin with. */
  private static Optional<String> named(Layer layer) {
    return layer
        .weights()
        .firstEntry()
        .getValue()
        .origin()
        .filter(name -> name.endsWith("weight_ih_l0"))
        .map(name -> name.substring(0, name.length() - "weight_ih_l0".length()));
  }

  /** {@code add(selective_scan(u, …, 0), mul(u, skip))}. */
  static Optional<List<Layer>> skip(Match match, Layer root) {
    if (!root.is("add") || root.type().shape().rank() != 2) {
      return Optional.empty();
    }
    for (List<Ref> order : match.orders(root)) {
      Optional<Layer> scan =
          match
              .only(order.get(0), "selective_scan")
              .filter(s ->
                  match.at(s.inputs().getLast()).numbers().flatMap(Const::uniform).stream()
                      .anyMatch(number -> number == 0));
      Optional<Layer> skip =
          scan.flatMap(s ->
              match
                  .only(order.get(1), "mul")
                  .flatMap(product -> match.beside(product, s.input()))
                  .map(match::at)
                  .filter(Layer::isTensor));
      List<Long> dims = List.of(root.type().shape().dims().getLast());
      if (skip.isEmpty() || skip.get().type().shape().elements() != dims.getFirst()) {
        continue;
      }
      Layer vector = match.reshaped(skip.get(), dims);
      List<Ref> inputs = new ArrayList<>(scan.get().inputs());
      inputs.set(inputs.size() - 1, vector.out());
      return match
          .make("selective_scan", Layers.args(), inputs, Layers.none(), root.node())
          .map(whole -> List.of(vector, whole));
    }
    return Optional.empty();
  }
}
