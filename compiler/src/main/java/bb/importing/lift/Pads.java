package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.read.Const;
import bb.types.Axes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/** Elements around a tensor. */
final class Pads {
  private Pads() {}

  static List<Value> pad(Node node) {
    Flow x = node.flow(0);
    List<Long> stated = node.ints("pads", 1).orElseThrow(() -> node.refuse("lacks its pads"));
    List<Long> axes =
        node.known(3)
            .map(Const::longs)
            .orElseGet(() -> LongStream.range(0, x.rank()).boxed().toList());
    List<Long> before = new ArrayList<>(Collections.nCopies(x.rank(), 0L));
    List<Long> after = new ArrayList<>(before);
    for (int i = 0; i < axes.size(); i++) {
      int axis = (int) (axes.get(i) < 0 ? axes.get(i) + x.rank() : axes.get(i));
      before.set(axis, stated.get(i));
      after.set(axis, stated.get(i + axes.size()));
    }
    double value =
        node.onnx().has("value")
            ? node.onnx().number("value", 0)
            : node.known(2).flatMap(Const::single).orElse(0.0);
    String mode =
        switch (node.onnx().text("mode", "constant")) {
          case "constant" -> "constant";
          case "reflect" -> "reflect";
          case "edge" -> "replicate";
          case "wrap" -> "circular";
          default -> throw node.refuse("pads in a way that no layer here does");
        };
    return List.of(padded(node, x, before, after, value, mode));
  }

  /** Pads all axes of the model's tensor; what is negative is cut off. */
  static Flow padded(
      Node node, Flow x, List<Long> before, List<Long> after, double value, String mode) {
    Ref ref = x.ref();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (axis == x.batch() && (before.get(axis) != 0 || after.get(axis) != 0)) {
        throw node.refuse("pads the batch");
      }
      if (before.get(axis) < 0 || after.get(axis) < 0) {
        long size = x.dims().get(axis);
        ref =
            Shapes.sliced(
                node,
                ref,
                x.axis(axis),
                Math.max(0, -before.get(axis)),
                size + Math.min(0, after.get(axis)),
                1);
      }
    }
    List<Long> first = Value.without(before, x.batch()).stream().map(p -> Math.max(0, p)).toList();
    List<Long> last = Value.without(after, x.batch()).stream().map(p -> Math.max(0, p)).toList();
    return node.made(inner(node, ref, first, last, value, mode), x.batch());
  }

  private static Ref inner(
      Node node, Ref x, List<Long> before, List<Long> after, double value, String mode) {
    Ref ref = x;
    int rank = before.size();
    boolean image =
        rank == 3 && node.axes(x) != Axes.LAST && before.get(0) == 0 && after.get(0) == 0;
    if (image) {
      SequencedMap<String, Object> args =
          Layers.args(
              "left", before.get(2),
              "right", after.get(2),
              "top", before.get(1),
              "bottom", after.get(1),
              "value", value,
              "mode", mode);
      return args.values().stream().limit(4).allMatch(p -> p.equals(0L))
          ? x
          : node.layer("pad", args, x);
    }
    for (int axis = 0; axis < rank; axis++) {
      if (before.get(axis) != 0 || after.get(axis) != 0) {
        ref =
            node.layer(
                "pad",
                Layers.args(
                    "before",
                    before.get(axis),
                    "after",
                    after.get(axis),
                    "axis",
                    (long) axis,
                    "value",
                    value,
                    "mode",
                    mode),
                ref);
      }
    }
    return ref;
  }
}
