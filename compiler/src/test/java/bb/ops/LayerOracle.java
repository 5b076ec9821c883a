package bb.ops;

import bb.ops.Arguments.Padding;
import bb.types.Shape;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
      case "conv", "conv1d", "conv3d", "deform_conv" ->
          product(output.elements(), channels(x) / groups(), window());
      case "conv_transpose", "conv_transpose1d", "conv_transpose3d" ->
          product(x.elements(), arguments.integer("out") / groups(), window());
      case "linear" -> product(x.elements(), arguments.integer("out"));
      case "matmul" -> product(output.elements(), x.dim(-1));
      case "attention" -> {
        long rows = x.elements() / x.dim(-1);
        yield product(rows, inputs.get(1).dim(-2), Math.addExact(x.dim(-1), attended()));
      }
      case "multihead_attention" -> {
        long width = x.dim(-1);
        long queries = x.elements() / width;
        Shape k = attendedTo(1);
        long sums = product(2, queries, width, width);
        sums = Math.addExact(sums, product(k.elements(), width));
        sums = Math.addExact(sums, product(attendedTo(2).elements(), width));
        long keys = k.dim(-2) + (arguments.flag("bias_kv") ? 1 : 0);
        yield Math.addExact(sums, product(2, queries, keys, width));
      }
      case "selective_scan" -> product(x.elements(), inputs.get(2).dim(1));
      case "lstm" -> product(x.dim(0), matrices(4));
      case "gru" -> product(x.dim(0), matrices(3));
      case "rnn" -> product(x.dim(0), matrices(1));
      default -> 0;
    };
  }

  /** The keys or values of attention with projections: of one tensor those are the queries too. */
  private Shape attendedTo(int part) {
    long masks = Stream.of("mask", "key_padding_mask").filter(arguments::has).count();
    return inputs.get((int) Math.min(part, inputs.size() - masks - 1));
  }

  /** The features that attention yields: keys and values may have fewer heads than queries. */
  private long attended() {
    long heads = arguments.integer("heads");
    long shared = arguments.has("kv_heads") ? heads / arguments.integer("kv_heads") : 1;
    return product(inputs.get(2).dim(-1), shared);
  }

  /** The numbers that are learned or kept. */
  long parameters() {
    Shape x = inputs.getFirst();
    return switch (layer) {
      case "conv", "conv1d", "conv3d", "conv_transpose", "conv_transpose1d", "conv_transpose3d" ->
          filters(channels(x), window());
      case "deform_conv" -> {
        long weight = product(arguments.integer("out"), channels(x) / groups(), window());
        yield arguments.flag("bias") ? Math.addExact(weight, arguments.integer("out")) : weight;
      }
      case "linear" -> filters(x.dim(-1), 1);
      case "embedding" -> product(arguments.integer("vocabulary"), arguments.integer("features"));
      // one more counts the batches
      case "bn" -> (arguments.flag("affine") ? 4 : 2) * channels(x) + 1;
      case "group_norm", "instance_norm" -> arguments.flag("affine") ? 2 * channels(x) : 0;
      case "prelu" -> arguments.integer("num_parameters");
      case "multihead_attention" -> {
        long width = x.dim(-1);
        long matrices = Math.addExact(2 * width, attendedTo(1).dim(-1) + attendedTo(2).dim(-1));
        long vectors = (arguments.flag("bias") ? 4 : 0) + (arguments.flag("bias_kv") ? 2 : 0);
        yield Math.addExact(product(matrices, width), product(vectors, width));
      }
      case "lstm" -> Math.addExact(matrices(4), biases(4));
      case "gru" -> Math.addExact(matrices(3), biases(3));
      case "rnn" -> Math.addExact(matrices(1), biases(1));
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
      case "conv", "conv1d", "conv3d", "deform_conv" ->
          channels(output) == arguments.integer("out") && slides(output);
      case "conv_transpose", "conv_transpose1d", "conv_transpose3d" ->
          output.rank() == x.rank() && channels(output) == arguments.integer("out");
      case "max_pool", "avg_pool", "max_pool1d", "avg_pool1d", "max_pool3d", "avg_pool3d" ->
          output.rank() == x.rank() && channels(output) == channels(x);
      case "adaptive_avg_pool",
          "adaptive_avg_pool1d",
          "adaptive_avg_pool3d",
          "adaptive_max_pool",
          "adaptive_max_pool1d",
          "adaptive_max_pool3d" ->
          channels(output) == channels(x) && axes(output).equals(arguments.sizes("size").list());
      case "global_avg_pool", "global_max_pool" ->
          channels(output) == channels(x) && axes(output).stream().allMatch(size -> size == 1);
      case "linear" -> output.equals(x.with(x.rank() - 1, arguments.integer("out")));
      case "flatten", "reshape", "pixel_shuffle", "pixel_unshuffle" ->
          output.elements() == x.elements();
      case "permute" ->
          output.dims().stream().sorted().toList().equals(x.dims().stream().sorted().toList());
      case "concat" ->
          output.elements() == inputs.stream().mapToLong(Shape::elements).sum()
              && output.rank() == x.rank();
      case "slice" -> output.rank() == x.rank() && output.elements() <= x.elements();
      case "pad" -> output.rank() == x.rank() && output.elements() >= x.elements();
      case "embedding", "sinusoid" -> output.rank() == x.rank() + 1;
      case "lstm", "gru", "rnn" -> output.equals(Shape.of(x.dim(0), directions() * state()));
      case "arange" -> output.equals(Shape.of(x.dim(0)));
      case "matmul" ->
          output.dim(-2) == x.dim(-2)
              && output.rank() == Math.max(x.rank(), inputs.getLast().rank());
      case "attention" -> output.equals(x.with(-1, attended()));
      case "gather" -> output.rank() == x.rank() - 1 + inputs.getLast().rank();
      case "mean", "sum", "max", "min", "argmax", "argmin" ->
          output.rank() <= x.rank() && x.elements() % output.elements() == 0;
      case "minimum",
          "maximum",
          "floor_divide",
          "remainder",
          "pow",
          "where",
          "logical_and",
          "logical_or" ->
          inputs.stream().allMatch(in -> broadcasts(in, output));
      case "equal", "not_equal", "less", "less_equal", "greater", "greater_equal" ->
          inputs.stream().allMatch(in -> broadcasts(in, output));
      case "add", "sub", "mul", "div" -> inputs.stream().allMatch(in -> broadcasts(in, output));
      case "upsample" ->
          output.rank() == x.rank()
              && channels(output) == channels(x)
              && (!arguments.has("size") || sized(axes(output), arguments.ints("size")));
      case "unfold" ->
          output.dim(1) == product(x.dim(0), window()) && output.dim(0) >= 1 && output.rank() == 2;
      case "fold" ->
          product(output.dim(0), window()) == x.dim(1)
              && axes(output).equals(arguments.sizes("size").list());
      default -> output.equals(x);
    };
  }

  /** Whether axes have the given sizes, or all the one that is given. */
  private static boolean sized(List<Long> axes, List<Long> sizes) {
    return sizes.size() == 1
        ? axes.stream().allMatch(sizes.getFirst()::equals)
        : axes.equals(sizes);
  }

  private boolean slides(Shape output) {
    List<Long> sizes = axes(inputs.getFirst());
    return IntStream.range(0, sizes.size())
        .allMatch(axis -> slides(sizes.get(axis), axes(output).get(axis), axis));
  }

  /** Whether a window of the layer has that many places, found by moving it. */
  private boolean slides(long size, long places, int axis) {
    long stride = arguments.sizes("stride").get(axis);
    long reach = arguments.sizes("dilation").get(axis) * (arguments.sizes("kernel").get(axis) - 1);
    if (!(arguments.padding("padding") instanceof Padding.Explicit(var padding))) {
      return places == size;
    }
    boolean tokens = layer.equals("conv1d");
    boolean causal = tokens && arguments.flag("causal");
    long before = causal ? reach : padding.get(axis);
    long end = size + (causal ? 0 : padding.get(tokens ? 1 : axis));
    long count = 0;
    long first = -before;
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

  private long directions() {
    return arguments.flag("bidirectional") ? 2 : 1;
  }

  /** The length of a recurrent layer's hidden states. */
  private long state() {
    return arguments.integer(layer.equals("lstm") && arguments.has("proj") ? "proj" : "hidden");
  }

  /** The numbers in all matrices of a recurrent layer. */
  private long matrices(long gates) {
    long hidden = arguments.integer("hidden");
    long total = 0;
    long width = inputs.getFirst().dim(1);
    for (long i = 0; i < arguments.integer("layers"); i++) {
      long each = product(gates, hidden, width + state());
      total += directions() * (each + (state() == hidden ? 0 : product(state(), hidden)));
      width = directions() * state();
    }
    return total;
  }

  private long biases(long gates) {
    long all = product(2, gates, arguments.integer("hidden"), directions());
    return arguments.flag("bias") ? product(all, arguments.integer("layers")) : 0;
  }

  private long filters(long in, long window) {
    long out = arguments.integer("out");
    long weight = product(out, layer.equals("linear") ? in : in / groups(), window);
    long all = arguments.flag("bias") ? Math.addExact(weight, out) : weight;
    boolean turned = layer.startsWith("conv_transpose");
    if (arguments.flag("weight_norm")) {
      boolean inputsFirst = turned || layer.equals("linear") && arguments.flag("transposed");
      return all + (inputsFirst ? in : out);
    }
    if (!arguments.flag("spectral_norm")) {
      return all;
    }
    long rows =
        turned ? out / groups() : layer.equals("linear") && arguments.flag("transposed") ? in : out;
    return all + rows + weight / rows;
  }

  /** What a norm of features is about: the last axis, or the stated one. */
  private static long features(Arguments arguments, Shape x) {
    int axis = arguments.has("axis") ? (int) arguments.integer("axis") : -1;
    return x.dims().get(axis < 0 ? axis + x.rank() : axis);
  }

  /** Images have them first, sequences last. */
  private static long channels(Shape x) {
    return x.dim(x.rank() == 2 ? 1 : 0);
  }

  /** All but the channels. */
  private static List<Long> axes(Shape x) {
    return x.rank() == 2 ? x.dims().subList(0, 1) : x.dims().subList(1, x.rank());
  }

  private long groups() {
    return arguments.integer("groups");
  }

  private long window() {
    return arguments.sizes("kernel").product();
  }

  private static long product(long... factors) {
    long product = 1;
    for (long factor : factors) {
      product = Math.multiplyExact(product, factor);
    }
    return product;
  }
}
