package bb.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import bb.kernel.Kernel;
import bb.kernel.Kernel.Recurrence;
import bb.kernel.Kernel.Recurrence.Cell;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recurrences as {@code LSTM}, {@code GRU} and {@code RNN}, which take in the product of the inputs
 * too, have the tokens first and gates in another order. What these cannot do is a {@code Scan}.
 */
final class RecurrentNodes {
  private static final List<Integer> LSTM_ORDER = List.of(0, 3, 1, 2);
  private static final List<Integer> GRU_ORDER = List.of(1, 0, 2);

  private final Nodes nodes;
  private final WeightNodes weights;
  private final Map<Value, Step> products = new HashMap<>();

  RecurrentNodes(Program program, Nodes nodes, WeightNodes weights) {
    this.nodes = nodes;
    this.weights = weights;
    Map<Value, List<Step>> readers = new HashMap<>();
    program.steps().forEach(step -> step.inputs().forEach(value -> add(readers, value, step)));
    program.steps().stream()
        .filter(step -> isProduct(step, readers.getOrDefault(step.output(), List.of())))
        .forEach(step -> products.put(step.output(), step));
    program.outputs().forEach(output -> products.remove(output.value()));
  }

  private static void add(Map<Value, List<Step>> readers, Value value, Step step) {
    readers.computeIfAbsent(value, _ -> new ArrayList<>()).add(step);
  }

  /** Whether the step is part of the one operator that its result flows into. */
  private static boolean isProduct(Step step, List<Step> readers) {
    return step.kernel() instanceof Kernel.Convolution(var window, long groups, var bias, var then)
        && window.isPoint()
        && groups == 1
        && then.equals(ScalarExpr.IDENTITY)
        && step.inputs().getFirst().type().shape().rank() == 2
        && readers.size() == 1
        && readers.getFirst().kernel() instanceof Recurrence r
        && !r.projected()
        && r.bias() == bias
        && readers.getFirst().inputs().getFirst().equals(step.output());
  }

  /** Whether the step needs no nodes of its own. */
  boolean isPart(Step step) {
    return products.containsKey(step.output());
  }

  String recurrence(Recurrence r, Step step) {
    return r.projected() ? scans(r, step) : operator(r, step);
  }

  private String operator(Recurrence r, Step step) {
    Value gates = step.inputs().getFirst();
    Optional<Step> product = Optional.ofNullable(products.get(gates));
    Value x = product.map(p -> p.inputs().getFirst()).orElse(gates);
    long rows = gates.type().shape().dim(1) / r.directions();
    long hidden = rows / r.cell().gates();
    WeightExpr recurrent = step.weights().getFirst();
    List<String> inputs = new ArrayList<>();
    inputs.add(nodes.transpose(nodes.name(x), 1L, 0L, 2L));
    inputs.add(
        product
            .map(p -> ordered(r, p.weights().getFirst(), hidden))
            .orElseGet(() -> inOrder(r, rows, hidden)));
    inputs.add(ordered(r, recurrent, hidden));
    inputs.add(r.bias() ? biases(r, product, step.weights().get(1), hidden) : "");
    inputs.add("");
    step.inputs().stream()
        .skip(1)
        .map(state -> nodes.transpose(nodes.name(state), 1L, 0L, 2L))
        .forEach(inputs::add);
    List<String> outputs =
        nodes.several(name(r.cell()), inputs, r.ends() ? 3 : 1, attributes(r, hidden));
    long tokens = x.type().shape().dim(0);
    String byToken = nodes.transpose(outputs.getFirst(), 2L, 0L, 1L, 3L);
    String cells = r.ends() ? nodes.transpose(outputs.getLast(), 1L, 0L, 2L) : "";
    return joined(r, byToken, cells, tokens, r.directions() * hidden, hidden);
  }

