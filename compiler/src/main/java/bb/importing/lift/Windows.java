package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/** Convolutions, which slide over one, two or three axes. */
final class Windows {
  private Windows() {}

  static void register(Map<String, Translator> all) {
    all.put("Conv", Windows::convolution);
    all.put("ConvTranspose", Windows::transposed);
    Pools.register(all);
    Deformed.register(all);
  }

  /** The numbers of a window along each axis, as a node states them. */
  record Window(
      List<Long> kernel,
      List<Long> strides,
      List<Long> dilations,
      List<Long> before,
      List<Long> after) {
    static Window of(Node node, List<Long> kernel, List<Long> sizes) {
      int axes = kernel.size();
      List<Long> ones = Collections.nCopies(axes, 1L);
      List<Long> strides = node.onnx().ints("strides").orElse(ones);
      List<Long> dilations = node.onnx().ints("dilations").orElse(ones);
      List<Long> pads = node.onnx().ints("pads").orElse(Collections.nCopies(2 * axes, 0L));
      if (strides.size() != axes || dilations.size() != axes || pads.size() != 2 * axes) {
        throw node.refuse("has attributes for another number of axes");
      }
      List<Long> before = new ArrayList<>(pads.subList(0, axes));
      List<Long> after = new ArrayList<>(pads.subList(axes, 2 * axes));
      String auto = node.onnx().text("auto_pad", "NOTSET");
      for (int i = 0; i < axes && auto.startsWith("SAME"); i++) {
        long out = Math.ceilDiv(sizes.get(i), strides.get(i));
        long extent = (kernel.get(i) - 1) * dilations.get(i) + 1;
        long total = Math.max(0, (out - 1) * strides.get(i) + extent - sizes.get(i));
        long less = total / 2;
        before.set(i, auto.equals("SAME_LOWER") ? total - less : less);
        after.set(i, auto.equals("SAME_LOWER") ? less : total - less);
      }
      if (auto.equals("VALID")) {
        Collections.fill(before, 0L);
        Collections.fill(after, 0L);
      }
      return new Window(kernel, strides, dilations, before, after);
    }

    int axes() {
      return kernel.size();
    }

    boolean symmetric() {
      return before.equals(after);
    }

    Window withoutPads() {
      List<Long> none = Collections.nCopies(axes(), 0L);
      return new Window(kernel, strides, dilations, none, none);
    }

    long extent(int axis) {
      return (kernel.get(axis) - 1) * dilations.get(axis) + 1;
    }
  }

  /** The layer for as many axes: {@code conv1d}, {@code conv}, {@code conv3d}. */
  static String named(Node node, String layer, int axes) {
    return switch (axes) {
      case 1 -> layer + "1d";
      case 2 -> layer;
      case 3 -> layer + "3d";
      default -> throw node.refuse("slides over %d axes".formatted(axes));
    };
  }

  /** One number, or one for each axis. */
  static Object sizes(List<Long> numbers) {
    return numbers.size() == 1 ? (Object) numbers.getFirst() : numbers;
  }

  /** An image, or a sequence with its features last, as layers take it. */
  static Ref layered(Node node, Flow x) {
    return x.inner().size() == 2
        ? node.layer("permute", Layers.args("order", List.of(1L, 0L)), x.ref())
        : x.ref();
  }

  static Flow back(Node node, Ref made, Flow x) {
    return node.made(
        x.inner().size() == 2
            ? node.layer("permute", Layers.args("order", List.of(1L, 0L)), made)
            : made,
        0);
  }

  /** The input with its padding as elements of its own. */
  static Flow padded(Node node, Flow x, List<Long> before, List<Long> after, double value) {
    List<Long> first = new ArrayList<>(List.of(0L, 0L));
    first.addAll(before);
    List<Long> last = new ArrayList<>(List.of(0L, 0L));
    last.addAll(after);
    return Pads.padded(node, x, first, last, value, "constant");
  }

  private static List<Value> convolution(Node node) {
    Flow x = node.batched(0);
    Const weight = node.constant(1);
    int axes = weight.rank() - 2;
    Window w =
        Window.of(node, weight.dims().subList(2, weight.rank()), x.dims().subList(2, x.rank()));
    SequencedMap<String, Object> args =
        Layers.args(
            "out", weight.dim(0), "kernel", sizes(w.kernel()), "stride", sizes(w.strides()));
    Flow from = x;
    if (w.symmetric() || axes == 1) {
      args.put("padding", w.symmetric() && axes != 1 ? sizes(w.before()) : pair(w));
    } else if (same(w)) {
      args.put("padding", "same");
    } else {
      from = padded(node, x, w.before(), w.after(), 0);
    }
    args.put("dilation", sizes(w.dilations()));
    args.put("groups", node.onnx().integer("group", 1));
    Ref made =
        node.layer(
            named(node, "conv", axes), args, weights(node, weight, args), layered(node, from));
    return List.of(back(node, made, x));
  }

