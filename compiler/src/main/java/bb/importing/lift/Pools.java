package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Windows.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Pools, and what else takes windows and has no weights. */
final class Pools {
  private Pools() {}

  static void register(Map<String, Translator> all) {
    all.put("MaxPool", node -> pool(node, true));
    all.put("AveragePool", node -> pool(node, false));
    all.put("GlobalAveragePool", node -> global(node, "global_avg_pool"));
    all.put("GlobalMaxPool", node -> global(node, "global_max_pool"));
    all.put("LRN", Pools::localNorm);
  }

  private static List<Value> global(Node node, String layer) {
    Flow x = node.batched(0);
    return List.of(Windows.back(node, node.layer(layer, Windows.layered(node, x)), x));
  }

  private static List<Value> pool(Node node, boolean max) {
    if (node.onnx().outputs().size() > 1 && !node.onnx().outputs().get(1).isEmpty()) {
      throw node.refuse("also yields where the largest elements are");
    }
    Flow x = node.batched(0);
    List<Long> kernel =
        node.onnx().ints("kernel_shape").orElseThrow(() -> node.refuse("lacks its kernel"));
    List<Long> sizes = x.dims().subList(2, x.rank());
    Window w = Window.of(node, kernel, sizes);
    boolean counts = node.onnx().integer("count_include_pad", 0) != 0;
    boolean ceil = node.onnx().integer("ceil_mode", 0) != 0;
    boolean bare = w.before().stream().allMatch(p -> p == 0) && w.symmetric();
    if (!max && bare && !ceil && kernel.equals(sizes)) {
      return List.of(
          Windows.back(node, node.layer("global_avg_pool", Windows.layered(node, x)), x));
    }
    Flow from = x;
    boolean rounded = ceil;
    boolean countsPads = counts;
    List<Long> padding = w.before();
    if (ceil || !w.symmetric()) {
      List<Long> outs = outs(w, sizes, ceil);
      boolean asCeil = asCeil(w, sizes, outs) && (max || !counts || ceil && w.symmetric());
      rounded = asCeil && !asFloor(w, sizes, outs);
      if (!asCeil) {
        // what is beyond a rounded-up border is padding, too
        List<Long> after = new ArrayList<>();
        for (int i = 0; i < w.axes(); i++) {
          after.add(
              Math.max(
                  w.after().get(i),
                  (outs.get(i) - 1) * w.strides().get(i)
                      + w.extent(i)
                      - sizes.get(i)
                      - w.before().get(i)));
        }
        if (!max && (!counts || ceil && !after.equals(w.after()))) {
          return List.of(weighted(node, x, w, after, counts));
        }
        from = Windows.padded(node, x, w.before(), after, max ? Double.NEGATIVE_INFINITY : 0);
        padding = Collections.nCopies(w.axes(), 0L);
        countsPads = true;
        rounded = false;
      }
    }
    for (int i = 0; i < w.axes(); i++) {
      if (2 * padding.get(i) > w.kernel().get(i)) {
        from = Windows.padded(node, from, padding, padding, max ? Double.NEGATIVE_INFINITY : 0);
        if (!max && !countsPads) {
          throw node.refuse("pads more than half of its window");
        }
        padding = Collections.nCopies(w.axes(), 0L);
      }
    }
    Ref made =
        node.layer(
            Windows.named(node, max ? "max_pool" : "avg_pool", w.axes()),
            args(node, w, padding, rounded, max, countsPads),
            Windows.layered(node, from));
    return List.of(Windows.back(node, made, x));
  }

  private static SequencedMap<String, Object> args(
      Node node, Window w, List<Long> padding, boolean ceil, boolean max, boolean counts) {
    boolean padded = padding.stream().anyMatch(p -> p > 0);
    SequencedMap<String, Object> args = Layers.args("kernel", Windows.sizes(w.kernel()));
    if (!w.strides().equals(w.kernel())) {
      args.put("stride", Windows.sizes(w.strides()));
    }
    args.put("padding", Windows.sizes(padding));
    if (max) {
      args.put("dilation", Windows.sizes(w.dilations()));
    } else if (w.dilations().stream().anyMatch(d -> d != 1)) {
      throw node.refuse("takes the mean of a dilated window");
    }
    args.put("ceil", ceil);
    if (!max) {
      args.put("count_include_pad", counts || !padded && !ceil);
    }
    return args;
  }

