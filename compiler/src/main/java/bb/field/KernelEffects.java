package bb.field;

import bb.field.Effect.Keep;
import bb.field.Effect.Mix;
import bb.field.Effect.Slide;
import bb.kernel.Kernel;
import bb.kernel.Window;
import bb.program.Program.Step;
import bb.types.Shape;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** How far each kernel sees: the one place that knows. */
final class KernelEffects {
  private final Step step;
  private final int input;
  private final Shape in;
  private final Shape out;

  private KernelEffects(Step step, int input) {
    this.step = step;
    this.input = input;
    this.in = step.inputs().get(input).type().shape();
    this.out = step.output().type().shape();
  }

  /**
   * What a step does along each axis of one of its inputs; empty if element i of the output is
   * element i of the input, whatever the axes.
   */
  static Optional<List<Effect>> of(Step step, int input) {
    if (step.kernel() instanceof Kernel.Reshape) {
      return Optional.empty();
    }
    KernelEffects effects = new KernelEffects(step, input);
    return Optional.of(IntStream.range(0, effects.in.rank()).mapToObj(effects::along).toList());
  }

  private Effect along(int axis) {
    return switch (step.kernel()) {
      case Kernel.Convolution c -> {
        boolean depthwise = c.groups() == in.dim(channels()) && in.dim(channels()) == channelsOut();
        yield input > 0 ? new Keep(axis) : windowed(axis, depthwise, a -> window(c.window(), a));
      }
      case Kernel.TransposedConvolution c -> {
        boolean depthwise = c.groups() == in.dim(channels()) && in.dim(channels()) == channelsOut();
        yield input > 0
            ? new Keep(axis)
            : windowed(axis, depthwise, a -> transposed(c.window(), a));
      }
      case Kernel.Pool p -> windowed(axis, true, a -> window(p.window(), a));
      case Kernel.AdaptiveAveragePool _ -> windowed(axis, true, this::bins);
      case Kernel.Resize r -> windowed(axis, true, a -> resized(r, a));
      case Kernel.Pointwise _, Kernel.Sinusoid _ -> new Keep(axis);
      case Kernel.LocalResponseNorm _, Kernel.ChannelShuffle _ -> mixing(axis, channels());
      case Kernel.Softmax s -> mixing(axis, s.axis());
      case Kernel.Norm n -> n.acrossPixels() ? Effect.MIX : mixing(axis, channels());
      case Kernel.Reduce r -> mixing(axis, r.axes());
      case Kernel.Permute p -> new Keep(p.order().indexOf(axis));
      case Kernel.Pad p -> Slide.shift(axis, -p.before().get(axis));
      case Kernel.Slice s ->
          axis == s.axis()
              ? new Slide(axis, Ratio.of(s.start()), Ratio.of(s.start()), Ratio.of(s.step()), 1)
              : new Keep(axis);
      case Kernel.Concat c -> axis == c.axis() ? Slide.shift(axis, -before(axis)) : new Keep(axis);
      case Kernel.MatMul m -> product(axis, m.transposed());
      case Kernel.Attention a -> attention(axis, a);
      case Kernel.Gather g -> gathered(axis, g.axis());
      case Kernel.SelectiveScan _, Kernel.Recurrence _ -> Effect.MIX;
      case Kernel.Reshape _, Kernel.Range _, Kernel.Constant _ ->
          throw new AssertionError("has no axis that it reads: " + step.kernel());
    };
  }

  // ---- images

  /** The axis of the channels, as {@link bb.kernel.Plane} has it. */
  private int channels() {
    return in.rank() == 2 ? 1 : 0;
  }

  private long channelsOut() {
    return out.dim(out.rank() == 2 ? 1 : 0);
  }

  /** Whether an axis is the width, else the height. */
  private boolean isWidth(int axis) {
    return in.rank() == 3 && axis == 2;
  }

