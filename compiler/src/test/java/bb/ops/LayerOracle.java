package bb.ops;

import bb.ops.Arguments.Padding;
import bb.ops.Arguments.Pair;
import bb.types.Shape;
import java.util.List;

/**
 * What a layer's documentation says of its sizes, worked out from the written arguments alone: the
 * windows are counted one by one, and nothing of the operators or the kernels is asked.
 */
record LayerOracle(String layer, Arguments arguments, List<Shape> inputs) {
  /** Longer axes are not walked. */
  private static final long MAX_STEPS = 100_000;

  /** Multiply-adds, given the shape that flows out. */
  long macs(Shape output) {
    Shape x = inputs.getFirst();
    return switch (layer) {
      case "conv" ->
          product(output.elements(), x.dim(0) / groups(), area(arguments.pair("kernel")));
      case "conv_transpose" ->
          product(
              x.elements(), arguments.integer("out") / groups(), area(arguments.pair("kernel")));
      case "conv1d" -> product(output.elements(), x.dim(1) / groups(), arguments.integer("kernel"));
      case "linear" -> product(x.elements(), arguments.integer("out"));
      case "matmul" -> product(x.elements(), output.dim(1));
      case "attention" ->
          product(x.dim(0), inputs.get(1).dim(0), Math.addExact(x.dim(1), inputs.getLast().dim(1)));
      case "multihead_attention" -> {
        long width = x.dim(1);
        long keys = inputs.getLast().dim(0);
        long projections = product(2, Math.addExact(x.dim(0), keys), width, width);
        yield Math.addExact(projections, product(2, x.dim(0), keys, width));
      }
      case "selective_scan" -> product(x.elements(), inputs.get(2).dim(1));
      default -> 0;
    };
  }

  /** The numbers that are learned or kept. */
  long parameters() {
    Shape x = inputs.getFirst();
    return switch (layer) {
      case "conv" -> filters(x.dim(0), area(arguments.pair("kernel")));
      case "conv1d" -> filters(x.dim(1), arguments.integer("kernel"));
      case "conv_transpose" -> filters(x.dim(0), area(arguments.pair("kernel")));
      case "linear" -> filters(x.dim(-1), 1);
      case "embedding" -> product(arguments.integer("vocabulary"), arguments.integer("features"));
      // one more counts the batches
      case "bn" -> (arguments.flag("affine") ? 4 : 2) * x.dim(0) + 1;
      case "group_norm", "instance_norm" -> arguments.flag("affine") ? 2 * x.dim(0) : 0;
      case "prelu" -> arguments.integer("num_parameters");
      case "multihead_attention" -> {
        long width = x.dim(1);
        yield Math.addExact(product(4, width, width), arguments.flag("bias") ? 4 * width : 0);
      }
      case "rms_norm" -> arguments.flag("affine") ? features(arguments, x) : 0;
      case "layer_norm" ->
          arguments.flag("affine") ? (arguments.flag("bias") ? 2 : 1) * features(arguments, x) : 0;
      default -> 0;
    };
  }

  /** Whether the shape can be what flows out. */
  boolean allows(Shape output) {
    Shape x = inputs.getFirst();
    return switch (layer) {
      case "conv" ->
          output.dim(0) == arguments.integer("out")
              && slides(x.dim(1), output.dim(1), true)
              && slides(x.dim(2), output.dim(2), false);
      case "conv_transpose" -> output.rank() == 3 && output.dim(0) == arguments.integer("out");
      case "max_pool", "avg_pool" -> output.rank() == 3 && output.dim(0) == x.dim(0);
      case "adaptive_avg_pool" ->
          output.equals(
              Shape.of(x.dim(0), arguments.pair("size").height(), arguments.pair("size").width()));
      case "global_avg_pool" -> output.equals(Shape.of(x.dim(0), 1, 1));
      case "linear" -> output.equals(x.with(x.rank() - 1, arguments.integer("out")));
      case "flatten", "reshape", "pixel_shuffle" -> output.elements() == x.elements();
      case "permute" ->
          output.dims().stream().sorted().toList().equals(x.dims().stream().sorted().toList());
      case "concat" ->
          output.elements() == inputs.stream().mapToLong(Shape::elements).sum()
              && output.rank() == x.rank();
      case "slice" -> output.rank() == x.rank() && output.elements() <= x.elements();
      case "pad" -> output.rank() == 3 && output.elements() >= x.elements();
      case "conv1d" -> output.rank() == 2 && output.dim(1) == arguments.integer("out");
      case "embedding", "sinusoid" -> output.rank() == x.rank() + 1;
      case "arange" -> output.equals(Shape.of(x.dim(0)));
      case "matmul" -> output.rank() == 2 && output.dim(0) == x.dim(0);
      case "attention" -> output.equals(Shape.of(x.dim(0), inputs.getLast().dim(1)));
      case "add", "sub", "mul", "div" -> inputs.stream().allMatch(in -> broadcasts(in, output));
      case "upsample" -> output.rank() == 3 && output.dim(0) == x.dim(0);
      default -> output.equals(x);
    };
  }

  /** Whether a window of the layer has that many places, found by moving it. */
  private boolean slides(long size, long places, boolean vertical) {
    if (!(arguments.padding("padding") instanceof Padding.Explicit(var padding))) {
      return places == size;
    }
    long stride = along(arguments.pair("stride"), vertical);
    long reach =
        along(arguments.pair("dilation"), vertical)
            * (along(arguments.pair("kernel"), vertical) - 1);
    long end = size + along(padding, vertical);
    long count = 0;
    long first = -along(padding, vertical);
    while (first < end - reach && count < MAX_STEPS) {
      count++;
      first += stride;
    }
    return count == MAX_STEPS || count == places;
  }

  private static boolean broadcasts(Shape input, Shape output) {
    if (input.rank() != output.rank()) {
      return false;
    }
    for (int axis = 0; axis < input.rank(); axis++) {
      if (input.dim(axis) != 1 && input.dim(axis) != output.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  private long filters(long in, long window) {
    long out = arguments.integer("out");
    long weight = product(out, layer.equals("linear") ? in : in / groups(), window);
    return arguments.flag("bias") ? Math.addExact(weight, out) : weight;
  }

  /** What a norm of features is about: the last axis, or the stated one. */
  private static long features(Arguments arguments, Shape x) {
    int axis = arguments.has("axis") ? (int) arguments.integer("axis") : -1;
    return x.dims().get(axis < 0 ? axis + x.rank() : axis);
  }

  /** Images have them first, sequences last. */
  private static long channels(Shape x) {
    return x.dim(x.rank() == 3 ? 0 : -1);
  }

  private long groups() {
    return arguments.integer("groups");
  }

  private static long along(Pair pair, boolean vertical) {
    return vertical ? pair.height() : pair.width();
  }

  private static long area(Pair pair) {
    return product(pair.height(), pair.width());
  }

  private static long product(long... factors) {
    long product = 1;
    for (long factor : factors) {
      product = Math.multiplyExact(product, factor);
    }
    return product;
  }
}