  /** A mean of what is there, of windows whose padding no layer has: a sum divided by a count. */
  private static Value weighted(Node node, Flow x, Window w, List<Long> after, boolean counts) {
    if (counts) {
      throw node.refuse("counts some of its padding, and not all");
    }
    Flow padded = Windows.padded(node, x, w.before(), after, 0);
    List<Long> dims = new ArrayList<>(List.of(1L));
    dims.addAll(x.dims().subList(2, x.rank()));
    bb.importing.read.Const ones =
        bb.importing.read.Const.computed(bb.importing.read.Kind.FLOAT, dims, _ -> 1);
    List<Long> batched = new ArrayList<>(List.of(1L));
    batched.addAll(dims);
    Flow there = new Flow(node.tensor(ones), batched, 0, bb.importing.read.Kind.FLOAT);
    Flow known = Windows.padded(node, there, w.before(), after, 0);
    SequencedMap<String, Object> args =
        args(node, w.withoutPads(), w.withoutPads().before(), false, false, true);
    String layer = Windows.named(node, "avg_pool", w.axes());
    Flow sums = Windows.back(node, node.layer(layer, args, Windows.layered(node, padded)), x);
    Flow parts = Windows.back(node, node.layer(layer, args, Windows.layered(node, known)), known);
    return Pairs.combined(node, "div", sums, parts);
  }

  private static List<Long> outs(Window w, List<Long> sizes, boolean ceil) {
    List<Long> outs = new ArrayList<>();
    for (int i = 0; i < w.axes(); i++) {
      long room = sizes.get(i) + w.before().get(i) + w.after().get(i) - w.extent(i);
      long stride = w.strides().get(i);
      long out = (ceil ? Math.ceilDiv(room, stride) : room / stride) + 1;
      // a window that begins in the padding at the end is not taken
      if (ceil && (out - 1) * stride >= sizes.get(i) + w.before().get(i)) {
        out--;
      }
      outs.add(out);
    }
    return outs;
  }

  /** Whether padding both sides as the beginning, and rounding down, makes the same windows. */
  private static boolean asFloor(Window w, List<Long> sizes, List<Long> outs) {
    for (int i = 0; i < w.axes(); i++) {
      long room = sizes.get(i) + 2 * w.before().get(i) - w.extent(i);
      if (room / w.strides().get(i) + 1 != outs.get(i)) {
        return false;
      }
    }
    return true;
  }

  /** The same with rounding up. */
  private static boolean asCeil(Window w, List<Long> sizes, List<Long> outs) {
    if (asFloor(w, sizes, outs)) {
      return true;
    }
    for (int i = 0; i < w.axes(); i++) {
      long room = sizes.get(i) + 2 * w.before().get(i) - w.extent(i);
      long stride = w.strides().get(i);
      long out = Math.ceilDiv(room, stride) + 1;
      if ((out - 1) * stride >= sizes.get(i) + w.before().get(i)) {
        out--;
      }
      if (room < 0 || out != outs.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static List<Value> localNorm(Node node) {
    Flow x = node.batched(0);
    long size = node.onnx().integer("size", 1);
    if (size % 2 == 0) {
      throw node.refuse("sums over %d channels, of which one side has more".formatted(size))
          .note("ONNX has the odd one behind, the layer `lrn` before");
    }
    Ref made =
        node.layer(
            "lrn",
            Layers.args(
                "size", size,
                "alpha", Elementwise.rounded(node.onnx().number("alpha", 1e-4)),
                "beta", Elementwise.rounded(node.onnx().number("beta", 0.75)),
                "k", node.onnx().number("bias", 1)),
            x.ref());
    return List.of(node.made(made, 0));
  }
}
