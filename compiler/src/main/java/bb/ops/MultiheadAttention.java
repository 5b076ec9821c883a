package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attention with its projections: queries, keys and values are each a linear layer of what flows
 * in, whose weights lie one below the other in {@code in_proj_weight}; a last linear layer mixes
 * the heads.
 *
 * <ul>
 *   <li>C1: the inputs are matrices of floats: one that attends to itself; queries, and what they
 *       attend to; or queries, keys and values.
 *   <li>C2: all are equally wide, and there is a value for each key.
 *   <li>C3: {@code heads} divides the features.
 *   <li>C4: parameters and multiply-adds can be counted.
 * </ul>
 */
public record MultiheadAttention(long heads, boolean causal, boolean bias) implements Operator {
  private static final String NAME = "multihead_attention";

  static final OpSpec SPEC =
      OpSpec.named(
              NAME,
              "Attention with learned projections: of a tensor to itself, of the first tensor to the"
                  + " second, or of queries to keys and values.")
          .inputs(new OpSpec.Inputs(1, 3))
          .width(0)
          .required(
              "heads", new Attribute.Type.Int(1), "equal parts of the features, each by itself")
          .option("causal", new Attribute.Type.Flag(), "false", "token i sees tokens 0 to i only")
          .option("bias", new Attribute.Type.Flag(), "true", "add learned biases")
          .shape("[t, d] -> [t, d]; [t, d], [s, d] -> [t, d]; [t, d], [s, d], [s, d] -> [t, d]")
          .parameters(
              "in_proj_weight [3 * d, d], in_proj_bias [3 * d], out_proj.weight [d, d],"
                  + " out_proj.bias [d]")
          .macs("2 * (t + s) * d * d + 2 * t * s * d")
          .source("PyTorch MultiheadAttention; Vaswani et al., 2017")
          .build(a -> new MultiheadAttention(a.integer("heads"), a.flag("causal"), a.flag("bias")));

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
                Check.matrices(NAME, inputs)
                    .or(() -> fit(inputs))
                    .or(() -> Attention.heads(NAME, heads, inputs.getFirst()))
                    .or(() -> table(inputs.getFirst().shape().dim(1))),
                () -> size(inputs)));
  }

  private static Optional<Failed> fit(List<TensorType> inputs) {
    Shape q = inputs.getFirst().shape();
    for (TensorType input : inputs) {
      if (input.shape().dim(1) != q.dim(1)) {
        return Optional.of(
            misfit(q, input.shape())
                .note("features: %d != %d".formatted(q.dim(1), input.shape().dim(1))));
      }
    }
    Shape k = inputs.get(inputs.size() > 1 ? 1 : 0).shape();
    Shape v = inputs.getLast().shape();
    return k.dim(0) == v.dim(0)
        ? Optional.empty()
        : Optional.of(
            misfit(k, v)
                .note("there is a value for each key: %d != %d".formatted(k.dim(0), v.dim(0))));
  }

  private static Failed misfit(Shape first, Shape second) {
    return Inference.failed(
        Code.BB0305,
        "`" + NAME + "` cannot combine " + first + " and " + second,
        "receives " + first + " and " + second);
  }

  private static Optional<Failed> table(long width) {
    return Check.parameter(NAME, "in_proj_weight", Math.multiplyExact(3L, width), width);
  }

  private static Inference size(List<TensorType> inputs) {
    Shape q = inputs.getFirst().shape();
    Shape v = inputs.getLast().shape();
    long width = q.dim(1);
    long projected = Math.multiplyExact(2 * width, Math.addExact(q.dim(0), v.dim(0)));
    long attended = Math.multiplyExact(2 * q.dim(0), v.dim(0));
    Check.countable(Math.addExact(projected, attended), width);
    Inference together = Check.shape(NAME, q.dim(0), 3 * width);
    return together instanceof Inference.Failed ? together : new Inference.Of(inputs.getFirst());
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    long width = inputs.getFirst().shape().dim(1);
    List<ParameterSpec> all = new ArrayList<>();
    all.add(ParameterSpec.trainable("in_proj_weight", Shape.of(3 * width, width)));
    if (bias) {
      all.add(ParameterSpec.trainable("in_proj_bias", Shape.of(3 * width)));
    }
    all.add(ParameterSpec.trainable("out_proj.weight", Shape.of(width, width)));
    if (bias) {
      all.add(ParameterSpec.trainable("out_proj.bias", Shape.of(width)));
    }
    return all;
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    List<Value> projected =
        inputs.size() == 1
            ? together(builder, inputs.getFirst(), parameters)
            : apart(builder, inputs, parameters);
    Shape q = projected.get(0).type().shape();
    Scores scores = Scores.of(q, projected.get(1).type().shape(), heads);
    Kernel.Attention kernel =
        scores.kernel(
            heads, q.dim(-1) / heads, Optional.empty(), causal, Optional.empty(), List.of());
    Value mixed = Scores.lower(builder, kernel, projected, output);
    return Linear.project(builder, mixed, parameters.subList(bias ? 2 : 1, parameters.size()));
  }

  /** One product for queries, keys and values, which are its parts. */
  private List<Value> together(ProgramBuilder builder, Value x, List<WeightExpr> parameters) {
    Value all = Linear.project(builder, x, parameters.subList(0, bias ? 2 : 1));
    List<Value> parts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      long start = part * x.type().shape().dim(1);
      parts.add(builder.step(new Kernel.Slice(1, start), List.of(all), List.of(), x.type()));
    }
    return parts;
  }

  private List<Value> apart(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters) {
    long width = inputs.getFirst().type().shape().dim(1);
    List<Value> parts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      long start = part * width;
      List<WeightExpr> rows =
          parameters.subList(0, bias ? 2 : 1).stream()
              .<WeightExpr>map(weight -> new WeightExpr.Rows(weight, start, width))
              .toList();
      parts.add(Linear.project(builder, inputs.get(Math.min(part, inputs.size() - 1)), rows));
    }
    return parts;
  }
}
