package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The product of two matrices, or of as many matrices as the leading axes count.
 *
 * <ul>
 *   <li>C1: both inputs are matrices of floats, or stacks of them.
 *   <li>C2: their inner sizes agree.
 *   <li>C3: their leading axes are equal, or 1, or one has none.
 *   <li>C4: output and multiply-adds can be counted.
 * </ul>
 */
public record MatMul(boolean transpose) implements Operator {
  static final OpSpec SPEC =
      OpSpec.named("matmul", "Multiplies two matrices, or as many matrices each by its own.")
          .inputs(new OpSpec.Inputs(2, 2))
          .option(
              "transpose", new Attribute.Type.Flag(), "false", "transpose the second matrix first")
          .shape(
              "[..., m, k], [..., k, n] -> [..., m, n]; `transpose: true`: [..., m, k], [..., n, k]"
                  + " -> [..., m, n]; one of them may be a single matrix")
          .macs("... * m * n * k")
          .source("PyTorch matmul")
          .build(a -> new MatMul(a.flag("transpose")));

  @Override
  public OpSpec spec() {
    return SPEC;
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    return Check.exact(
        "matmul",
        inputs,
        () ->
            Inference.unless(
                Check.floats("matmul", inputs)
                    .or(() -> matrices(inputs))
                    .or(() -> fit(inputs))
                    .or(() -> batches(inputs)),
                () -> size(inputs)));
  }

  private static Optional<Failed> matrices(List<TensorType> inputs) {
    return inputs.stream()
        .map(TensorType::shape)
        .filter(shape -> shape.rank() < 2)
        .findFirst()
        .map(shape -> Check.rank("matmul", "[..., rows, columns]", shape));
  }

  private Optional<Failed> fit(List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    long rows = b.dim(transpose ? -1 : -2);
    if (a.dim(-1) == rows) {
      return Optional.empty();
    }
    Failed failed =
        wrong(a, b)
            .note("the first has rows of %d, the second columns of %d".formatted(a.dim(-1), rows));
    boolean other = a.dim(-1) == b.dim(transpose ? -2 : -1);
    return Optional.of(other ? failed.help("`transpose: " + !transpose + "` fits") : failed);
  }

  private Failed wrong(Shape a, Shape b) {
    return Inference.failed(
        Code.BB0318,
        "`matmul` cannot multiply " + a + (transpose ? " and the transpose of " : " and ") + b,
        "receives " + a + " and " + b);
  }

  /** There is a matrix for each matrix, or one for all. */
  private Optional<Failed> batches(List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    List<Long> first = batch(a);
    List<Long> second = batch(b);
    boolean fits =
        first.isEmpty()
            || second.isEmpty()
            || first.size() == second.size()
                && IntStream.range(0, first.size())
                    .allMatch(axis -> repeats(first.get(axis), second.get(axis)));
    return fits
        ? Optional.empty()
        : Optional.of(
            wrong(a, b)
                .note(
                    "there is a matrix for each matrix, a 1 is repeated: %s and %s of them"
                        .formatted(Check.list(first), Check.list(second))));
  }

  private static boolean repeats(long first, long second) {
    return first == second || first == 1 || second == 1;
  }

  private static List<Long> batch(Shape shape) {
    return shape.dims().subList(0, shape.rank() - 2);
  }

  private static List<Long> batch(Shape a, Shape b) {
    if (batch(a).isEmpty() || batch(b).isEmpty()) {
      return batch(a).isEmpty() ? batch(b) : batch(a);
    }
    return Broadcast.dims(List.of(new Shape(batch(a)), new Shape(batch(b))));
  }

  private Inference size(List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    List<Long> dims = new ArrayList<>(batch(a, b));
    dims.add(a.dim(-2));
    dims.add(b.dim(transpose ? -2 : -1));
    boolean image = inputs.stream().anyMatch(x -> x.axes() == Axes.FIRST);
    Inference output = Check.shape("matmul", dims).as(image ? Axes.UNSAID : Axes.LAST);
    if (output instanceof Inference.Of(var type)) {
      Check.countable(type.shape().elements(), a.dim(-1));
    }
    return output;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    Py b = lifted(in, 1, in.shape().rank());
    Py product =
        lifted(in, 0, in.types().get(1).shape().rank()).with("@", transpose ? b.transposed() : b);
    return Spelling.function(product);
  }

  /** One matrix of each example goes with all those of the example. */
  private static Py lifted(TorchInputs in, int input, int rank) {
    int own = in.types().get(input).shape().rank();
    return in.isBatched(input) && own < rank
        ? Spelled.lifted(new Py.In(input), rank - own)
        : new Py.In(input);
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value b = inputs.get(1);
    if (b.type().shape().rank() == 2) {
      return FeatureAxis.onRows(
          builder, inputs.getFirst(), rows -> product(builder, List.of(rows, b)));
    }
    List<Long> batch = batch(output.shape());
    List<Value> stacks = inputs.stream().map(x -> stack(builder, x, batch)).toList();
    return builder.step(new Kernel.Reshape(), List.of(product(builder, stacks)), List.of(), output);
  }

  private Value product(ProgramBuilder builder, List<Value> operands) {
    Shape a = operands.get(0).type().shape();
    long columns = operands.get(1).type().shape().dim(transpose ? -2 : -1);
    TensorType type = TensorType.float32(a.with(-1, columns));
    return builder.step(new Kernel.MatMul(transpose), operands, List.of(), type);
  }

  /** The matrices one after the other, each as often as it is repeated. */
  private static Value stack(ProgramBuilder builder, Value x, List<Long> batch) {
    Shape shape = x.type().shape();
    List<Long> matrix = shape.dims().subList(shape.rank() - 2, shape.rank());
    List<Long> own = new ArrayList<>(batch(shape));
    while (own.size() < batch.size()) {
      own.addFirst(1L);
    }
    Value all = x;
    if (!own.equals(batch)) {
      Value wide = builder.step(new Kernel.Reshape(), List.of(x), List.of(), type(own, matrix));
      all =
          builder.step(
              new Kernel.Pointwise(ScalarExpr.IDENTITY),
              List.of(wide),
              List.of(),
              type(batch, matrix));
    }
    long count = batch.stream().reduce(1L, Math::multiplyExact);
    TensorType stacked = type(List.of(1L, count), matrix);
    return builder.step(new Kernel.Reshape(), List.of(all), List.of(), stacked);
  }

  private static TensorType type(List<Long> batch, List<Long> matrix) {
    return TensorType.float32(new Shape(Stream.concat(batch.stream(), matrix.stream()).toList()));
  }
}
