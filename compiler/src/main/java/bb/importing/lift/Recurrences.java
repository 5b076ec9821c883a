package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Layers that go from token to token. */
final class Recurrences {
  private Recurrences() {}

  /**
   * A kind of cell.
   *
   * @param gates where the layer's gates are among those of the operator
   * @param functions what an operator without stated ones has
   */
  private record Cell(String layer, List<Integer> gates, List<String> functions) {
    long count() {
      return gates.size();
    }
  }

  private static final Cell LSTM =
      new Cell("lstm", List.of(0, 2, 3, 1), List.of("Sigmoid", "Tanh", "Tanh"));
  private static final Cell GRU = new Cell("gru", List.of(1, 0, 2), List.of("Sigmoid", "Tanh"));
  private static final Cell RNN = new Cell("rnn", List.of(0), List.of("Tanh"));

  static void register(Map<String, Translator> all) {
    all.put("LSTM", node -> recurrent(node, LSTM));
    all.put("GRU", node -> recurrent(node, GRU));
    all.put("RNN", node -> recurrent(node, RNN));
  }

  private static List<Value> recurrent(Node node, Cell cell) {
    boolean both = node.onnx().text("direction", "forward").equals("bidirectional");
    SequencedMap<String, Object> args = arguments(node, cell, both);
    Const weight = node.constant(1);
    Const state = node.constant(2);
    long hidden = state.dim(-1);
    long directions = both ? 2 : 1;
    if (weight.rank() != 3
        || !state.dims().equals(List.of(directions, cell.count() * hidden, hidden))
        || weight.dim(0) != directions
        || weight.dim(1) != cell.count() * hidden) {
      throw node.refuse("has weights of %s and %s".formatted(weight.dims(), state.dims()));
    }
    Flow x = node.flow(0);
    int batch = node.onnx().integer("layout", 0) == 0 ? 1 : 0;
    if (x.rank() != 3) {
      throw node.refuse("goes over %s".formatted(x.dims()));
    }
    if (x.dims().get(batch) != 1) {
      throw node.ofOne(
          node.refuse("goes over %d sequences, %s".formatted(x.dims().get(batch), x.dims()))
              .note("here it goes over one, that of an example"),
          x.dims(),
          batch);
    }
    Ref tokens = node.as(x, Value.without(x.dims(), batch));
    List<Ref> inputs = new ArrayList<>(List.of(tokens));
    first(node, 5, batch, directions * hidden).ifPresent(inputs::add);
    if (cell == LSTM) {
      first(node, 6, batch, directions * hidden).ifPresent(inputs::add);
      if (inputs.size() == 2) {
        throw node.refuse("has one of two first states");
      }
    }
    boolean states = isAsked(node, 1) || isAsked(node, 2);
    args.put("hidden", hidden);
    args.put("bidirectional", both);
    args.put("bias", node.known(3).isPresent());
    args.put("states", states);
    Ref made =
        node.layer(
            cell.layer(),
            args,
            weights(node, cell, hidden, directions),
            inputs.toArray(Ref[]::new));
    return outputs(node, made, x, directions, batch);
  }

  private static SequencedMap<String, Object> arguments(Node node, Cell cell, boolean both) {
    String direction = node.onnx().text("direction", "forward");
    if (!both && !direction.equals("forward")) {
      throw node.refuse("goes in the direction `%s`".formatted(direction));
    }
    if (node.onnx().has("clip")) {
      throw node.refuse("has the attribute `clip`")
          .note("no layer here bounds what its gates take");
    }
    if (node.onnx().integer("input_forget", 0) != 0) {
      throw node.refuse("has the attribute `input_forget`")
          .note("the gates of the layer `lstm` are apart");
    }
    if (cell == GRU && node.onnx().integer("linear_before_reset", 0) == 0) {
      throw node.refuse("resets the state before it is multiplied")
          .note("the layer `gru` does after, as PyTorch's and `linear_before_reset` do");
    }
    if (node.value(4).isPresent() && !lengths(node)) {
      throw node.refuse("is told the lengths of its sequences");
    }
    if (cell == LSTM && node.value(7).isPresent()) {
      throw node.refuse("looks at the cell's state");
    }
    List<String> functions = node.onnx().texts("activations").orElse(List.of());
    SequencedMap<String, Object> args = Layers.args();
    boolean relu =
        cell == RNN && !functions.isEmpty() && functions.stream().allMatch("Relu"::equals);
    if (relu) {
      args.put("nonlinearity", "relu");
    }
    for (int i = 0; i < functions.size() && !relu; i++) {
      if (!functions.get(i).equals(cell.functions().get(i % cell.functions().size()))) {
        throw node.refuse("has the function " + functions.get(i));
      }
    }
    return args;
  }

