package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Scaled dot-product attention of queries over keys and values that the network computes.
 *
 * <ul>
 *   <li>C1: the inputs are three matrices of floats, or as many as the leading axes count, which
 *       are the same for all three.
 *   <li>C2: {@code heads} divides the features of the queries, and {@code kv_heads} divides {@code
 *       heads} and the features of the values.
 *   <li>C3: a head has equally many features of queries and of keys, and there is a value for each
 *       key.
 *   <li>C4: {@code scale} is greater than 0.
 *   <li>C5: what is added to the scores, and what says which keys are seen, has their shape, but
 *       for axes of 1 and missing ones; a mask holds truth values or floats.
 *   <li>C6: no input is an image, unless the call says that the last axis is meant.
 *   <li>C7: multiply-adds can be counted.
 * </ul>
 *
 * @param kvHeads heads of the keys and values, else as many as of the queries
 * @param scale of the scores, else 1 / sqrt(features of a head)
 * @param offset the place of the first query among the keys, if the attention is causal; else the
 *     queries are the last of the keys
 * @param bias whether the input after the values is added to the scores
 * @param mask whether a further input says which keys are seen
 * @param axis that of the features, the last, where the call states it
 */
public record Attention(
    long heads,
    Optional<Long> kvHeads,
    Optional<Double> scale,
    boolean causal,
    Optional<Long> offset,
    boolean bias,
    boolean mask,
    Optional<Long> axis)
    implements Operator {
  private static final String NAME = "attention";

  static final OpSpec SPEC =
      OpSpec.named(
              NAME,
              "Weighs values by how well their keys fit each query: `softmax(q * transpose(k) /"
                  + " sqrt(d / heads) + bias) * v`. A query that sees no key yields 0.")
          .inputs(new OpSpec.Inputs(3, 3))
          .positional(
              "heads",
              new Attribute.Type.Int(1),
              "1",
              "equal parts of the features, each by itself")
          .option(
              "kv_heads",
              new Attribute.Type.Int(1),
              "none",
              "heads of the keys and values, each for as many neighbouring heads of the queries;"
                  + " else `heads`")
          .option(
              "scale",
              new Attribute.Type.Number(),
              "none",
              "factor of the scores, else `1 / sqrt(d / heads)`")
          .option(
              "causal",
              new Attribute.Type.Flag(),
              "false",
              "query i sees keys 0 to `i + offset` only")
          .option(
              "offset",
              new Attribute.Type.Int(0),
              "none",
              "for `causal`: the place of the first query among the keys; else `s - t`, so that the"
                  + " queries are the last of the tokens (PyTorch's `is_causal` has 0)")
          .option(
              "bias",
              new Attribute.Type.Tensor(),
              "none",
              "`[..., heads, t, s]`, added to the scores; axes may be missing at the front, and a 1"
                  + " is repeated")
          .option(
              "mask",
              new Attribute.Type.Tensor(),
              "none",
              "`bool [..., heads, t, s]`, true where a query sees a key, or floats that are added;"
                  + " axes as of `bias`, so `[s]` is a mask of the keys")
          .option("axis", Attribute.Type.Int.ANY, "none", FeatureAxis.ONLY_LAST)
          .shape(
              "[..., t, d], [..., s, kv_heads * d / heads], [..., s, e] -> [..., t, heads * e /"
                  + " kv_heads]")
          .macs("... * t * s * (d + heads * e / kv_heads)")
          .source(
              "PyTorch scaled_dot_product_attention; Vaswani et al., 2017; Ainslie et al., 2023")
          .build(a ->
              new Attention(
                  a.integer("heads"),
                  a.has("kv_heads") ? Optional.of(a.integer("kv_heads")) : Optional.empty(),
                  a.has("scale") ? Optional.of(a.number("scale")) : Optional.empty(),
                  a.flag("causal"),
                  a.has("offset") ? Optional.of(a.integer("offset")) : Optional.empty(),
                  a.has("bias"),
                  a.has("mask"),
                  FeatureAxis.of(a)));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return Check.exact(
        NAME,
        inputs,
        () ->
            Inference.unless(
                Check.floats(NAME, inputs.subList(0, 3))
                    .or(() -> matrices(NAME, inputs.subList(0, 3)))
                    .or(() -> FeatureAxis.last(NAME, axis, inputs.subList(0, 3)))
                    .or(() -> shared(inputs.get(0)))
                    .or(() -> heads(NAME, heads, inputs.get(0)))
                    .or(() -> fit(inputs))
                    .or(() -> heads(NAME, keyHeads(), inputs.get(2)))
                    .or(() -> scale.flatMap(by -> Check.positive(NAME, "scale", by)))
                    .or(() -> bias(inputs))
                    .or(() -> mask(inputs)),
                () -> size(inputs)));
  }

  @Override
  public Optional<String> assumedFeatures(List<TensorType> inputs) {
    return FeatureAxis.pixels(axis, inputs.subList(0, 3));
  }

  private long keyHeads() {
    return kvHeads.orElse(heads);
  }

  /** All are {@code [..., tokens, features]}. */
  static Optional<Failed> matrices(String layer, List<TensorType> inputs) {
    for (TensorType input : inputs) {
      if (input.shape().rank() < 2) {
        return Optional.of(Check.rank(layer, "[..., tokens, features]", input.shape()));
      }
    }
    return Optional.empty();
  }

  private Optional<Failed> shared(TensorType q) {
    if (heads % keyHeads() == 0) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0319,
                "`kv_heads: %d` of `%s` does not divide the %d heads"
                    .formatted(keyHeads(), NAME, heads),
                "receives " + q)
            .argument("kv_heads")
            .note("as many heads of the queries share each head of the keys")
            .help("`kv_heads` could be " + Check.oneOf(Check.divisorsNear(keyHeads(), heads))));
  }

  private Optional<Failed> fit(List<TensorType> inputs) {
    Shape q = inputs.get(0).shape();
    Shape k = inputs.get(1).shape();
    Shape v = inputs.get(2).shape();
    String label = "receives " + q + ", " + k + " and " + v;
    long width = Math.multiplyExact(q.dim(-1) / heads, keyHeads());
    if (width != k.dim(-1)) {
      String features =
          keyHeads() == heads
              ? "features: %d != %d".formatted(q.dim(-1), k.dim(-1))
              : "%d heads of %d features are %d: %d != %d"
                  .formatted(keyHeads(), q.dim(-1) / heads, width, width, k.dim(-1));
      return Optional.of(
          Inference.failed(
                  Code.BB0305, "`attention` cannot compare queries " + q + " with keys " + k, label)
              .note(features));
    }
    if (!lead(q).equals(lead(k)) || !lead(q).equals(lead(v))) {
      return Optional.of(
          Inference.failed(
                  Code.BB0305,
                  "`attention` needs as many keys and values as queries in front of the tokens",
                  label)
              .note(
                  "the axes before the last two are %s, %s and %s"
                      .formatted(Check.list(lead(q)), Check.list(lead(k)), Check.list(lead(v)))));
    }
    return k.dim(-2) == v.dim(-2)
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0305,
                    "`attention` needs a value for each key, found " + k + " and " + v,
                    label)
                .note("tokens: %d != %d".formatted(k.dim(-2), v.dim(-2))));
  }

  private static List<Long> lead(Shape shape) {
    return shape.dims().subList(0, shape.rank() - 2);
  }

  private Optional<Failed> bias(List<TensorType> inputs) {
    return bias ? scores(inputs).check(NAME, "bias", inputs.get(3)) : Optional.empty();
  }

  private Optional<Failed> mask(List<TensorType> inputs) {
    return mask ? scores(inputs).checkMask(NAME, "mask", inputs.getLast()) : Optional.empty();
  }

  private Scores scores(List<TensorType> inputs) {
    return Scores.of(inputs.get(0).shape(), inputs.get(1).shape(), heads);
  }

  /** The heads divide the features. */
  static Optional<Failed> heads(String layer, long heads, TensorType x) {
    long features = x.shape().dim(-1);
    if (features % heads == 0) {
      return Optional.empty();
    }
    return Optional.of(
        Inference.failed(
                Code.BB0319,
                "`heads: %d` of `%s` does not divide the %d features"
                    .formatted(heads, layer, features),
                "receives " + x)
            .argument("heads")
            .note(
                "every head has the same number of features: %d = %d * %d + %d"
                    .formatted(features, heads, features / heads, features % heads))
            .help("`heads` could be " + Check.oneOf(Check.divisorsNear(heads, features))));
  }

  private Inference size(List<TensorType> inputs) {
    Shape q = inputs.get(0).shape();
    Shape k = inputs.get(1).shape();
    List<Long> dims = new ArrayList<>(q.dims());
    dims.removeLast();
    dims.add(Math.multiplyExact(inputs.get(2).shape().dim(-1) / keyHeads(), heads));
    Inference output = Check.shape(NAME, dims).as(Axes.LAST);
    if (output instanceof Inference.Of(var type)) {
      long pairs = Math.multiplyExact(q.elements() / q.dim(-1), k.dim(-2));
      Check.countable(pairs, Math.addExact(q.dim(-1), type.shape().dim(-1)));
    }
    return output;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Py.Arg> arguments = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      arguments.add(Py.arg(in.whole(i)));
    }
    long offset =
        this.offset.orElse(Math.max(0, in.types().get(1).shape().dim(-2) - in.shape().dim(-2)));
    arguments.add(Py.option("heads", heads, 1L));
    if (keyHeads() != heads) {
      arguments.add(Py.arg("kv_heads", Py.of(keyHeads(), "kv_heads")));
    }
    scale.ifPresent(s -> arguments.add(Py.arg("scale", Py.of(s, "scale"))));
    arguments.add(Py.option("causal", causal, false));
    arguments.add(Py.option("offset", causal ? offset : 0L, 0L));
    int rank = in.shape().rank() + 1;
    if (bias) {
      arguments.add(Py.arg("bias", Spelled.ofScores(in, 3, rank)));
    }
    if (mask) {
      arguments.add(Py.arg("mask", Spelled.ofScores(in, in.size() - 1, rank)));
    }
    return Spelling.function(Py.call("attention", arguments));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    List<Value> all = new ArrayList<>(inputs);
    if (mask) {
      all.set(all.size() - 1, Scores.mask(builder, all.getLast()));
    }
    Shape q = inputs.get(0).type().shape();
    Scores scores = scores(inputs.stream().map(Value::type).toList());
    Kernel.Attention kernel =
        scores.kernel(
            keyHeads(), q.dim(-1) / heads, scale, causal, offset, all.subList(3, all.size()));
    return Scores.lower(builder, kernel, all, output);
  }
}
