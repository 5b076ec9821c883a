package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/** One element of all along some axes. */
final class Reductions {
  private Reductions() {}

  static void register(Map<String, Translator> all) {
    all.put("ReduceMean", node -> List.of(reduced(node, "mean", "", "")));
    all.put("ReduceSum", node -> List.of(reduced(node, "sum", "", "")));
    all.put("ReduceMax", node -> List.of(reduced(node, "max", "", "")));
    all.put("ReduceMin", node -> List.of(reduced(node, "min", "", "")));
    all.put("ReduceSumSquare", node -> List.of(reduced(node, "sum", "square", "")));
    all.put("ReduceL1", node -> List.of(reduced(node, "sum", "abs", "")));
    all.put("ReduceL2", node -> List.of(reduced(node, "sum", "square", "sqrt")));
    all.put("ReduceLogSum", node -> List.of(reduced(node, "sum", "", "log")));
    all.put("ReduceLogSumExp", node -> List.of(reduced(node, "sum", "exp", "log")));
    all.put("ArgMax", node -> List.of(place(node, "argmax")));
    all.put("ArgMin", node -> List.of(place(node, "argmin")));
  }

  private static Flow reduced(Node node, String layer, String before, String after) {
    Flow x = node.flow(0);
    List<Long> stated = node.ints("axes", 1).orElse(List.of());
    if (stated.isEmpty() && node.onnx().integer("noop_with_empty_axes", 0) != 0) {
      stated = List.of();
      Ref same = before.isEmpty() ? x.ref() : node.layer(before, x.ref());
      return node.made(after.isEmpty() ? same : node.layer(after, same), x.batch());
    }
    List<Long> axes =
        stated.isEmpty()
            ? LongStream.range(0, x.rank()).boxed().toList()
            : stated.stream().map(a -> a < 0 ? a + x.rank() : a).sorted().toList();
    boolean keep = node.onnx().integer("keepdims", 1) != 0;
    List<Long> inner =
        axes.stream().filter(a -> x.axis(a) >= 0).map(a -> (long) x.axis(a)).toList();
    Ref ref = before.isEmpty() ? x.ref() : node.layer(before, x.ref());
    if (!inner.isEmpty()) {
      SequencedMap<String, Object> args = Layers.args();
      if (inner.size() != x.inner().size()) {
        args.put("axis", inner);
      }
      args.put("keep", keep);
      ref = node.layer(layer, args, ref);
    }
    if (!after.isEmpty()) {
      ref = node.layer(after, ref);
    }
    List<Long> out = new ArrayList<>();
    int batch = -1;
    for (int axis = 0; axis < x.rank(); axis++) {
      boolean gone = axes.contains((long) axis);
      if (axis == x.batch() && (keep || !gone)) {
        batch = out.size();
      }
      if (!gone || keep) {
        out.add(gone ? 1L : x.dims().get(axis));
      }
    }
    return batch < 0 ? node.shaped(ref, out) : node.made(ref, batch);
  }

  private static Flow place(Node node, String layer) {
    Flow x = node.flow(0);
    if (node.onnx().integer("select_last_index", 0) != 0) {
      throw node.refuse("takes the last of equal elements");
    }
    boolean keep = node.onnx().integer("keepdims", 1) != 0;
    int axis = node.axis(x, node.onnx().integer("axis", 0));
    Ref made = node.layer(layer, Layers.args("axis", (long) axis, "keep", keep), x.ref());
    int at = axis + (x.batch() >= 0 && axis >= x.batch() ? 1 : 0);
    int batch = x.batch() > at && !keep ? x.batch() - 1 : x.batch();
    return node.made(made, batch);
  }
}
