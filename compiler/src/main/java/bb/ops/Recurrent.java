package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.Kernel.Recurrence.Cell;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Layers that go from token to token with a state: {@code lstm}, {@code gru}, {@code rnn}.
 *
 * <ul>
 *   <li>C1: the first input is {@code [tokens, features]} of floats.
 *   <li>C2: the others are the first states, one for each layer and direction: all that the cell
 *       has, or none.
 *   <li>C3: a projection is shorter than what it is made of.
 *   <li>C4: parameters, output and multiply-adds can be counted.
 * </ul>
 *
 * @param proj the length of a projected state, 0 if it is not
 * @param states whether the last states flow out too
 */
public record Recurrent(
    Cell cell,
    long hidden,
    long layers,
    boolean bidirectional,
    long proj,
    boolean bias,
    boolean states)
    implements Operator {
  private static final long MAX_LAYERS = 1000;

  static final OpSpec LSTM =
      described(
              OpSpec.named(
                      "lstm",
                      "Long short-term memory: goes from token to token with a hidden state and a"
                          + " cell state.")
                  .inputs(new OpSpec.Inputs(1, 3)))
          .option(
              "proj",
              new Attribute.Type.Int(1),
              "none",
              "length of the hidden states, which a learned matrix makes of the cell's")
          .shape(
              "[t, d] -> [t, hidden], or [t, d], h [layers, hidden], c [layers, hidden];"
                  + " `bidirectional: true`: [t, 2 * hidden], states [2 * layers, hidden];"
                  + " `proj`: its length in the place of `hidden`, but for c; `states: true` yields"
                  + " the tuple (y, h, c)")
          .parameters(
              "for layer k: weight_ih_lk [4 * hidden, d], weight_hh_lk [4 * hidden, hidden],"
                  + " bias_ih_lk, bias_hh_lk [4 * hidden], weight_hr_lk [proj, hidden]; the same"
                  + " with _reverse")
          .macs(
              "for each layer and direction: t * 4 * hidden * (d + hidden); `proj`: t * (4 * hidden"
                  + " * (d + proj) + hidden * proj)")
          .source("PyTorch LSTM; Hochreiter and Schmidhuber, 1997")
          .build(a -> of(Cell.LSTM, a, a.has("proj") ? a.integer("proj") : 0));

  static final OpSpec GRU =
      described(
              OpSpec.named(
                      "gru", "Gated recurrent units: goes from token to token with a hidden state.")
                  .inputs(new OpSpec.Inputs(1, 2)))
          .shape(shape())
          .parameters(parameters(3))
          .macs(macs(3))
          .source("PyTorch GRU; Cho et al., 2014")
          .build(a -> of(Cell.GRU, a, 0));

  static final OpSpec RNN =
      described(
              OpSpec.named(
                      "rnn",
                      "A plain recurrent layer: the next state is a function of the token and the"
                          + " state.")
                  .inputs(new OpSpec.Inputs(1, 2)))
          .option(
              "nonlinearity",
              new Attribute.Type.Choice(List.of("tanh", "relu")),
              "tanh",
              "the function")
          .shape(shape())
          .parameters(parameters(1))
          .macs(macs(1))
          .source("PyTorch RNN; Elman, 1990")
          .build(a -> of(a.word("nonlinearity").equals("relu") ? Cell.RELU : Cell.TANH, a, 0));

  private static OpSpec.Builder described(OpSpec.Builder spec) {
    return spec.width(0)
        .required("hidden", new Attribute.Type.Int(1), "length of a state")
        .option("layers", new Attribute.Type.Int(1), "1", "layers, each over the one before")
        .option(
            "bidirectional",
            new Attribute.Type.Flag(),
            "false",
            "go from the last token to the first too, and put both states side by side")
        .option("bias", new Attribute.Type.Flag(), "true", "add learned biases")
        .option(
            "states",
            new Attribute.Type.Flag(),
            "false",
            "yield a tuple: the states of all tokens, then the last ones of each layer");
  }

  private static String shape() {
    return "[t, d] -> [t, hidden], or [t, d], h [layers, hidden]; `bidirectional: true`: [t, 2 *"
        + " hidden], states [2 * layers, hidden]; `states: true` yields the tuple (y, h)";
  }

  private static String parameters(int gates) {
    String rows = gates == 1 ? "hidden" : gates + " * hidden";
    return ("for layer k: weight_ih_lk [%s, d], weight_hh_lk [%s, hidden], bias_ih_lk, bias_hh_lk"
            + " [%s]; the same with _reverse")
        .formatted(rows, rows, rows);
  }

  private static String macs(int gates) {
    return "for each layer and direction: t * %shidden * (d + hidden)"
        .formatted(gates == 1 ? "" : gates + " * ");
  }

  private static Recurrent of(Cell cell, Arguments a, long proj) {
    return new Recurrent(
        cell,
        a.integer("hidden"),
        a.integer("layers"),
        a.flag("bidirectional"),
        proj,
        a.flag("bias"),
        a.flag("states"));
  }

  @Override
  public OpSpec spec() {
    return switch (cell) {
      case LSTM -> LSTM;
      case GRU -> GRU;
      case TANH, RELU -> RNN;
    };
  }

  private String name() {
    return spec().name();
  }

  private long directions() {
    return bidirectional ? 2 : 1;
  }

  /** The length of a hidden state. */
  private long state() {
    return proj > 0 ? proj : hidden;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return Check.exact(
        name(),
        inputs,
        () ->
            Inference.unless(
                Check.matrices(name(), inputs)
                    .or(this::shorter)
                    .or(this::tooMany)
                    .or(() -> first(inputs)),
                () -> size(inputs.getFirst().shape())));
  }

  private Optional<Failed> shorter() {
    return proj < hidden
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0316,
                    "`proj` of `lstm` must be less than `hidden: %d`, found %d"
                        .formatted(hidden, proj),
                    "is " + proj)
                .argument("proj"));
  }

  /** The first states are there for each layer and direction. */
  private Optional<Failed> first(List<TensorType> inputs) {
    if (inputs.size() == 1) {
      return Optional.empty();
    }
    long count = Math.multiplyExact(layers, directions());
    List<List<Long>> expected = new ArrayList<>(List.of(List.of(count, state())));
    if (cell == Cell.LSTM) {
      expected.add(List.of(count, hidden));
    }
    List<List<Long>> found = inputs.stream().skip(1).map(input -> input.shape().dims()).toList();
    if (found.equals(expected)) {
      return Optional.empty();
    }
    String all = Check.all(expected.stream().map(Check::list).toList());
    return Optional.of(
        Inference.failed(
                Code.BB0305,
                "`%s` needs first states %s, found %s"
                    .formatted(name(), all, Check.all(found.stream().map(Check::list).toList())),
                "receives " + Check.all(inputs.stream().map(TensorType::toString).toList()))
            .note(
                cell == Cell.LSTM
                    ? "after the tokens come h, then c, each with a row for each layer and direction"
                    : "after the tokens comes h, with a row for each layer and direction"));
  }

  private Inference size(Shape x) {
    long rows = Math.multiplyExact(directions(), Math.multiplyExact(cell.gates(), hidden));
    long wide = Math.multiplyExact(directions(), state());
    long most = Math.max(Math.max(x.dim(1), wide), hidden);
    Optional<Failed> wrong =
        Check.parameter(name(), "weight_ih_l0", rows, most)
            .or(() -> Check.parameter(name(), "gates", x.dim(0), rows))
            .or(() -> Check.parameter(name(), "states", layers * directions(), hidden));
    if (wrong.isPresent()) {
      return wrong.get();
    }
    Check.countable(Math.multiplyExact(layers, x.dim(0)), Math.multiplyExact(rows, 3 * most));
    Inference ends = Check.shape(name(), Math.multiplyExact(x.dim(0), wide) + 2 * hidden);
    return ends instanceof Failed ? ends : Check.shape(name(), x.dim(0), wide);
  }

  /** Layers are written out one by one. */
  private Optional<Failed> tooMany() {
    return layers <= MAX_LAYERS
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0316,
                    "`layers` of `%s` must be at most %d, found %d"
                        .formatted(name(), MAX_LAYERS, layers),
                    "is " + layers)
                .argument("layers"));
  }

  @Override
  public List<TensorType> further(List<TensorType> inputs) {
    if (!states) {
      return List.of();
    }
    TensorType h = TensorType.float32(Shape.of(layers * directions(), state()));
    TensorType c = TensorType.float32(Shape.of(layers * directions(), hidden));
    return cell == Cell.LSTM ? List.of(h, c) : List.of(h);
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    long rows = cell.gates() * hidden;
    long width = inputs.getFirst().shape().dim(1);
    List<ParameterSpec> all = new ArrayList<>();
    for (long layer = 0; layer < layers; layer++) {
      for (String end : bidirectional ? List.of("", "_reverse") : List.of("")) {
        String name = "_l" + layer + end;
        all.add(ParameterSpec.trainable("weight_ih" + name, Shape.of(rows, width)));
        all.add(ParameterSpec.trainable("weight_hh" + name, Shape.of(rows, state())));
        if (bias) {
          all.add(ParameterSpec.trainable("bias_ih" + name, Shape.of(rows)));
          all.add(ParameterSpec.trainable("bias_hh" + name, Shape.of(rows)));
        }
        if (proj > 0) {
          all.add(ParameterSpec.trainable("weight_hr" + name, Shape.of(proj, hidden)));
        }
      }
      width = directions() * state();
    }
    return all;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Py.Arg> make = new ArrayList<>();
    make.add(Py.arg(Py.of(in.shape().dim(-1), "input_size")));
    make.add(Py.arg(Py.of(hidden, "hidden_size")));
    make.add(Py.option("num_layers", layers, 1L));
    if (cell == Cell.RELU) {
      make.add(Py.arg("nonlinearity", Py.of("relu")));
    }
    make.add(Py.option("bias", bias, true));
    make.add(Py.arg("batch_first", Py.of(true)));
    make.add(Py.option("bidirectional", bidirectional, false));
    if (proj > 0) {
      make.add(Py.arg("proj_size", Py.of(proj, "proj_size")));
    }
    List<Py> arguments = new ArrayList<>(List.of(Py.SELF));
    arguments.addAll(List.of(in.wholes()));
    Py all = Py.call("recur", arguments.toArray(Py[]::new));
    Py plain = Py.SELF.apply(in.wholes());
    return Spelling.module(
        Py.call("nn." + spec().name().toUpperCase(java.util.Locale.ROOT), make),
        states ? all : (in.size() == 1 ? plain : all).at(Py.of(0L)));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return lowerAll(builder, inputs, parameters, output).getFirst();
  }

  @Override
  public List<Value> lowerAll(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    int each = parameters.size() / (int) layers;
    Value x = inputs.getFirst();
    List<Value> hiddens = new ArrayList<>();
    List<Value> cells = new ArrayList<>();
    for (int layer = 0; layer < layers; layer++) {
      List<WeightExpr> own = parameters.subList(layer * each, (layer + 1) * each);
      x = layer(builder, x, first(builder, inputs, layer), own, output, cells);
      if (states) {
        hiddens.addAll(last(builder, x));
      }
    }
    if (!states) {
      return List.of(x);
    }
    List<Value> all = new ArrayList<>(List.of(x, joined(builder, hiddens)));
    if (cell == Cell.LSTM) {
      all.add(joined(builder, cells));
    }
    return all;
  }

  /** The first states of a layer. */
  private List<Value> first(ProgramBuilder builder, List<Value> inputs, int layer) {
    return inputs.stream()
        .skip(1)
        .map(states ->
            slice(
                builder,
                states,
                0,
                layer * directions(),
                states.type().shape().with(0, directions())))
        .toList();
  }

  /**
   * One layer in both directions.
   *
   * @param parameters of the first direction, then of the second
   * @param cells takes the last cell states, if they are wanted
   */
  private Value layer(
      ProgramBuilder builder,
      Value x,
      List<Value> first,
      List<WeightExpr> parameters,
      TensorType output,
      List<Value> cells) {
    List<WeightExpr> product = new ArrayList<>(List.of(both(parameters, 0)));
    List<WeightExpr> weights = new ArrayList<>(List.of(both(parameters, 1)));
    if (bias) {
      product.add(both(parameters, 2));
      weights.add(both(parameters, 3));
    }
    if (proj > 0) {
      weights.add(both(parameters, bias ? 4 : 2));
    }
    List<Value> inputs = new ArrayList<>(List.of(Linear.project(builder, x, product)));
    inputs.addAll(first);
    boolean ends = states && cell == Cell.LSTM;
    Kernel kernel = new Kernel.Recurrence(cell, directions(), bias, proj > 0, ends);
    if (!ends) {
      return builder.step(kernel, inputs, weights, output);
    }
    long length = output.shape().elements();
    Shape last = Shape.of(directions(), hidden);
    Value all =
        builder.step(
            kernel, inputs, weights, TensorType.float32(Shape.of(length + last.elements())));
    Value end = slice(builder, all, 0, length, Shape.of(last.elements()));
    cells.add(reshape(builder, end, last));
    return reshape(builder, slice(builder, all, 0, 0, Shape.of(length)), output.shape());
  }

  private WeightExpr both(List<WeightExpr> parameters, int index) {
    return bidirectional
        ? new WeightExpr.Concatenated(
            List.of(parameters.get(index), parameters.get(index + parameters.size() / 2)))
        : parameters.get(index);
  }

  /** The last hidden state of each direction. */
  private List<Value> last(ProgramBuilder builder, Value y) {
    Shape shape = y.type().shape();
    List<Value> last = new ArrayList<>();
    for (long direction = 0; direction < directions(); direction++) {
      long token = direction == 0 ? shape.dim(0) - 1 : 0;
      Value row = slice(builder, y, 0, token, shape.with(0, 1));
      last.add(slice(builder, row, 1, direction * state(), Shape.of(1, state())));
    }
    return last;
  }

  private static Value joined(ProgramBuilder builder, List<Value> rows) {
    Shape first = rows.getFirst().type().shape();
    Shape all = first.with(0, rows.stream().mapToLong(row -> row.type().shape().dim(0)).sum());
    return builder.step(new Kernel.Concat(0), rows, List.of(), TensorType.float32(all));
  }

  private static Value slice(ProgramBuilder builder, Value x, int axis, long start, Shape shape) {
    Kernel slice = new Kernel.Slice(axis, start);
    return builder.step(slice, List.of(x), List.of(), TensorType.float32(shape));
  }

  private static Value reshape(ProgramBuilder builder, Value x, Shape shape) {
    return builder.step(new Kernel.Reshape(), List.of(x), List.of(), TensorType.float32(shape));
  }
}
