package bb.ops;

import bb.kernel.Kernel;
import bb.kernel.ScalarExpr;
import bb.kernel.WeightExpr;
import bb.kernel.WeightExpr.Run;
import bb.kernel.Window;
import bb.program.ProgramBuilder;
import bb.types.Shape;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * Volumes {@code [c, d, h, w]} as kernels take them, which know images only: stacked, as one image
 * {@code [c, d * h, w]} that consists of d planes, or in columns, as {@code [c, d, h * w]}, whose
 * rows are whole planes. The pixels of both lie in the same order, so that one is a view of the
 * other. What a window does in depth and what it does in a plane are two steps; a convolution in
 * both first brings the planes that a window sees together, as channels of one image.
 */
final class Volumes {
  private final ProgramBuilder builder;

  Volumes(ProgramBuilder builder) {
    this.builder = builder;
  }

  static boolean is(Value value) {
    return value.type().shape().rank() == 4;
  }

  /** What a layer makes, if the largest tensor on the way to it can be counted too. */
  static Inference countable(String layer, Inference made, List<Long> largest) {
    return made instanceof Inference.Of && !Shape.fits(largest)
        ? Check.shape(layer, largest)
        : made;
  }

  /** Lowers a layer of images, of which a volume is one. */
  static Value asImage(ProgramBuilder builder, Value x, UnaryOperator<Value> layer) {
    if (!is(x)) {
      return layer.apply(x);
    }
    Volumes volumes = new Volumes(builder);
    return volumes.reshape(layer.apply(volumes.stacked(x)), x.type().shape());
  }

  private Value reshape(Value x, Shape shape) {
    return shape.equals(x.type().shape())
        ? x
        : builder.step(
            new Kernel.Reshape(), List.of(x), List.of(), new TensorType(x.type().dtype(), shape));
  }

  private Value step(Kernel kernel, Value x, List<WeightExpr> weights, long... shape) {
    return builder.step(kernel, List.of(x), weights, TensorType.float32(Shape.of(shape)));
  }

  private Value stacked(Value x) {
    Shape s = x.type().shape();
    return reshape(x, Shape.of(s.dim(0), s.dim(1) * s.dim(2), s.dim(3)));
  }

  private Value columns(Value x) {
    Shape s = x.type().shape();
    return reshape(x, Shape.of(s.dim(0), s.dim(1), s.dim(2) * s.dim(3)));
  }

  /**
   * A convolution.
   *
   * @param parameters the filter {@code [out, in / groups, depth, height, width]}, and perhaps a
   *     bias
   */
  Value convolution(
      WindowRule rule, long groups, Value x, List<WeightExpr> parameters, TensorType output) {
    WindowAxis depth = rule.axes().getFirst();
    Shape out = output.shape();
    WeightExpr filter = parameters.getFirst();
    Shape f = filter.shape();
    List<WeightExpr> weights = new ArrayList<>(parameters);
    if (rule.axes().subList(1, 3).stream().allMatch(WindowAxis::isPoint)) {
      weights.set(0, new WeightExpr.Reshaped(filter, Shape.of(f.dim(0), f.dim(1), f.dim(2), 1)));
      Window window = WindowRule.over(depth, WindowAxis.POINT);
      Value y =
          step(
              convolution(window, groups, weights),
              columns(x),
              weights,
              out.dim(0),
              out.dim(1),
              out.dim(2) * out.dim(3));
      return reshape(y, out);
    }
    WeightExpr flat =
        new WeightExpr.Reshaped(
            filter, Shape.of(f.dim(0), f.dim(1) * f.dim(2), f.dim(3), f.dim(4)));
    boolean inOrder = groups > 1 || depth.kernel() == 1;
    weights.set(0, inOrder ? flat : byTap(flat, f.dim(2), f.dim(1)));
    Window window = WindowRule.over(rule.axes().get(1), rule.axes().get(2)).over(out.dim(1));
    Value y =
        step(
            convolution(window, groups, weights),
            gathered(x, depth, groups, out.dim(1)),
            weights,
            out.dim(0),
            out.dim(1) * out.dim(2),
            out.dim(3));
    return reshape(y, out);
  }

  private static Kernel convolution(Window window, long groups, List<WeightExpr> weights) {
    return new Kernel.Convolution(window, groups, weights.size() > 1, ScalarExpr.IDENTITY);
  }

