package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.Kernel.Reduce.Kind;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The largest elements of bins of nearly equal size, as many as the output has.
 *
 * <ul>
 *   <li>C1: the input is {@code [tokens, features]} or {@code [channels, height, width]} of floats.
 *   <li>C2: there are at most {@value #MOST} bins along an axis, each of which is computed by
 *       itself.
 * </ul>
 *
 * @param bins none: 1 along each axis of the input
 */
public record AdaptiveMaxPool(String name, Optional<AdaptiveAvgPool.Bins> bins)
    implements Operator {
  static final int MOST = 256;

  static final OpSpec SEQUENCE =
      adaptive(Space.SEQUENCE, "PyTorch AdaptiveMaxPool1d, on the transpose");
  static final OpSpec IMAGE = adaptive(Space.IMAGE, "PyTorch AdaptiveMaxPool2d");
  static final OpSpec VOLUME = adaptive(Space.VOLUME, "PyTorch AdaptiveMaxPool3d");
  static final OpSpec GLOBAL =
      OpSpec.named("global_max_pool", "Takes the largest element of each channel.")
          .shape("[c, h, w] -> [c, 1, 1]; [t, d] -> [1, d]; [c, d, h, w] -> [c, 1, 1, 1]")
          .source("PyTorch AdaptiveMaxPool2d(1)")
          .build(_ -> new AdaptiveMaxPool("global_max_pool", Optional.empty()));

  private static OpSpec adaptive(Space space, String source) {
    String name = space.layer("adaptive_max_pool");
    String c = space.channelName();
    return OpSpec.named(
            name, "Takes the largest element of each bin so that the output has a given size.")
        .required("size", space.type(1), space.extents() + " of the output")
        .shape(space.rule(c, c, "size"))
        .source(source)
        .build(a ->
            new AdaptiveMaxPool(
                name, Optional.of(new AdaptiveAvgPool.Bins(space, a.sizes("size")))));
  }

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  private Space space(TensorType x) {
    return bins.map(AdaptiveAvgPool.Bins::space).orElse(Space.of(x.shape()));
  }

  private Sizes size(Space space) {
    return bins.map(AdaptiveAvgPool.Bins::size).orElse(Sizes.all(space.count(), 1));
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    Space space = space(x);
    return Inference.unless(
        space.fits(name, x).or(() -> Check.atMost(name, "size", size(space).list(), MOST)),
        () ->
            Check.shape(name, space.dims(space.channels(x.shape()), size(space).list()))
                .as(Axes.FIRST));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return AdaptiveAvgPool.spelled("adaptive_max_pool", bins, in);
  }

  /**
   * The largest of rows that are the largest of columns, or the reverse: one axis after another.
   */
  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    Value x = inputs.getFirst();
    Space space = space(x.type());
    Sizes size = size(space);
    if (size.are(1)) {
      List<Integer> axes =
          IntStream.range(space.firstAxis(), space.firstAxis() + space.count()).boxed().toList();
      return builder.step(new Kernel.Reduce(Kind.MAX, axes), inputs, List.of(), output);
    }
    for (int axis : shrinkingFirst(space, size, x.type().shape())) {
      x = bins(builder, x, space.firstAxis() + axis, size.get(axis));
    }
    return x;
  }

  /** What lies between is then never larger than both the input and the output. */
  private static List<Integer> shrinkingFirst(Space space, Sizes size, Shape shape) {
    return IntStream.range(0, space.count())
        .boxed()
        .sorted(Comparator.comparing(i -> (double) size.get(i) / shape.dim(space.firstAxis() + i)))
        .toList();
  }

  /**
   * Bin i begins at {@code floor(i * in / out)} and ends before {@code ceil((i + 1) * in / out)}.
   */
  private static Value bins(ProgramBuilder builder, Value x, int axis, long count) {
    Shape shape = x.type().shape();
    long in = shape.dim(axis);
    if (in == count) {
      return x;
    }
    List<Value> bins = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long start = i * in / count;
      long length = Math.ceilDiv((i + 1) * in, count) - start;
      Value part =
          builder.step(
              new Kernel.Slice(axis, start),
              List.of(x),
              List.of(),
              TensorType.float32(shape.with(axis, length)));
      bins.add(
          builder.step(
              new Kernel.Reduce(Kind.MAX, List.of(axis)),
              List.of(part),
              List.of(),
              TensorType.float32(shape.with(axis, 1))));
    }
    return builder.step(
        new Kernel.Concat(axis), bins, List.of(), TensorType.float32(shape.with(axis, count)));
  }
}
