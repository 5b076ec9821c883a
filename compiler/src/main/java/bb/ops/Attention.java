package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * Scaled dot-product attention of queries over keys and values that the network computes.
 *
 * <ul>
 *   <li>C1: the inputs are three matrices of floats.
 *   <li>C2: queries and keys are equally wide, and there is a value for each key.
 *   <li>C3: {@code heads} divides the features.
 *   <li>C4: multiply-adds can be counted.
 * </ul>
 */
public record Attention(long heads, boolean causal) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named(
              "attention",
              "Weighs values by how well their keys fit each query: `softmax(q * transpose(k) /"
                  + " sqrt(d / heads)) * v`.")
          .inputs(new OpSpec.Inputs(3, 3))
          .positional(
              "heads",
              new Attribute.Type.Int(1),
              "1",
              "equal parts of the features, each by itself")
          .option("causal", new Attribute.Type.Flag(), "false", "token i sees tokens 0 to i only")
          .shape("[t, d], [s, d], [s, e] -> [t, e]")
          .macs("t * s * (d + e)")
          .source("PyTorch scaled_dot_product_attention; Vaswani et al., 2017")
          .build(a -> new Attention(a.integer("heads"), a.flag("causal")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return Check.exact(
        "attention",
        inputs,
        () ->
            Inference.unless(
                Check.matrices("attention", inputs)
                    .or(() -> fit(inputs))
                    .or(() -> heads("attention", heads, inputs.get(0)))
                    .or(() -> heads("attention", heads, inputs.get(2))),
                () -> size(inputs)));
  }

  private static Optional<Failed> fit(List<TensorType> inputs) {
    Shape q = inputs.get(0).shape();
    Shape k = inputs.get(1).shape();
    Shape v = inputs.get(2).shape();
    String label = "receives " + q + ", " + k + " and " + v;
    if (q.dim(1) != k.dim(1)) {
      return Optional.of(
          Inference.failed(
                  Code.BB0305, "`attention` cannot compare queries " + q + " with keys " + k, label)
              .note("features: %d != %d".formatted(q.dim(1), k.dim(1))));
    }
    return k.dim(0) == v.dim(0)
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0305,
                    "`attention` needs a value for each key, found " + k + " and " + v,
                    label)
                .note("tokens: %d != %d".formatted(k.dim(0), v.dim(0))));
  }

  /** The heads divide the features. */
  static Optional<Failed> heads(String layer, long heads, TensorType x) {
    long features = x.shape().dim(1);
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

  private static Inference size(List<TensorType> inputs) {
    Shape q = inputs.get(0).shape();
    Shape v = inputs.get(2).shape();
    Check.countable(Math.multiplyExact(q.dim(0), v.dim(0)), Math.addExact(q.dim(1), v.dim(1)));
    return Check.shape("attention", q.dim(0), v.dim(1));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    return builder.step(new Kernel.Attention(heads, causal), inputs, List.of(), output);
  }
}