  /** The states of all tokens, and behind them the last ones of the cells if they are wanted. */
  private String joined(
      Recurrence r, String states, String cells, long tokens, long width, long hidden) {
    if (!r.ends()) {
      return nodes.reshape(states, Shape.of(tokens, width));
    }
    return nodes.add(
        "Concat",
        List.of(
            nodes.reshape(states, Shape.of(tokens * width)),
            nodes.reshape(cells, Shape.of(r.directions() * hidden))),
        Attributes.of("axis", 1));
  }

  private static String name(Cell cell) {
    return switch (cell) {
      case LSTM -> "LSTM";
      case GRU -> "GRU";
      case TANH, RELU -> "RNN";
    };
  }

  private static AttributeProto[] attributes(Recurrence r, long hidden) {
    List<AttributeProto> all = new ArrayList<>();
    all.add(Attributes.of("hidden_size", hidden));
    all.add(Attributes.of("direction", r.directions() == 2 ? "bidirectional" : "forward"));
    switch (r.cell()) {
      case GRU -> all.add(Attributes.of("linear_before_reset", 1));
      case RELU ->
          all.add(
              Attributes.words("activations", Collections.nCopies((int) r.directions(), "Relu")));
      case LSTM, TANH -> {}
    }
    return all.toArray(AttributeProto[]::new);
  }

  private static List<Integer> order(Cell cell) {
    return switch (cell) {
      case LSTM -> LSTM_ORDER;
      case GRU -> GRU_ORDER;
      case TANH, RELU -> List.of(0);
    };
  }

  /** The rows of a direction's gates in ONNX's order. */
  private static List<WeightExpr.Run> runs(Recurrence r, long direction, long hidden) {
    return order(r.cell()).stream()
        .map(gate -> new WeightExpr.Run((direction * r.cell().gates() + gate) * hidden, 1, hidden))
        .toList();
  }

  /** A weight {@code [directions, gates * hidden, columns]}. */
  private String ordered(Recurrence r, WeightExpr weight, long hidden) {
    List<WeightExpr.Run> runs = new ArrayList<>();
    for (long direction = 0; direction < r.directions(); direction++) {
      runs.addAll(runs(r, direction, hidden));
    }
    WeightExpr picked = r.cell().gates() == 1 ? weight : new WeightExpr.Picked(weight, 0, runs);
    long rows = r.cell().gates() * hidden;
    long columns = weight.shape().dim(1);
    return weights.as(picked, Shape.of(r.directions(), rows, columns));
  }

  /** What is added to the sums of the inputs, then to the recurrent ones, for each direction. */
  private String biases(Recurrence r, Optional<Step> product, WeightExpr bias, long hidden) {
    long rows = r.cell().gates() * hidden;
    List<String> parts = new ArrayList<>();
    for (long direction = 0; direction < r.directions(); direction++) {
      List<WeightExpr.Run> runs = runs(r, direction, hidden);
      parts.add(
          product
              .map(p -> weights.name(new WeightExpr.Picked(p.weights().get(1), 0, runs)))
              .orElseGet(() -> nodes.floats(Shape.of(rows), Collections.nCopies((int) rows, 0f))));
      parts.add(weights.name(new WeightExpr.Picked(bias, 0, runs)));
    }
    String all = nodes.add("Concat", parts, Attributes.of("axis", 0));
    return nodes.add("Reshape", List.of(all, nodes.ints(r.directions(), 2 * rows)));
  }

  /** What takes sums of the gates, one to one, into ONNX's order. */
  private String inOrder(Recurrence r, long rows, long hidden) {
    Shape shape = Shape.of(r.directions(), rows, r.directions() * rows);
    List<Float> numbers = new ArrayList<>(Collections.nCopies((int) shape.elements(), 0f));
    int row = 0;
    for (long direction = 0; direction < r.directions(); direction++) {
      for (WeightExpr.Run run : runs(r, direction, hidden)) {
        for (long i = run.first(); i <= run.last(); i++) {
          numbers.set((int) (row++ * shape.dim(2) + i), 1f);
        }
      }
    }
    return nodes.floats(shape, numbers);
  }