  private static Object pair(Window w) {
    return List.of(w.before().getFirst(), w.after().getFirst());
  }

  /** Padding that keeps the size, the odd element at the end. */
  private static boolean same(Window w) {
    return IntStream.range(0, w.axes())
        .allMatch(i -> {
          long total = w.extent(i) - 1;
          return w.strides().get(i) == 1
              && w.before().get(i) == total / 2
              && w.after().get(i) == total - total / 2;
        });
  }

  private static SequencedMap<String, Const> weights(
      Node node, Const weight, SequencedMap<String, Object> args) {
    Optional<SequencedMap<String, Const>> lengths = Derived.weightNorm(weight);
    SequencedMap<String, Const> weights = lengths.orElseGet(() -> Layers.of("weight", weight));
    args.put("weight_norm", lengths.isPresent());
    args.put("bias", node.known(2).isPresent());
    node.known(2).ifPresent(bias -> weights.put("bias", bias));
    return weights;
  }

  private static List<Value> transposed(Node node) {
    Flow x = node.batched(0);
    Const weight = node.constant(1);
    int axes = weight.rank() - 2;
    Window w =
        Window.of(node, weight.dims().subList(2, weight.rank()), x.dims().subList(2, x.rank()));
    long groups = node.onnx().integer("group", 1);
    List<Long> beyond =
        new ArrayList<>(node.onnx().ints("output_padding").orElse(Collections.nCopies(axes, 0L)));
    List<Long> before = new ArrayList<>(w.before());
    List<Long> after = new ArrayList<>(w.after());
    List<Long> stated = node.onnx().ints("output_shape").orElse(List.of());
    String auto = node.onnx().text("auto_pad", "NOTSET");
    for (int i = 0; i < axes; i++) {
      long in = x.dims().get(2 + i);
      long whole = (in - 1) * w.strides().get(i) + w.extent(i) + beyond.get(i);
      boolean automatic = !stated.isEmpty() || auto.startsWith("SAME");
      if (automatic) {
        long out =
            stated.isEmpty() ? in * w.strides().get(i) : stated.get(stated.size() - axes + i);
        long total = whole - out;
        long less = Math.floorDiv(total, 2);
        before.set(i, auto.equals("SAME_UPPER") ? less : total - less);
        after.set(i, auto.equals("SAME_UPPER") ? total - less : less);
      }
    }
    // the layer cuts both sides alike, and grows at the end
    List<Long> padding = new ArrayList<>();
    List<Long> growth = new ArrayList<>();
    List<Long> cut = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      long least = Math.max(0, Math.min(before.get(i), after.get(i)));
      long out =
          (x.dims().get(2 + i) - 1) * w.strides().get(i)
              + w.extent(i)
              + beyond.get(i)
              - before.get(i)
              - after.get(i);
      long p = before.get(i);
      long without = (x.dims().get(2 + i) - 1) * w.strides().get(i) - 2 * p + w.extent(i);
      if (p >= 0 && out >= without) {
        padding.add(p);
        growth.add(out - without);
        cut.add(0L);
      } else {
        padding.add(least);
        growth.add(Math.max(0, beyond.get(i)));
        cut.add(after.get(i) - least);
      }
    }
    SequencedMap<String, Object> args =
        Layers.args(
            "out", weight.dim(1) * groups,
            "kernel", sizes(w.kernel()),
            "stride", sizes(w.strides()),
            "padding", sizes(padding),
            "output_padding", sizes(growth),
            "groups", groups,
            "dilation", sizes(w.dilations()));
    Ref made =
        node.layer(
            named(node, "conv_transpose", axes),
            args,
            weights(node, weight, args),
            layered(node, x));
    Flow result = back(node, made, x);
    if (cut.stream().allMatch(c -> c == 0)
        && IntStream.range(0, axes).allMatch(i -> padding.get(i).equals(before.get(i)))) {
      return List.of(result);
    }
    List<Long> none = new ArrayList<>(List.of(0L, 0L));
    List<Long> ends = new ArrayList<>(List.of(0L, 0L));
    for (int i = 0; i < axes; i++) {
      none.add(padding.get(i) - before.get(i));
      ends.add(-cut.get(i));
    }
    return List.of(Pads.padded(node, result, none, ends, 0, "constant"));
  }
}
