package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The scores of attention, {@code [..., heads, queries, keys]}, and what is added to them: a tensor
 * of these axes, of which the first ones may be missing, and any be 1 and is repeated. Truth values
 * add 0 or minus infinity.
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

  /** With so many keys more. */
  Scores beside(long more) {
    return new Scores(lead, heads, queries, Math.addExact(keys, more));
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

  /** What is wrong with a tensor that says which keys a query sees. */
  Optional<Failed> checkMask(String layer, String argument, TensorType mask) {
    return truths(layer, argument, mask).or(() -> fits(layer, argument, mask.shape()));
  }

  /** What is wrong with a tensor that says which keys are padding, {@code [..., keys]}. */
  Optional<Failed> checkPadding(String layer, String argument, TensorType padding) {
    List<Long> all = new ArrayList<>(lead);
    all.add(keys);
    return truths(layer, argument, padding)
        .or(() ->
            padding.shape().dims().equals(all) || padding.shape().equals(Shape.of(keys))
                ? Optional.empty()
                : Optional.of(
                    misfit(layer, argument, padding.shape(), "keys " + Check.list(all))
                        .note(
                            "there is an element for each of the %d keys%s"
                                .formatted(
                                    keys,
                                    lead.isEmpty()
                                        ? ""
                                        : " of each sequence, or of all of them alike"))));
  }

  private static Optional<Failed> truths(String layer, String argument, TensorType mask) {
    return mask.dtype() != DType.INT32
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0302,
                    "`%s` of `%s` needs truth values, or floats to add, found int32"
                        .formatted(argument, layer),
                    "receives " + mask)
                .argument(argument)
                .help("`not_equal(0)` makes truth values of 1 and 0, `equal(0)` the opposite"));
  }

  private Optional<Failed> fits(String layer, String argument, Shape bias) {
    List<Long> all = dims();
    if (bias.rank() > 0 && bias.rank() <= all.size()) {
      List<Long> found = filled(bias);
      List<Long> foundLead = found.subList(0, lead.size());
      boolean wholeOrOnce = foundLead.equals(lead) || foundLead.stream().allMatch(dim -> dim == 1);
      boolean rest =
          IntStream.range(lead.size(), all.size())
              .allMatch(i -> found.get(i) == 1 || found.get(i).equals(all.get(i)));
      if (wholeOrOnce && rest) {
        return Optional.empty();
      }
    }
    String axes = lead.isEmpty() ? "[heads, queries, keys]" : "[..., heads, queries, keys]";
    return Optional.of(
        misfit(layer, argument, bias, "scores " + Check.list(all))
            .note(
                axes
                    + " is "
                    + Check.list(all)
                    + "; axes may be missing at the front, and where "
                    + argument
                    + " has a 1 it is repeated"));
  }

  private static Failed misfit(String layer, String argument, Shape found, String all) {
    return Inference.failed(
            Code.BB0305,
            "`%s` of `%s` does not fit the %s".formatted(argument, layer, all),
            "receives " + found)
        .argument(argument);
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

  /** What a mask adds to the scores: of truth values, minus infinity where a key is not seen. */
  static Value mask(ProgramBuilder builder, Value mask) {
    return hidden(builder, mask, ScalarExpr.constant(0), unseen());
  }

  /** What padding {@code [..., keys]} adds to the scores. */
  Value padding(ProgramBuilder builder, Value padding) {
    Value added = hidden(builder, padding, unseen(), ScalarExpr.constant(0));
    Shape shape = added.type().shape();
    List<Long> dims = new ArrayList<>(shape.dims().subList(0, shape.rank() - 1));
    dims.addAll(List.of(1L, 1L, keys));
    return reshape(builder, added, new Shape(dims));
  }

  private static ScalarExpr unseen() {
    return ScalarExpr.constant(Double.NEGATIVE_INFINITY);
  }

  /** Chooses by truth values; floats stay. */
  private static Value hidden(
      ProgramBuilder builder, Value mask, ScalarExpr whereTrue, ScalarExpr whereFalse) {
    return mask.type().dtype() == DType.BOOL
        ? builder.step(
            new Kernel.Pointwise(ScalarExpr.IDENTITY.choose(whereTrue, whereFalse)),
            List.of(mask),
            List.of(),
            TensorType.float32(mask.type().shape()))
        : mask;
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
    List<Value> rows = inputs.stream().map(input -> rows(builder, input)).toList();
    Shape shape = output.shape();
    Value result = builder.step(kernel, rows, List.of(), TensorType.float32(matrix(shape)));
    return reshape(builder, result, shape);
  }

  /** Vectors along the last axis, one below the other. */
  static Value rows(ProgramBuilder builder, Value x) {
    return reshape(builder, x, matrix(x.type().shape()));
  }

  private static Shape matrix(Shape shape) {
    return Shape.of(shape.elements() / shape.dim(-1), shape.dim(-1));
  }

  static Value reshape(ProgramBuilder builder, Value x, Shape shape) {
    return x.type().shape().equals(shape)
        ? x
        : builder.step(new Kernel.Reshape(), List.of(x), List.of(), TensorType.float32(shape));
  }
}