  // ---- projected states, which no operator has

  private String scans(Recurrence r, Step step) {
    Shape recurrent = step.weights().getFirst().shape();
    long rows = recurrent.dim(0) / r.directions();
    long hidden = rows / r.cell().gates();
    long tokens = step.inputs().getFirst().type().shape().dim(0);
    List<String> states = new ArrayList<>();
    List<String> cells = new ArrayList<>();
    for (long direction = 0; direction < r.directions(); direction++) {
      List<String> results = scan(r, step, direction, rows, hidden);
      states.add(results.getLast());
      cells.add(nodes.reshape(results.get(1), Shape.of(1, hidden)));
    }
    String all = nodes.add("Concat", states, Attributes.of("axis", 2));
    String ends = nodes.add("Concat", cells, Attributes.of("axis", 1));
    return joined(r, all, ends, tokens, r.directions() * recurrent.dim(1), hidden);
  }

  /** The last hidden and cell states of a direction, and its hidden states of all tokens. */
  private List<String> scan(Recurrence r, Step step, long direction, long rows, long hidden) {
    WeightExpr recurrent = step.weights().getFirst();
    WeightExpr projection = step.weights().getLast();
    long state = recurrent.shape().dim(1);
    String gates = part(nodes.name(step.inputs().getFirst()), 2, direction * rows, rows);
    String matrix = transposed(recurrent, direction, rows);
    String projected = transposed(projection, direction, state);
    String bias =
        r.bias()
            ? weights.name(new WeightExpr.Rows(step.weights().get(1), direction * rows, rows))
            : nodes.scalar(0);
    TensorType h = TensorType.float32(Shape.of(state));
    TensorType c = TensorType.float32(Shape.of(hidden));
    return nodes.scan(
        List.of(first(step, 1, direction, state), first(step, 2, direction, hidden)),
        List.of(gates),
        new Nodes.Body(
            List.of(h, c, TensorType.float32(Shape.of(rows))),
            List.of(h, c, h),
            x -> cell(x, matrix, bias, projected, hidden)),
        direction == 1);
  }

  private String transposed(WeightExpr weight, long direction, long rows) {
    return weights.name(
        new WeightExpr.Transposed(new WeightExpr.Rows(weight, direction * rows, rows)));
  }

  private String first(Step step, int which, long direction, long size) {
    if (step.inputs().size() <= which) {
      return nodes.repeat(nodes.scalar(0), Shape.of(size));
    }
    String all = nodes.name(step.inputs().get(which));
    return nodes.reshape(part(all, 1, direction, 1), Shape.of(size));
  }

  private String part(String x, long axis, long start, long count) {
    return nodes.add(
        "Slice", List.of(x, nodes.ints(start), nodes.ints(start + count), nodes.ints(axis)));
  }

  /**
   * @param x the hidden state, the cell state, and what the gates get from a token
   */
  private List<String> cell(
      List<String> x, String matrix, String bias, String projection, long hidden) {
    String recurrent = nodes.add("MatMul", List.of(x.getFirst(), matrix));
    String biased = nodes.add("Add", List.of(recurrent, bias));
    String sums = nodes.add("Add", List.of(biased, x.getLast()));
    String taken =
        nodes.add("Mul", List.of(gate("Sigmoid", sums, 0, hidden), gate("Tanh", sums, 2, hidden)));
    String kept = nodes.add("Mul", List.of(gate("Sigmoid", sums, 1, hidden), x.get(1)));
    String cell = nodes.add("Add", List.of(kept, taken));
    String given =
        nodes.add(
            "Mul", List.of(gate("Sigmoid", sums, 3, hidden), nodes.add("Tanh", List.of(cell))));
    String state = nodes.add("MatMul", List.of(given, projection));
    return List.of(state, cell, nodes.add("Identity", List.of(state)));
  }

  private String gate(String function, String sums, long gate, long hidden) {
    return nodes.add(function, List.of(part(sums, 1, gate * hidden, hidden)));
  }
}
