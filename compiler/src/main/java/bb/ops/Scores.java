package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The scores of attention, {@code [..., heads, queries, keys]}, and what is added to them: a tensor
 * of these axes, of which the first ones may be missing, and any be 1 and is repeated.
 */
record Scores(List<Long> lead, long heads, long queries, long keys) {
  Scores {
    lead = List.copyOf(lead);
  }

  /** Of queries {@code [..., t, d]} and keys {@code [..., s, d]}. */
  static Scores of(Shape q, Shape k, long heads) {
    return new Scores(
        q.dims().subList(0, q.rank() - 2), heads, q.dim(q.rank() - 2), k.dim(k.rank() - 2));
  }

  /** How many sequences there are. */
  long batch() {
    return lead.stream().reduce(1L, Math::multiplyExact);
  }

  private List<Long> dims() {
    List<Long> dims = new ArrayList<>(lead);
    dims.addAll(List.of(heads, queries, keys));
    return dims;
  }

  /** What is wrong with a tensor that is added to the scores. */
  Optional<Failed> check(String layer, String argument, TensorType bias) {
    return Check.floats(layer, List.of(bias)).or(() -> fits(layer, argument, bias.shape()));
  }

  private Optional<Failed> fits(String layer, String argument, Shape bias) {
    List<Long> all = dims();
    if (bias.rank() > 0 && bias.rank() <= all.size()) {
      List<Long> found = filled(bias);
      List<Long> foundLead = found.subList(0, lead.size());
      boolean wholeOrOnce = foundLead.equals(lead) || foundLead.stream().allMatch(dim -> dim == 1);
      boolean rest =
          java.util.stream.IntStream.range(lead.size(), all.size())
              .allMatch(i -> found.get(i) == 1 || found.get(i).equals(all.get(i)));
      if (wholeOrOnce && rest) {
        return Optional.empty();
      }
    }
    String axes = lead.isEmpty() ? "[heads, queries, keys]" : "[..., heads, queries, keys]";
    return Optional.of(
        Inference.failed(
                Code.BB0305,
                "`%s` of `%s` does not fit the scores %s"
                    .formatted(argument, layer, Check.list(all)),
                "receives " + bias)
            .argument(argument)
            .note(
                axes
                    + " is "
                    + Check.list(all)
                    + "; axes may be missing at the front, and where "
                    + argument
                    + " has a 1 it is repeated"));
  }

  /** The bias's dimensions with a 1 for each that is missing. */
  private List<Long> filled(Shape bias) {
    List<Long> filled = new ArrayList<>(bias.dims());
    while (filled.size() < dims().size()) {
      filled.addFirst(1L);
    }
    return filled;
  }

  /** How a tensor that fits is spread over the scores. */
  private Kernel.Attention.Bias spread(Shape bias) {
    List<Long> filled = filled(bias);
    long sequences = filled.subList(0, lead.size()).stream().reduce(1L, Math::multiplyExact);
    int at = lead.size();
    return new Kernel.Attention.Bias(
        sequences, filled.get(at), filled.get(at + 1), filled.get(at + 2));
  }

  /**
   * The kernel that makes these scores.
   *
   * @param size features of a head
   * @param scale else 1 / sqrt(size)
   * @param offset of causal attention, else the queries are the last of the keys
   * @param biases what is added
   */
  Kernel.Attention kernel(
      long keyHeads,
      long size,
      Optional<Double> scale,
      boolean causal,
      Optional<Long> offset,
      List<Value> biases) {
    return new Kernel.Attention(
        batch(),
        heads,
        keyHeads,
        scale.orElse(1 / Math.sqrt(size)),
        causal ? offset.or(() -> Optional.of(Math.max(0, keys - queries))) : Optional.empty(),
        biases.stream().map(bias -> spread(bias.type().shape())).toList());
  }

  /**
   * Appends the kernel, whose operands are matrices.
   *
   * @param inputs queries, keys, values and biases
   */
  static Value lower(
      ProgramBuilder builder, Kernel.Attention kernel, List<Value> inputs, TensorType output) {
    List<Value> rows = new ArrayList<>();
    for (Value input : inputs) {
      Shape shape = input.type().shape();
      rows.add(reshape(builder, input, Shape.of(shape.elements() / shape.dim(-1), shape.dim(-1))));
    }
    Shape shape = output.shape();
    Shape matrix = Shape.of(shape.elements() / shape.dim(-1), shape.dim(-1));
    Value result = builder.step(kernel, rows, List.of(), TensorType.float32(matrix));
    return reshape(builder, result, shape);
  }

  private static Value reshape(ProgramBuilder builder, Value x, Shape shape) {
    return x.type().shape().equals(shape)
        ? x
        : builder.step(new Kernel.Reshape(), List.of(x), List.of(), TensorType.float32(shape));
  }
}
