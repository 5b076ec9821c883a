package bb.passes;

import bb.kernel.Kernel;
import bb.kernel.WeightExpr;
import bb.kernel.WeightExpr.Run;
import bb.passes.Channels.Range;
import bb.program.Program;
import bb.program.Program.Step;
import bb.types.TensorType;
import bb.types.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shuffles no channels where the order does not matter to what reads them: a convolution takes them
 * as they lie, with the slices of its filter in that order. What is left of concatenations,
 * shuffles and slices are the channels that a convolution reads, of few values side by side; one of
 * these writes them there, with those that are read elsewhere beside them.
 *
 * <pre>
 * %3 [8, 4, 4] = concat axis 0(%1, %2)
 * %4 [8, 4, 4] = shuffle groups 2(%3)
 * %5 [4, 4, 4] = slice axis 0 from 4(%4)
 * %6 [4, 4, 4] = convolution point(%5; conv.weight)
 * -->
 * %7 [2, 4, 4] = slice axis 0 from 2(%1)
 * %8 [6, 4, 4] = concat axis 0(%2, %7)
 * %9 [4, 4, 4] = slice axis 0 from 2(%8)
 * %6 [4, 4, 4] = convolution point(%9; conv.weight[axis 1: 1..4 by 2, 0..3 by 2])
 * </pre>
 */
final class RouteChannels {
  /** Channels of all values of a program: beyond them the search is not worth its memory. */
  private static final long MAX_CHANNELS = 1 << 20;

  /** Pieces that one image is put together of at most: each is copied for itself. */
  private static final int MAX_RANGES = 16;

  /** Progressions that an order is written as at most: each is three numbers in generated code. */
  private static final int MAX_RUNS = 64;

  private final Program program;
  private final ChannelOrder order;
  private final Map<Value, Channels> routes = new HashMap<>();
  private final Map<List<Range>, Value> known = new HashMap<>();
  private final Set<Value> hosts = new HashSet<>();
  private final List<Step> steps = new ArrayList<>();
  private int fresh;

  private RouteChannels(Program program) {
    this.program = program;
    this.order = new ChannelOrder(program);
    this.fresh = Uses.firstFree(program);
  }

  static Program rewrite(Program program) {
    boolean shuffles =
        program.steps().stream().anyMatch(s -> s.kernel() instanceof Kernel.ChannelShuffle);
    return shuffles && channels(program) <= MAX_CHANNELS
        ? new RouteChannels(program).rewrite()
        : program;
  }

  private static double channels(Program program) {
    return program.steps().stream()
        .mapToDouble(
            s -> s.output().type().shape().rank() == 3 ? s.output().type().shape().dim(0) : 0)
        .sum();
  }

  private Program rewrite() {
    for (Step step : program.steps()) {
      if (ChannelOrder.isRoute(step) && order.isFree(step.output())) {
        routes.put(step.output(), route(step));
        steps.add(step);
      } else {
        Channels channels = step.inputs().isEmpty() ? null : routes.get(step.inputs().getFirst());
        steps.add(channels != null && channels.shuffled() ? read(step, channels) : step);
      }
    }
    return DropDeadSteps.rewrite(Uses.withSteps(program, steps));
  }

  private Channels channels(Value value) {
    return routes.computeIfAbsent(value, Channels::of);
  }

  private Channels route(Step step) {
    List<Channels> inputs = step.inputs().stream().map(this::channels).toList();
    return switch (step.kernel()) {
      case Kernel.Slice(_, long start, _) ->
          inputs.getFirst().slice(start, step.output().type().shape().dim(0));
      case Kernel.ChannelShuffle(long groups) -> inputs.getFirst().shuffled((int) groups);
      default -> Channels.concatenated(inputs);
    };
  }

  /** The step, or one that reads the channels in the order in which they are put together. */
  private Step read(Step step, Channels channels) {
    List<Integer> sorted = channels.sorted();
    List<Run> runs = Channels.runs(sorted);
    List<Range> ranges = channels.ranges(sorted);
    if (runs.size() > MAX_RUNS || ranges.size() > MAX_RANGES) {
      return step;
    }
    if (ChannelOrder.isDense(step)) {
      List<WeightExpr> weights = new ArrayList<>(step.weights());
      weights.set(0, new WeightExpr.Picked(weights.getFirst(), 1, runs));
      return with(step, image(ranges, step), weights, step.output());
    }
    if (!ChannelOrder.isByChannel(step) || !order.isFree(step.output())) {
      return step;
    }
    // for readers to whom the order is too long a list; else it is dead
    steps.add(step);
    Value output = new Value(fresh++, step.output().type());
    routes.put(step.output(), channels.in(output, sorted));
    return with(step, image(ranges, step), ChannelOrder.picked(step.weights(), runs), output);
  }

  private static Step with(Step step, Value input, List<WeightExpr> weights, Value output) {
    List<Value> inputs = new ArrayList<>(step.inputs());
    inputs.set(0, input);
    return new Step(step.kernel(), inputs, weights, output, step.paths(), step.origin());
  }

  /** An image of these channels, side by side; {@code like} is a step that reads one. */
  private Value image(List<Range> ranges, Step like) {
    Value image = known.get(ranges);
    if (image == null) {
      image = assembled(ranges, like);
      known.put(ranges, image);
    }
    return image;
  }

  /**
   * A range at an end stands where the step that computes it writes it, if what is left of its
   * value can lie beyond the image.
   */
  private Value assembled(List<Range> ranges, Step like) {
    Range first = ranges.getFirst();
    Range last = ranges.getLast();
    long count = ranges.stream().mapToLong(Range::count).sum();
    List<Value> parts = new ArrayList<>();
    ranges.forEach(range -> parts.add(slice(range, like)));
    if (ranges.size() > 1 && first.ends() && hosts.add(first.of())) {
      parts.set(0, first.of());
      return slice(new Range(concat(parts, like), first.start(), count), like);
    }
    if (ranges.size() > 1 && last.begins() && hosts.add(last.of())) {
      parts.set(parts.size() - 1, last.of());
      return slice(new Range(concat(parts, like), 0, count), like);
    }
    return concat(parts, like);
  }

  private Value slice(Range range, Step like) {
    return range.begins() && range.ends()
        ? range.of()
        : add(new Kernel.Slice(0, range.start()), List.of(range.of()), range.count(), like);
  }

  private Value concat(List<Value> parts, Step like) {
    long count = parts.stream().mapToLong(part -> part.type().shape().dim(0)).sum();
    return parts.size() == 1 ? parts.getFirst() : add(new Kernel.Concat(0), parts, count, like);
  }

  /** A step that makes an image of so many channels, for {@code like} to read. */
  private Value add(Kernel kernel, List<Value> inputs, long channels, Step like) {
    TensorType type = like.inputs().getFirst().type();
    Value value = new Value(fresh++, new TensorType(type.dtype(), type.shape().with(0, channels)));
    steps.add(new Step(kernel, inputs, List.of(), value, like.paths(), like.origin()));
    return value;
  }
}
