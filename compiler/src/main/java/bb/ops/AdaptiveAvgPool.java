package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.program.ProgramBuilder;
import bb.python.Py;
import bb.python.Spelling;
import bb.python.TorchInputs;
import bb.types.Axes;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.List;
import java.util.Optional;

/**
 * The mean over bins of nearly equal size, as many as the output has elements.
 *
 * <ul>
 *   <li>C1: the input is {@code [tokens, features]}, {@code [channels, height, width]} or {@code
 *       [channels, depth, height, width]} of floats.
 * </ul>
 *
 * @param bins none: 1 along each axis of the input
 */
public record AdaptiveAvgPool(String name, Optional<Bins> bins) implements Operator {
  static final OpSpec SEQUENCE =
      adaptive(Space.SEQUENCE, "PyTorch AdaptiveAvgPool1d, on the transpose");
  static final OpSpec IMAGE = adaptive(Space.IMAGE, "PyTorch AdaptiveAvgPool2d; He et al., 2014");
  static final OpSpec VOLUME = adaptive(Space.VOLUME, "PyTorch AdaptiveAvgPool3d");
  static final OpSpec GLOBAL =
      OpSpec.named("global_avg_pool", "Takes the mean of each channel.")
          .shape("[c, h, w] -> [c, 1, 1]; [t, d] -> [1, d]; [c, d, h, w] -> [c, 1, 1, 1]")
          .source("PyTorch AdaptiveAvgPool2d(1); Lin et al., 2013")
          .build(_ -> new AdaptiveAvgPool("global_avg_pool", Optional.empty()));

  /** How many bins there are along each axis of an input. */
  record Bins(Space space, Sizes size) {}

  private static OpSpec adaptive(Space space, String source) {
    String name = space.layer("adaptive_avg_pool");
    String c = space.channelName();
    return OpSpec.named(name, "Averages over bins so that the output has a given size.")
        .required("size", space.type(1), space.extents() + " of the output")
        .shape(space.rule(c, c, "size"))
        .source(source)
        .build(a -> new AdaptiveAvgPool(name, Optional.of(new Bins(space, a.sizes("size")))));
  }

  @Override
  public OpSpec spec() {
    return Operators.find(name).orElseThrow();
  }

  @Override
  public Inference infer(List<TensorType> inputs) {
    TensorType x = inputs.getFirst();
    Space space = bins.map(Bins::space).orElse(Space.of(x.shape()));
    return Inference.unless(
        space.fits(name, x),
        () -> {
          List<Long> size = bins.map(Bins::size).orElse(Sizes.all(space.count(), 1)).list();
          Inference made =
              Check.shape(name, space.dims(space.channels(x.shape()), size)).as(Axes.FIRST);
          return space == Space.VOLUME
              ? Volumes.countable(name, made, between(x.shape(), size))
              : made;
        });
  }

  /** Planes of the new size, of which there are as many as before. */
  private static List<Long> between(Shape x, List<Long> size) {
    return List.of(x.dim(0), x.dim(1), size.get(1), size.get(2));
  }

  @Override
  public Spelling torch(TorchInputs in) {
    return spelled("adaptive_avg_pool", bins, in);
  }

  /** As PyTorch writes such a pool. */
  static Spelling spelled(String pool, Optional<Bins> bins, TorchInputs in) {
    Space space = bins.map(Bins::space).orElse(Space.of(in.shape()));
    Object size = bins.map(b -> b.size().python()).orElse(1L);
    return Spelled.pool(space, pool, List.of(Py.arg(Py.of(size, "output_size"))));
  }

  @Override
  public Value lower(
      ProgramBuilder builder, List<Value> inputs, List<WeightExpr> parameters, TensorType output) {
    if (Volumes.is(inputs.getFirst())) {
      return new Volumes(builder).average(inputs.getFirst(), output.shape());
    }
    return builder.step(new Kernel.AdaptiveAveragePool(), inputs, List.of(), output);
  }
}