  /** Whether the lengths that are stated are those of the sequences. */
  private static boolean lengths(Node node) {
    List<Long> dims = node.need(0).dims();
    long tokens = dims.get(node.onnx().integer("layout", 0) == 0 ? 0 : 1);
    return node.known(4).flatMap(Const::uniform).equals(Optional.of((double) tokens));
  }

  private static boolean isAsked(Node node, int output) {
    return node.onnx().outputs().size() > output && !node.onnx().outputs().get(output).isEmpty();
  }

  /** A first state; none if it is zero, as it is unless it flows in. */
  private static Optional<Ref> first(Node node, int input, int batch, long size) {
    Optional<Value> value = node.value(input);
    boolean zero =
        value.isEmpty()
            || value.get() instanceof Known(var c) && c.uniform().equals(Optional.of(0.0));
    if (zero && node.value(11 - input).map(Recurrences::flows).orElse(false)) {
      throw node.refuse("has one of two first states");
    }
    if (zero) {
      return Optional.empty();
    }
    List<Long> dims = value.get().dims();
    if (dims.size() != 3 || dims.get(batch) != 1 || Const.elements(dims) != size) {
      throw node.refuse("has a first state of %s".formatted(dims));
    }
    return Optional.of(node.as(node.flow(value.get()), Value.without(dims, batch)));
  }

  private static boolean flows(Value value) {
    return value instanceof Flow;
  }

  /** The operator's tensors, of which each is of both directions, as those of the layer. */
  private static SequencedMap<String, Const> weights(
      Node node, Cell cell, long hidden, long directions) {
    SequencedMap<String, Const> weights = Layers.none();
    for (int d = 0; d < directions; d++) {
      String suffix = "_l0" + (d == 1 ? "_reverse" : "");
      weights.put("weight_ih" + suffix, rows(node.constant(1), d, 0, cell, hidden));
      weights.put("weight_hh" + suffix, rows(node.constant(2), d, 0, cell, hidden));
      if (node.known(3).isPresent()) {
        Const bias = node.constant(3);
        if (!bias.dims().equals(List.of(directions, 2 * cell.count() * hidden))) {
          throw node.refuse("has biases of " + bias.dims());
        }
        weights.put("bias_ih" + suffix, rows(bias, d, 0, cell, hidden));
        weights.put("bias_hh" + suffix, rows(bias, d, cell.count() * hidden, cell, hidden));
      }
    }
    return weights;
  }

  /** The gates' rows of one direction, in the layer's order. */
  private static Const rows(Const tensor, int direction, long from, Cell cell, long hidden) {
    List<Long> dims = new ArrayList<>(tensor.dims().subList(1, tensor.rank()));
    long all = dims.getFirst();
    dims.set(0, cell.count() * hidden);
    long width = Const.elements(dims) / dims.getFirst();
    return new Const(
        tensor.kind(),
        dims,
        i -> {
          long row = i / width;
          long gate = cell.gates().get((int) (row / hidden));
          return tensor.at(
              (direction * all + from + gate * hidden + row % hidden) * width + i % width);
        },
        tensor.whole().origin());
  }

  /** The states of all tokens {@code [tokens, directions, batch, hidden]}, and the last ones. */
  private static List<Value> outputs(Node node, Ref made, Flow x, long directions, int batch) {
    long tokens = x.dims().get(1 - batch);
    long hidden = node.dims(made).getLast() / directions;
    Ref apart = node.as(made, List.of(tokens, directions, hidden));
    List<Value> outputs = new ArrayList<>(List.of(node.made(apart, batch == 1 ? 2 : 0)));
    for (int i = 1; i < node.onnx().outputs().size(); i++) {
      if (isAsked(node, 1) || isAsked(node, 2)) {
        outputs.add(node.made(new Ref(made.layer(), i), batch));
      }
    }
    return outputs;
  }
}
