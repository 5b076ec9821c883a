package bb.ops;

import bb.diagnostics.Code;
import bb.kernel.Kernel;
import bb.kernel.Kernel.Reduce.Kind;
import bb.kernel.WeightExpr;
import bb.ops.Inference.Failed;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * One element of all along some axes.
 *
 * <ul>
 *   <li>C1: the axes exist, and are named once.
 *   <li>C2: a mean is of floats.
 * </ul>
 *
 * @param axes along which; empty for all
 * @param keep whether they stay, with a dimension of 1
 */
public record Reduction(String name, Kind kind, List<Long> axes, boolean keep) implements Operator {
  static final OpSpec MEAN = spec("mean", "Takes the mean along axes.", Kind.MEAN, "mean");
  static final OpSpec SUM =
      spec(
          "sum", "Adds up the elements along axes; of truth values, counts them.", Kind.SUM, "sum");
  static final OpSpec MAX = spec("max", "Takes the largest element along axes.", Kind.MAX, "amax");
  static final OpSpec MIN = spec("min", "Takes the smallest element along axes.", Kind.MIN, "amin");
  static final OpSpec ARGMAX =
      number(
          "argmax",
          "The number of the largest element along an axis, the first if there are several.",
          Kind.ARGMAX);
  static final OpSpec ARGMIN =
      number(
          "argmin",
          "The number of the smallest element along an axis, the first if there are several.",
          Kind.ARGMIN);

  private static OpSpec spec(String name, String summary, Kind kind, String source) {
    return OpSpec.named(name, summary)
        .option(
            "axis",
            new Attribute.Type.Ints(Long.MIN_VALUE),
            "none",
            "the axis or axes; negative from the end; no batch; else all")
        .option("keep", new Attribute.Type.Flag(), "false", "leave a 1 in the place of each")
        .shape("[a, b, c], axis [1, 2] -> [a]; `keep: true`: [a, 1, 1]")
        .source("PyTorch " + source)
        .build(a ->
            new Reduction(name, kind, a.has("axis") ? a.ints("axis") : List.of(), a.flag("keep")));
  }

  private static OpSpec number(String name, String summary, Kind kind) {
    return OpSpec.named(name, summary)
        .required("axis", Attribute.Type.Int.ANY, "the axis; negative from the end; no batch")
        .option("keep", new Attribute.Type.Flag(), "false", "leave a 1 in its place")
        .shape("[a, b], axis 1 -> int32 [a]; `keep: true`: int32 [a, 1]")
        .source("PyTorch " + name)
        .build(a -> new Reduction(name, kind, List.of(a.integer("axis")), a.flag("keep")));
  }

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Optional<Long> statedAxis() {
    return axes.size() == 1 ? Optional.of(axes.getFirst()) : Optional.empty();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    Optional<Failed> wrong = kind == Kind.MEAN ? Check.floats(name, inputs) : Optional.empty();
    for (long axis : axes) {
      wrong = wrong.or(() -> Check.axis(name, axis, x.shape()));
    }
    return Inference.unless(
        wrong.or(() -> repeated(x)),
        () ->
            new Inference.Of(
                new TensorType(dtype(x.dtype()), new Shape(dims(x.shape())), left(x))));
  }

  /** Where the channels are, if they are left. */
  private Axes left(TensorType x) {
    boolean reduced = x.shape().rank() > 0 && along(x.shape()).contains(x.channelAxis());
    return reduced && !keep ? Axes.UNSAID : x.axes();
  }

  private Optional<Failed> repeated(TensorType x) {
    return along(x.shape()).size() == axes.size() || axes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Inference.failed(
                    Code.BB0311, "`" + name + "` names an axis twice: " + axes, "receives " + x)
                .argument("axis"));
  }

  private DType dtype(DType x) {
    return switch (kind) {
      case ARGMAX, ARGMIN -> DType.INT32;
      case SUM -> x == DType.BOOL ? DType.INT32 : x;
      case MEAN, MAX, MIN -> x;
    };
  }

  /** The axes in their order, from the start. */
  private List<Integer> along(Shape x) {
    LongStream all =
        axes.isEmpty()
            ? LongStream.range(0, x.rank())
            : axes.stream().mapToLong(axis -> axis < 0 ? axis + x.rank() : axis);
    return all.sorted().distinct().mapToObj(Math::toIntExact).toList();
  }

  private List<Long> dims(Shape x) {
    List<Integer> along = along(x);
    List<Long> dims = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!along.contains(axis)) {
        dims.add(x.dim(axis));
      } else if (keep) {
        dims.add(1L);
      }
    }
    return dims;
  }

  @Override
  public Spelling torch(TorchInputs in) {
    String method =
        switch (kind) {
          case MEAN -> "mean";
          case SUM -> "sum";
          case MAX -> "amax";
          case MIN -> "amin";
          case ARGMAX -> "argmax";
          case ARGMIN -> "argmin";
        };
    List<Long> dims = along(in.shape()).stream().map(axis -> in.axis(0, axis)).toList();
    if (dims.isEmpty()) {
      return Spelling.function(Py.X);
    }
    Object dim = dims.size() == 1 ? dims.getFirst() : dims;
    return Spelling.function(
        Py.X.attr(method)
            .applyTo(List.of(Py.arg(Py.of(dim, "dim")), Py.option("keepdim", keep, false))));
  }

  /** The mean of each channel of an image is a pool, which passes know more of. */
  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Shape x = inputs.getFirst().type().shape();
    List<Integer> along = along(x);
    Shape kept = x;
    for (int axis : along) {
      kept = kept.with(axis, 1);
    }
    TensorType type = new TensorType(output.dtype(), kept);
    boolean pool = kind == Kind.MEAN && x.rank() == 3 && along.equals(List.of(1, 2));
    Kernel kernel = pool ? new Kernel.AdaptiveAveragePool() : new Kernel.Reduce(kind, along);
    Value reduced =
        along.isEmpty() ? inputs.getFirst() : builder.step(kernel, inputs, List.of(), type);
    return reduced.type().equals(output)
        ? reduced
        : builder.step(new Kernel.Reshape(), List.of(reduced), List.of(), output);
  }
}