  /** A filter whose axis 1 has the taps of each channel together, with all channels of a tap. */
  private static WeightExpr byTap(WeightExpr filter, long taps, long channels) {
    return new WeightExpr.Picked(
        filter,
        1,
        LongStream.range(0, taps).mapToObj(tap -> new Run(tap, taps, channels)).toList());
  }

  /**
   * Planes stacked, each with the channels of all planes that the window sees from there: those of
   * the first tap, then those of the next. In groups the taps of a channel are together.
   */
  private Value gathered(Value x, WindowAxis depth, long groups, long planes) {
    if (depth.isPoint()) {
      return stacked(x);
    }
    Shape shape = x.type().shape();
    long channels = shape.dim(0);
    long pixels = shape.dim(2) * shape.dim(3);
    Value all = framed(columns(x), depth.before(), depth.after());
    List<Value> taps = new ArrayList<>();
    for (long tap = 0; tap < depth.kernel(); tap++) {
      taps.add(
          step(
              new Kernel.Slice(1, tap * depth.dilation(), depth.stride()),
              all,
              List.of(),
              channels,
              planes,
              pixels));
    }
    Value together = taps.size() == 1 ? taps.getFirst() : joined(taps, 0);
    if (groups > 1) {
      together =
          builder.step(
              new Kernel.ChannelShuffle(depth.kernel()),
              List.of(together),
              List.of(),
              together.type());
    }
    return reshape(
        together, Shape.of(channels * depth.kernel(), planes * shape.dim(2), shape.dim(3)));
  }

  /** With planes of zeros before and after, in columns. */
  private Value framed(Value columns, long before, long after) {
    Shape s = columns.type().shape();
    return before + after == 0
        ? columns
        : step(
            new Kernel.Pad(List.of(0L, before, 0L), List.of(0L, after, 0L), 0),
            columns,
            List.of(),
            s.dim(0),
            s.dim(1) + before + after,
            s.dim(2));
  }

  private Value joined(List<Value> parts, int axis) {
    Shape first = parts.getFirst().type().shape();
    long size = parts.size() * first.dim(axis);
    return builder.step(
        new Kernel.Concat(axis), parts, List.of(), TensorType.float32(first.with(axis, size)));
  }

  /**
   * The transpose of a convolution.
   *
   * @param parameters the filter {@code [in, out / groups, depth, height, width]}, and perhaps a
   *     bias
   */
  Value transposed(
      WindowRule rule, long groups, Value x, List<WeightExpr> parameters, TensorType output) {
    WindowAxis depth = rule.axes().getFirst();
    Shape in = x.type().shape();
    Shape out = output.shape();
    WeightExpr filter = parameters.getFirst();
    Shape f = filter.shape();
    long taps = depth.kernel();
    WeightExpr flat =
        new WeightExpr.Reshaped(filter, Shape.of(f.dim(0), f.dim(1) * taps, f.dim(3), f.dim(4)));
    List<WeightExpr> weights = new ArrayList<>();
    weights.add(groups > 1 ? flat : byTap(flat, taps, f.dim(1)));
    boolean bias = parameters.size() > 1;
    boolean meets = taps == depth.stride() && depth.dilation() == 1 && isWhole(depth, in, out);
    if (bias && meets) {
      weights.add(new WeightExpr.Concatenated(Collections.nCopies((int) taps, parameters.get(1))));
    }
    Window window = WindowRule.over(rule.axes().get(1), rule.axes().get(2)).over(in.dim(1));
    Value painted =
        step(
            new Kernel.TransposedConvolution(
                window, groups, weights.size() > 1, ScalarExpr.IDENTITY),
            stacked(x),
            weights,
            out.dim(0) * taps,
            in.dim(1) * out.dim(2),
            out.dim(3));
    long pixels = out.dim(2) * out.dim(3);
    Value columns = reshape(painted, Shape.of(out.dim(0) * taps, in.dim(1), pixels));
    if (groups > 1) {
      columns =
          builder.step(
              new Kernel.ChannelShuffle(out.dim(0)), List.of(columns), List.of(), columns.type());
    }
    List<Value> planes = new ArrayList<>();
    for (long tap = 0; tap < taps; tap++) {
      planes.add(
          taps == 1
              ? columns
              : step(
                  new Kernel.Slice(0, tap * out.dim(0)),
                  columns,
                  List.of(),
                  out.dim(0),
                  in.dim(1),
                  pixels));
    }
    Value y = meets ? (taps == 1 ? columns : joined(planes, 2)) : overlaid(depth, planes, out);
    Value volume = reshape(y, out);
    return bias && !meets ? shifted(volume, parameters.get(1)) : volume;
  }

