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
 * Attention with its projections: queries, keys and values are each a linear layer of what flows
 * in, whose weights lie one below the other in {@code in_proj_weight} if all are equally wide; a
 * last linear layer mixes the heads.
 *
 * <ul>
 *   <li>C1: the inputs are matrices of floats, or as many as the leading axes count, which are the
 *       same for all: one that attends to itself; queries, and what they attend to; or queries,
 *       keys and values.
 *   <li>C2: there is a value for each key.
 *   <li>C3: {@code heads} divides the features.
 *   <li>C4: what says which keys are seen fits the scores, or the keys.
 *   <li>C5: no input is an image, unless the call says that the last axis is meant.
 *   <li>C6: parameters and multiply-adds can be counted.
 * </ul>
 *
 * @param further whether every query also sees a key and a value that are learned
 * @param mask whether the first input after those says which keys are seen
 * @param padding whether the last input says which keys are padding
 * @param axis that of the features, the last, where the call states it
 */
public record MultiheadAttention(
    long heads,
    boolean causal,
    boolean bias,
    boolean further,
    boolean mask,
    boolean padding,
    Optional<Long> axis)
    implements Operator {
  private static final String NAME = "multihead_attention";
  private static final String PADDING = "key_padding_mask";
  private static final List<String> PARTS = List.of("q", "k", "v");

  static final OpSpec SPEC =
      OpSpec.named(
              NAME,
              "Attention with learned projections: of a tensor to itself, of the first tensor to the"
                  + " second, or of queries to keys and values.")
          .inputs(new OpSpec.Inputs(1, 3))
          .width(0)
          .required(
              "heads", new Attribute.Type.Int(1), "equal parts of the features, each by itself")
          .option(
              "causal",
              new Attribute.Type.Flag(),
              "false",
              "token i sees tokens 0 to i only; if there are more keys, the queries are the last of"
                  + " them")
          .option("bias", new Attribute.Type.Flag(), "true", "add learned biases")
          .option(
              "bias_kv",
              new Attribute.Type.Flag(),
              "false",
              "every query also sees a learned key `bias_k`, whose value is `bias_v`")
          .option(
              "mask",
              new Attribute.Type.Tensor(),
              "none",
              "`bool [..., heads, t, s]`, true where a query sees a key, or floats that are added;"
                  + " axes may be missing at the front, and a 1 is repeated (PyTorch's `attn_mask`"
                  + " is true where it does not)")
          .option(
              PADDING,
              new Attribute.Type.Tensor(),
              "none",
              "`bool [..., s]` or `[s]`, true where a key is padding, which no query sees; or floats"
                  + " that are added")
          .option("axis", Attribute.Type.Int.ANY, "none", FeatureAxis.ONLY_LAST)
          .shape(
              "[..., t, d] -> [..., t, d]; [..., t, d], [..., s, k] -> [..., t, d]; [..., t, d],"
                  + " [..., s, k], [..., s, v] -> [..., t, d]")
          .parameters(
              "in_proj_weight [3 * d, d], or q_proj_weight [d, d], k_proj_weight [d, k] and"
                  + " v_proj_weight [d, v] if a width differs; in_proj_bias [3 * d]; bias_k [1, 1, d]"
                  + " and bias_v [1, 1, d]; out_proj.weight [d, d], out_proj.bias [d]")
          .macs("... * (2 * t * d * d + s * d * (k + v) + 2 * t * s * d)")
          .source("PyTorch MultiheadAttention; Vaswani et al., 2017")
          .build(a ->
              new MultiheadAttention(
                  a.integer("heads"),
                  a.flag("causal"),
                  a.flag("bias"),
                  a.flag("bias_kv"),
                  a.has("mask"),
                  a.has(PADDING),
                  FeatureAxis.of(a)));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  /** The tensors that have no names: one, two or three. */
  private <T> List<T> unnamed(List<T> inputs) {
    return inputs.subList(0, inputs.size() - (mask ? 1 : 0) - (padding ? 1 : 0));
  }

  /** Queries, keys and values, of which some are the same tensor. */
  private <T> List<T> parts(List<T> inputs) {
    List<T> given = unnamed(inputs);
    return List.of(given.getFirst(), given.get(Math.min(1, given.size() - 1)), given.getLast());
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    List<TensorType> parts = parts(inputs);
    List<Shape> shapes = parts.stream().map(TensorType::shape).toList();
    return Check.exact(
        NAME,
        inputs,
        () ->
            Inference.unless(
                Check.floats(NAME, parts)
                    .or(() -> Attention.matrices(NAME, parts))
                    .or(() -> FeatureAxis.last(NAME, axis, parts))
                    .or(() -> fit(shapes))
                    .or(() -> Attention.heads(NAME, heads, parts.getFirst()))
                    .or(() -> seen(scores(shapes), inputs))
                    .or(() -> tables(shapes)),
                () -> size(shapes)));
  }

  @Override
  public Optional<String> assumedFeatures(List<TensorType> inputs) {
    return FeatureAxis.pixels(axis, parts(inputs));
  }

  private static Optional<Failed> fit(List<Shape> parts) {
    Shape q = parts.get(0);
    Shape k = parts.get(1);
    Shape v = parts.get(2);
    if (!lead(q).equals(lead(k)) || !lead(q).equals(lead(v))) {
      Shape other = lead(q).equals(lead(k)) ? v : k;
      return Optional.of(
          misfit(q, other)
              .note(
                  "the axes before the last two are the same: %s != %s"
                      .formatted(Check.list(lead(q)), Check.list(lead(other)))));
    }
    return k.dim(-2) == v.dim(-2)
        ? Optional.empty()
        : Optional.of(
            misfit(k, v)
                .note("there is a value for each key: %d != %d".formatted(k.dim(-2), v.dim(-2))));
  }

  private static List<Long> lead(Shape shape) {
    return shape.dims().subList(0, shape.rank() - 2);
  }

  private static Failed misfit(Shape first, Shape second) {
    return Inference.failed(
        Code.BB0305,
        "`" + NAME + "` cannot combine " + first + " and " + second,
        "receives " + first + " and " + second);
  }

  private Scores scores(List<Shape> parts) {
    return Scores.of(parts.get(0), parts.get(1), heads);
  }

  private Optional<Failed> seen(Scores scores, List<TensorType> inputs) {
    int at = unnamed(inputs).size();
    Optional<Failed> failed =
        mask ? scores.checkMask(NAME, "mask", inputs.get(at)) : Optional.empty();
    return failed.or(
        () -> padding ? scores.checkPadding(NAME, PADDING, inputs.getLast()) : Optional.empty());
  }

  /** Whether one matrix makes queries, keys and values. */
  private static boolean isEquallyWide(List<Shape> parts) {
    return parts.stream().allMatch(part -> part.dim(-1) == parts.getFirst().dim(-1));
  }

  private static Optional<Failed> tables(List<Shape> parts) {
    long width = parts.getFirst().dim(-1);
    if (isEquallyWide(parts)) {
      return Check.parameter(NAME, "in_proj_weight", Math.multiplyExact(3L, width), width);
    }
    Optional<Failed> failed = Optional.empty();
    for (int i = 0; i < PARTS.size(); i++) {
      String name = PARTS.get(i) + "_proj_weight";
      long features = parts.get(i).dim(-1);
      failed = failed.or(() -> Check.parameter(NAME, name, width, features));
    }
    return failed;
  }

  private Inference size(List<Shape> parts) {
    Shape q = parts.getFirst();
    long width = q.dim(-1);
    long queries = q.elements() / width;
    long keys = parts.get(1).elements() / parts.get(1).dim(-1);
    long seen = Math.addExact(parts.get(1).dim(-2), further ? 1 : 0);
    long attended = Math.multiplyExact(2L, Math.multiplyExact(queries, seen));
    long projected = Math.multiplyExact(2L, Math.multiplyExact(queries, width));
    long others =
        Math.multiplyExact(keys, Math.addExact(parts.get(1).dim(-1), parts.get(2).dim(-1)));
    Check.countable(Math.addExact(Math.addExact(attended, projected), others), width);
    long rows = Math.addExact(Math.max(queries, keys), Math.max(1, keys / parts.get(1).dim(-2)));
    Inference together = Check.shape(NAME, rows, Math.multiplyExact(3L, width));
    return together instanceof Inference.Failed
        ? together
        : new Inference.Of(TensorType.float32(q).as(Axes.LAST));
  }

  @Override
  public List<ParameterSpec> parameters(List<TensorType> inputs) {
    List<Shape> parts = parts(inputs).stream().map(TensorType::shape).toList();
    long width = parts.getFirst().dim(-1);
    List<ParameterSpec> all = new ArrayList<>();
    if (isEquallyWide(parts)) {
      all.add(ParameterSpec.trainable("in_proj_weight", Shape.of(3 * width, width)));
    } else {
      for (int i = 0; i < PARTS.size(); i++) {
        Shape shape = Shape.of(width, parts.get(i).dim(-1));
        all.add(ParameterSpec.trainable(PARTS.get(i) + "_proj_weight", shape));
      }
    }
    if (bias) {
      all.add(ParameterSpec.trainable("in_proj_bias", Shape.of(3 * width)));
    }
    if (further) {
      all.add(ParameterSpec.trainable("bias_k", Shape.of(1, 1, width)));
      all.add(ParameterSpec.trainable("bias_v", Shape.of(1, 1, width)));
    }
    all.add(ParameterSpec.trainable("out_proj.weight", Shape.of(width, width)));
    if (bias) {
      all.add(ParameterSpec.trainable("out_proj.bias", Shape.of(width)));
    }
    return all;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Integer> parts = parts(java.util.stream.IntStream.range(0, in.size()).boxed().toList());
    List<Long> widths = parts.stream().map(i -> in.types().get(i).shape().dim(-1)).toList();
    Py make =
        Py.call(
            "nn.MultiheadAttention",
            Py.arg(Py.of(widths.get(0), "embed_dim")),
            Py.arg(Py.of(heads, "num_heads")),
            Py.option("bias", bias, true),
            Py.option("add_bias_kv", further, false),
            Py.option("kdim", widths.get(1), widths.get(0)),
            Py.option("vdim", widths.get(2), widths.get(0)),
            Py.arg("batch_first", Py.of(true)));
    List<Py.Arg> arguments = new ArrayList<>();
    parts.forEach(i -> arguments.add(Py.arg(in.whole(i))));
    if (!causal && !mask && !padding && in.shape().rank() == 2) {
      arguments.add(Py.arg("need_weights", Py.of(false)));
      return Spelling.module(make, Py.SELF.applyTo(arguments).at(Py.of(0L)));
    }
    arguments.addFirst(Py.arg(Py.SELF));
    if (causal) {
      long offset = Math.max(0, in.types().get(parts.get(1)).shape().dim(-2) - in.shape().dim(-2));
      arguments.add(Py.arg("causal", Py.of(true)));
      arguments.add(Py.option("offset", offset, 0L));
    }
    int rank = in.shape().rank() + 1;
    if (mask) {
      arguments.add(Py.arg("mask", Spelled.ofScores(in, unnamed(in.types()).size(), rank)));
    }
    if (padding) {
      int at = in.size() - 1;
      arguments.add(Py.arg("padding", Spelled.ofScores(in, at, rank - 2)));
    }
    return Spelling.module(make, Py.call("attend", arguments));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    List<Shape> shapes = parts(inputs).stream().map(part -> part.type().shape()).toList();
    int last = parameters.size() - (bias ? 2 : 1);
    List<WeightExpr> projections = parameters.subList(0, last - (further ? 2 : 0));
    List<Value> operands =
        new ArrayList<>(
            unnamed(inputs).size() == 1
                ? together(builder, inputs.getFirst(), projections)
                : apart(builder, parts(inputs), projections));
    List<Value> added = added(builder, scores(shapes), inputs);
    if (further) {
      FurtherKey key = new FurtherKey(builder, scores(shapes).batch());
      operands.set(1, key.before(operands.get(1), parameters.get(last - 2)));
      operands.set(2, key.before(operands.get(2), parameters.get(last - 1)));
      added.replaceAll(mask -> key.seen(mask, shapes.get(1).dim(-2)));
    }
    operands.addAll(added);
    Shape matrix = operands.getFirst().type().shape();
    Value mixed =
        Scores.lower(
            builder, kernel(scores(shapes), matrix, added), operands, TensorType.float32(matrix));
    Value result = Linear.project(builder, mixed, parameters.subList(last, parameters.size()));
    return Scores.reshape(builder, result, output.shape());
  }

  /** Of the scores with a further key before the others, which a causal query sees too. */
  private Kernel.Attention kernel(Scores scores, Shape queries, List<Value> added) {
    long offset = Math.max(0, scores.keys() - scores.queries()) + (further ? 1 : 0);
    return scores
        .beside(further ? 1 : 0)
        .kernel(
            heads, queries.dim(1) / heads, Optional.empty(), causal, Optional.of(offset), added);
  }

  /** What is added to the scores. */
  private List<Value> added(ProgramBuilder builder, Scores scores, List<Value> inputs) {
    List<Value> added = new ArrayList<>();
    if (mask) {
      added.add(Scores.mask(builder, inputs.get(unnamed(inputs).size())));
    }
    if (padding) {
      added.add(scores.padding(builder, inputs.getLast()));
    }
    return added;
  }

  /** One product for queries, keys and values, which are its parts. */
  private static List<Value> together(
      ProgramBuilder builder, Value x, List<WeightExpr> projections) {
    Value rows = Scores.rows(builder, x);
    Value all = Linear.project(builder, rows, projections);
    List<Value> parts = new ArrayList<>();
    for (int part = 0; part < PARTS.size(); part++) {
      long start = part * rows.type().shape().dim(1);
      parts.add(builder.step(new Kernel.Slice(1, start), List.of(all), List.of(), rows.type()));
    }
    return parts;
  }

  private List<Value> apart(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> projections) {
    long width = inputs.getFirst().type().shape().dim(-1);
    int weights = projections.size() - (bias ? 1 : 0);
    List<Value> parts = new ArrayList<>();
    for (int part = 0; part < PARTS.size(); part++) {
      List<WeightExpr> rows = new ArrayList<>();
      rows.add(
          weights == 1
              ? new WeightExpr.Rows(projections.getFirst(), part * width, width)
              : projections.get(part));
      if (bias) {
        rows.add(new WeightExpr.Rows(projections.getLast(), part * width, width));
      }
      parts.add(Linear.project(builder, Scores.rows(builder, inputs.get(part)), rows));
    }
    return parts;
  }
}
