package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.Numbers;
import bb.kernel.ScalarExpr;
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
 * Rotary position embeddings: each pair of features of a head is turned in its plane by an angle
 * that is the token's position times the pair's frequency.
 *
 * <ul>
 *   <li>C1: the input is {@code [..., tokens, features]} of floats.
 *   <li>C2: {@code heads} divides the features.
 *   <li>C3: the features of a head that are turned are pairs, at most all of them.
 *   <li>C4: {@code base} and the factors are greater than 0, {@code low_freq} less than {@code
 *       high_freq}.
 *   <li>C5: the input is no image, unless the call says that the last axis is meant.
 *   <li>C6: the table of angles is not too large to travel with the network.
 * </ul>
 *
 * @param dims the features of a head that are turned, the first ones; else all
 * @param start the position of the first token
 * @param axis that of the features, the last, where the call states it
 */
public record Rotary(
    long heads,
    boolean interleaved,
    Optional<Long> dims,
    long start,
    RotaryFrequencies frequencies,
    Optional<Long> axis)
    implements Operator {
  private static final String NAME = "rotary";

  /** The cosines and sines of a table, each. */
  private static final long MOST = Numbers.MOST;

  static final OpSpec SPEC =
      OpSpec.named(
              NAME,
              "Turns each pair of a head's features by the token's position times the pair's"
                  + " frequency, `base ** (-2 * i / dims)` for pair i.")
          .positional(
              "heads", new Attribute.Type.Int(1), "1", "equal parts of the features, turned alike")
          .option("base", new Attribute.Type.Number(), "10000", "the largest period over 2 pi")
          .option(
              "interleaved",
              new Attribute.Type.Flag(),
              "false",
              "pair i is features 2 * i and 2 * i + 1, as in GPT-J; else i and i + dims / 2, as in"
                  + " GPT-NeoX and Llama's published weights")
          .option(
              "dims",
              new Attribute.Type.Int(2),
              "none",
              "how many features of a head are turned, the first ones; else all")
          .option("start", new Attribute.Type.Int(0), "0", "the position of the first token")
          .option(
              "factor",
              new Attribute.Type.Number(),
              "1",
              "positions are divided by it; with `original`, only where periods are long")
          .option(
              "original",
              new Attribute.Type.Int(1),
              "none",
              "the context of training, as Llama 3 has it: periods above `original / low_freq` are"
                  + " divided by `factor`, those below `original / high_freq` are not, and those"
                  + " between in part")
          .option("low_freq", new Attribute.Type.Number(), "1", "for `original`")
          .option("high_freq", new Attribute.Type.Number(), "4", "for `original`")
          .option("axis", Attribute.Type.Int.ANY, "none", FeatureAxis.ONLY_LAST)
          .shape("[..., t, d] -> [..., t, d]")
          .source(
              "Su et al., 2021; Chen et al., 2023; Llama 3.1; transformers LlamaRotaryEmbedding")
          .build(a ->
              new Rotary(
                  a.integer("heads"),
                  a.flag("interleaved"),
                  a.has("dims") ? Optional.of(a.integer("dims")) : Optional.empty(),
                  a.integer("start"),
                  RotaryFrequencies.of(a),
                  FeatureAxis.of(a)));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    return Check.exact(
        NAME,
        inputs,
        () ->
            Inference.unless(
                Check.floats(NAME, inputs)
                    .or(() -> tokens(x.shape()))
                    .or(() -> FeatureAxis.last(NAME, axis, inputs))
                    .or(() -> Attention.heads(NAME, heads, x))
                    .or(() -> pairs(x))
                    .or(() -> frequencies.check(NAME))
                    .or(() -> table(x.shape())),
                () -> new Inference.Of(x.as(Axes.LAST))));
  }

  @Override
  public Optional<String> assumedFeatures(List<TensorType> inputs) {
    return FeatureAxis.pixels(axis, inputs);
  }

  private static Optional<Failed> tokens(Shape x) {
    return x.rank() > 1
        ? Optional.empty()
        : Optional.of(Check.rank(NAME, "[..., tokens, features]", x));
  }

  private Optional<Failed> pairs(TensorType x) {
    long size = size(x.shape());
    if (turned(x.shape()) % 2 == 0 && turned(x.shape()) <= size) {
      return Optional.empty();
    }
    Failed failed =
        Inference.failed(
            Code.BB0316,
            "`%s` turns pairs of the %d features of a head, and not %d"
                .formatted(NAME, size, turned(x.shape())),
            "receives " + x);
    return Optional.of(
        dims.isPresent()
            ? failed.argument("dims").note("`dims` is even, and at most " + size)
            : failed
                .argument("heads")
                .note("%d features are %d heads of %d".formatted(x.shape().dim(-1), heads, size)));
  }

  private Optional<Failed> table(Shape x) {
    long numbers = Math.multiplyExact(x.elements() / x.dim(-1), turned(x) / 2);
    Math.addExact(start, x.dim(-2));
    return numbers <= MOST
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0308,
                    "`%s` would need %d angles, which are too many".formatted(NAME, numbers),
                    "receives " + x)
                .note(
                    "%d tokens of %d pairs; at most %d angles travel with a network"
                        .formatted(x.elements() / x.dim(-1), turned(x) / 2, MOST)));
  }

  /** Features of a head. */
  private long size(Shape x) {
    return x.dim(-1) / heads;
  }

  private long turned(Shape x) {
    return dims.orElse(size(x));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    List<Py.Arg> arguments = new ArrayList<>(List.of(Py.arg(Py.X)));
    arguments.add(Py.option("heads", heads, 1L));
    arguments.add(Py.option("base", frequencies.base(), 10000.0));
    arguments.add(Py.option("interleaved", interleaved, false));
    dims.ifPresent(d -> arguments.add(Py.arg("dims", Py.of(d, "dims"))));
    arguments.add(Py.option("start", start, 0L));
    arguments.add(Py.option("factor", frequencies.factor(), 1.0));
    frequencies
        .original()
        .ifPresent(o -> {
          arguments.add(Py.arg("original", Py.of(o, "original")));
          arguments.add(Py.option("low_freq", frequencies.low(), 1.0));
          arguments.add(Py.option("high_freq", frequencies.high(), 4.0));
        });
    return Spelling.function(Py.call("rotary", arguments));
  }

  /**
   * Each head of each token is a pixel, tokens are rows, so that one table of a column serves all
   * heads.
   */
  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Shape shape = output.shape();
    long tokens = shape.elements() / shape.dim(-1);
    long size = size(shape);
    long half = turned(shape) / 2;
    Value rows = reshape(builder, inputs.getFirst(), Shape.of(tokens * heads, size));
    Value cos = table(builder, shape, half, true);
    Value sin = table(builder, shape, half, false);
    Value first = part(builder, rows, 0, half, tokens);
    Value second = part(builder, rows, 1, half, tokens);
    Value turnedFirst = turn(builder, first, second, cos, sin, false);
    Value turnedSecond = turn(builder, second, first, cos, sin, true);
    List<Value> parts = new ArrayList<>();
    if (interleaved) {
      List<Value> columns = new ArrayList<>();
      for (Value plane : List.of(turnedFirst, turnedSecond)) {
        columns.add(reshape(builder, rows(builder, plane), Shape.of(tokens * heads * half, 1)));
      }
      Value pairs = concat(builder, columns);
      parts.add(reshape(builder, pairs, Shape.of(tokens * heads, 2 * half)));
    } else {
      parts.add(rows(builder, turnedFirst));
      parts.add(rows(builder, turnedSecond));
    }
    if (2 * half < size) {
      parts.add(slice(builder, rows, 2 * half, 1, size - 2 * half));
    }
    return reshape(builder, parts.size() == 1 ? parts.getFirst() : concat(builder, parts), shape);
  }

  /** The first or second features of the pairs as an image {@code [half, tokens, heads]}. */
  private Value part(ProgramBuilder builder, Value rows, int number, long half, long tokens) {
    Value part =
        interleaved
            ? slice(builder, rows, number, 2, half)
            : slice(builder, rows, number * half, 1, half);
    return reshape(builder, transpose(builder, part), Shape.of(half, tokens, heads));
  }

  /** {@code x * cos - y * sin}, or {@code x * cos + y * sin}. */
  private static Value turn(
      ProgramBuilder builder, Value x, Value y, Value cos, Value sin, boolean plus) {
    ScalarExpr kept = new ScalarExpr.In(0).times(new ScalarExpr.In(2));
    ScalarExpr other = new ScalarExpr.In(1).times(new ScalarExpr.In(3));
    return builder.step(
        new Kernel.Pointwise(plus ? kept.plus(other) : kept.minus(other)),
        List.of(x, y, cos, sin),
        List.of(),
        x.type());
  }

  /** An image's pixels, one below the other. */
  private static Value rows(ProgramBuilder builder, Value image) {
    Shape shape = image.type().shape();
    Shape columns = Shape.of(shape.dim(0), shape.dim(1) * shape.dim(2));
    return transpose(builder, reshape(builder, image, columns));
  }

  /** The cosines or sines of the angles, {@code [half, tokens, 1]}. */
  private Value table(ProgramBuilder builder, Shape x, long half, boolean cosine) {
    int tokens = (int) (x.elements() / x.dim(-1));
    float[] numbers = new float[(int) half * tokens];
    for (int pair = 0; pair < half; pair++) {
      double frequency = frequencies.of(pair, half);
      for (int token = 0; token < tokens; token++) {
        double angle = (start + token % x.dim(-2)) * frequency;
        numbers[pair * tokens + token] =
            (float) (cosine ? StrictMath.cos(angle) : StrictMath.sin(angle));
      }
    }
    TensorType type = TensorType.float32(Shape.of(half, tokens, 1));
    return builder.step(
        new Kernel.Constant(),
        List.of(),
        List.of(new WeightExpr.Literal(type, Numbers.of(numbers))),
        type);
  }

  private static Value slice(ProgramBuilder builder, Value x, long start, long step, long count) {
    TensorType type = TensorType.float32(x.type().shape().with(1, count));
    return builder.step(new Kernel.Slice(1, start, step), List.of(x), List.of(), type);
  }

  private static Value concat(ProgramBuilder builder, List<Value> parts) {
    long width = parts.stream().mapToLong(part -> part.type().shape().dim(1)).sum();
    TensorType type = TensorType.float32(parts.getFirst().type().shape().with(1, width));
    return builder.step(new Kernel.Concat(1), parts, List.of(), type);
  }

  private static Value transpose(ProgramBuilder builder, Value x) {
    Shape shape = x.type().shape();
    TensorType type = TensorType.float32(Shape.of(shape.dim(1), shape.dim(0)));
    return builder.step(new Kernel.Permute(List.of(1, 0)), List.of(x), List.of(), type);
  }

  private static Value reshape(ProgramBuilder builder, Value x, Shape shape) {
    return builder.step(new Kernel.Reshape(), List.of(x), List.of(), TensorType.float32(shape));
  }
}