  private Value shifted(Value volume, WeightExpr bias) {
    return asImage(
        builder,
        volume,
        image ->
            builder.step(
                new Kernel.Pointwise(new ScalarExpr.In(0).plus(new ScalarExpr.Channel(0))),
                List.of(image),
                List.of(bias),
                image.type()));
  }

  /** Whether windows that touch each other fill the depth, and nothing is cut off it. */
  private static boolean isWhole(WindowAxis depth, Shape in, Shape out) {
    return depth.before() == 0 && out.dim(1) == in.dim(1) * depth.stride();
  }

  /**
   * The sum of the planes that each tap has painted, where they stand in the output.
   *
   * @param taps for each, its planes in columns
   */
  private Value overlaid(WindowAxis depth, List<Value> taps, Shape out) {
    long pixels = out.dim(2) * out.dim(3);
    long spread = depth.size() * depth.stride();
    long reach = depth.dilation() * (depth.kernel() - 1);
    long size = Math.max(spread + reach, depth.before() + out.dim(1));
    List<Value> summands = new ArrayList<>();
    for (int tap = 0; tap < taps.size(); tap++) {
      Value apart =
          depth.stride() == 1
              ? taps.get(tap)
              : reshape(
                  step(
                      new Kernel.Pad(
                          List.of(0L, 0L, 0L), List.of(0L, 0L, (depth.stride() - 1) * pixels), 0),
                      taps.get(tap),
                      List.of(),
                      out.dim(0),
                      depth.size(),
                      depth.stride() * pixels),
                  Shape.of(out.dim(0), spread, pixels));
      long before = tap * depth.dilation();
      summands.add(framed(apart, before, size - spread - before));
    }
    Value sum = summands.getFirst();
    for (Value summand : summands.subList(1, summands.size())) {
      sum =
          builder.step(
              new Kernel.Pointwise(new ScalarExpr.In(0).plus(new ScalarExpr.In(1))),
              List.of(sum, summand),
              List.of(),
              sum.type());
    }
    return size == out.dim(1)
        ? sum
        : step(new Kernel.Slice(1, depth.before()), sum, List.of(), out.dim(0), out.dim(1), pixels);
  }

  /** A pool: in each plane, then in depth. */
  Value pool(Kernel.Pool.Kind kind, boolean countPadding, WindowRule rule, Value x, Shape out) {
    Shape in = x.type().shape();
    Window plane = WindowRule.over(rule.axes().get(1), rule.axes().get(2)).over(in.dim(1));
    Value small =
        plane.isPoint()
            ? x
            : step(
                new Kernel.Pool(kind, plane, countPadding),
                stacked(x),
                List.of(),
                in.dim(0),
                in.dim(1) * out.dim(2),
                out.dim(3));
    Value columns = reshape(small, Shape.of(in.dim(0), in.dim(1), out.dim(2) * out.dim(3)));
    WindowAxis depth = rule.axes().getFirst();
    Value y =
        depth.isPoint()
            ? columns
            : step(
                new Kernel.Pool(kind, WindowRule.over(depth, WindowAxis.POINT), countPadding),
                columns,
                List.of(),
                out.dim(0),
                out.dim(1),
                out.dim(2) * out.dim(3));
    return reshape(y, out);
  }

  /**
   * Means over bins. Those of planes that are stacked are those of each plane, as all have equally
   * many.
   */
  Value average(Value x, Shape out) {
    Shape in = x.type().shape();
    if (out.elements() == out.dim(0)) {
      return reshape(
          step(new Kernel.AdaptiveAveragePool(), stacked(x), List.of(), in.dim(0), 1, 1), out);
    }
    Value small =
        step(
            new Kernel.AdaptiveAveragePool(),
            stacked(x),
            List.of(),
            in.dim(0),
            in.dim(1) * out.dim(2),
            out.dim(3));
    long pixels = out.dim(2) * out.dim(3);
    Value y =
        step(
            new Kernel.AdaptiveAveragePool(),
            reshape(small, Shape.of(in.dim(0), in.dim(1), pixels)),
            List.of(),
            out.dim(0),
            out.dim(1),
            pixels);
    return reshape(y, out);
  }
}