  private Effect windowed(int axis, boolean eachChannel, IntFunction<Effect> pixels) {
    if (axis == channels()) {
      return eachChannel ? new Keep(axis) : Effect.MIX;
    }
    return pixels.apply(axis);
  }

  private Effect window(Window w, int axis) {
    return isWidth(axis)
        ? Slide.window(axis, w.extentWidth(), w.strideWidth(), w.padLeft(), 1)
        : Slide.window(axis, w.extentHeight(), w.strideHeight(), w.padTop(), w.planes());
  }

  /** Output p is made of the inputs i for which p + padding - i * stride is in the kernel. */
  private Effect transposed(Window w, int axis) {
    long extent = isWidth(axis) ? w.extentWidth() : w.extentHeight();
    long stride = isWidth(axis) ? w.strideWidth() : w.strideHeight();
    long padding = isWidth(axis) ? w.padLeft() : w.padTop();
    return new Slide(
        axis,
        new Ratio(padding - (extent - 1), stride),
        new Ratio(padding, stride),
        new Ratio(1, stride),
        isWidth(axis) ? 1 : w.planes());
  }

  private Effect bins(int axis) {
    if (out.dim(axis) == 1) {
      return Effect.MIX;
    }
    Ratio by = new Ratio(in.dim(axis), out.dim(axis));
    Ratio rounding = fraction(by.denominator());
    return new Slide(axis, Ratio.ZERO.minus(rounding), by.plus(rounding).minus(Ratio.ONE), by, 1);
  }

  private Effect resized(Kernel.Resize resize, int axis) {
    long from = in.dim(axis);
    long to = out.dim(axis);
    if (from == to) {
      return new Keep(axis);
    }
    return switch (resize.mode()) {
      case NEAREST -> {
        Ratio by = new Ratio(from, to);
        yield new Slide(axis, Ratio.ZERO.minus(fraction(by.denominator())), Ratio.ZERO, by, 1);
      }
      case BILINEAR -> {
        if (resize.alignCorners()) {
          Ratio by = to == 1 ? Ratio.ONE : new Ratio(from - 1, to - 1);
          Ratio around = fraction(by.denominator());
          yield new Slide(axis, Ratio.ZERO.minus(around), around, by, 1);
        }
        Ratio by = new Ratio(from, to);
        Ratio middle = by.minus(Ratio.ONE).over(2);
        Ratio around = fraction(2 * to);
        yield new Slide(axis, middle.minus(around), middle.plus(around), by, 1);
      }
    };
  }

  /** The most that is left of a number with that denominator when it is rounded down. */
  private static Ratio fraction(long denominator) {
    return new Ratio(denominator - 1, denominator);
  }

  // ---- the rest

  private static Effect mixing(int axis, int mixed) {
    return axis == mixed ? Effect.MIX : new Keep(axis);
  }

  private static Effect mixing(int axis, Collection<Integer> mixed) {
    return mixed.contains(axis) ? Effect.MIX : new Keep(axis);
  }

  /** What of a concatenation stands before this input. */
  private long before(int axis) {
    return step.inputs().stream().limit(input).mapToLong(x -> x.type().shape().dim(axis)).sum();
  }

  private Effect product(int axis, boolean transposed) {
    int last = in.rank() - 1;
    if (axis < last - 1) {
      return new Keep(axis);
    }
    if (input == 0) {
      return axis == last ? Effect.MIX : new Keep(axis);
    }
    return axis == (transposed ? last : last - 1) ? Effect.MIX : new Keep(out.rank() - 1);
  }

  private Effect attention(int axis, Kernel.Attention attention) {
    if (axis > 0 || input > 2) {
      return Effect.MIX;
    }
    return input == 0 ? new Keep(0) : new Mix(0, attention.batch());
  }

  private Effect gathered(int axis, int along) {
    if (input == step.inputs().size() - 1) {
      return new Keep(along + axis);
    }
    int added = step.inputs().getLast().type().shape().rank() - 1;
    return axis == along ? Effect.MIX : new Keep(axis < along ? axis : axis + added);
  }
}
