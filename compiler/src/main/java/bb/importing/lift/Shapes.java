package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Operators that move elements and change none. */
final class Shapes {
  private Shapes() {}

  static void register(Map<String, Translator> all) {
    all.put("Identity", Shapes::same);
    all.put("Dropout", Shapes::same);
    all.put("Shape", Shapes::shape);
    all.put(
        "Size",
        node -> List.of(known(Const.scalar(Kind.INT, Const.elements(node.need(0).dims())))));
    all.put("Reshape", node -> List.of(node.shaped(node.flow(0).ref(), reshape(node))));
    all.put("Flatten", Shapes::flatten);
    all.put("Squeeze", Shapes::squeeze);
    all.put("Unsqueeze", Shapes::unsqueeze);
    all.put("Transpose", Shapes::transpose);
    all.put("Concat", Shapes::concat);
    all.put("Split", Shapes::split);
    all.put("Slice", Shapes::slice);
    all.put("Gather", Gathers::gather);
    all.put("Pad", Pads::pad);
    all.put("Tile", Shapes::tile);
    all.put("DepthToSpace", Shapes::depthToSpace);
    all.put("SpaceToDepth", Shapes::spaceToDepth);
  }

  static Value known(Const tensor) {
    return new Known(tensor);
  }

  private static List<Value> same(Node node) {
    return List.of(node.need(0));
  }

  private static List<Value> shape(Node node) {
    List<Long> dims = node.need(0).dims();
    int start = clamped(node.onnx().integer("start", 0), dims.size());
    int end = clamped(node.onnx().integer("end", dims.size()), dims.size());
    return List.of(known(Const.ints(start < end ? dims.subList(start, end) : List.of())));
  }

  private static int clamped(long at, int rank) {
    return Math.clamp(at < 0 ? at + rank : at, 0, rank);
  }

  /** The shape that a {@code Reshape} asks for, in numbers. */
  static List<Long> reshape(Node node) {
    List<Long> from = node.need(0).dims();
    List<Long> wanted =
        new ArrayList<>(node.ints("shape", 1).orElseThrow(() -> node.refuse("lacks a shape")));
    boolean zeros = node.onnx().integer("allowzero", 0) != 0;
    for (int i = 0; i < wanted.size(); i++) {
      if (wanted.get(i) == 0 && !zeros && i < from.size()) {
        wanted.set(i, from.get(i));
      }
    }
    int open = wanted.indexOf(-1L);
    long elements = Const.elements(from);
    if (open >= 0) {
      wanted.set(open, 1L);
      long rest = Const.elements(wanted);
      wanted.set(open, rest == 0 ? 0 : elements / rest);
    }
    if (wanted.stream().anyMatch(d -> d < 0) || Const.elements(wanted) != elements) {
      throw node.refuse("makes %s of %s".formatted(wanted, from));
    }
    return wanted;
  }

  private static List<Value> flatten(Node node) {
    Flow x = node.flow(0);
    int axis = clamped(node.onnx().integer("axis", 1), x.rank());
    List<Long> out =
        List.of(
            Const.elements(x.dims().subList(0, axis)),
            Const.elements(x.dims().subList(axis, x.rank())));
    return List.of(node.shaped(x.ref(), out));
  }

  private static List<Value> squeeze(Node node) {
    Flow x = node.flow(0);
    List<Integer> axes =
        node.ints("axes", 1)
            .map(list -> list.stream().map(a -> (int) (a < 0 ? a + x.rank() : a)).toList())
            .orElseGet(() ->
                IntStream.range(0, x.rank()).filter(a -> x.dims().get(a) == 1).boxed().toList());
    List<Long> dims = new ArrayList<>();
    int batch = -1;
    for (int axis = 0; axis < x.rank(); axis++) {
      if (axis == x.batch() && !axes.contains(axis)) {
        batch = dims.size();
      }
      if (!axes.contains(axis)) {
        dims.add(x.dims().get(axis));
      }
    }
    return List.of(withBatch(node, x, dims, batch));
  }

  private static List<Value> unsqueeze(Node node) {
    Flow x = node.flow(0);
    List<Long> axes = node.ints("axes", 1).orElseThrow(() -> node.refuse("lacks its axes"));
    int rank = x.rank() + axes.size();
    List<Integer> added = axes.stream().map(a -> (int) (a < 0 ? a + rank : a)).toList();
    List<Long> dims = new ArrayList<>();
    int batch = -1;
    int from = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (added.contains(axis)) {
        dims.add(1L);
        continue;
      }
      if (from >= x.rank()) {
        throw node.refuse("has axes that do not fit");
      }
      if (from == x.batch()) {
        batch = axis;
      }
      dims.add(x.dims().get(from++));
    }
    return List.of(withBatch(node, x, dims, batch));
  }

  /** A shape in which the batch is where it is, if it is there at all. */
  private static Flow withBatch(Node node, Flow x, List<Long> dims, int batch) {
    return batch < 0
        ? node.shaped(x.ref(), dims)
        : new Flow(node.as(x, Value.without(dims, batch)), dims, batch, x.kind());
  }

  private static List<Value> transpose(Node node) {
    Flow x = node.flow(0);
    List<Long> order =
        node.onnx()
            .ints("perm")
            .orElseGet(
                () -> LongStream.range(0, x.rank()).map(a -> x.rank() - 1 - a).boxed().toList());
    List<Long> inner = new ArrayList<>();
    int batch = -1;
    for (int i = 0; i < order.size(); i++) {
      int axis = x.axis(order.get(i));
      if (axis < 0) {
        batch = i;
      } else {
        inner.add((long) axis);
      }
    }
    return List.of(node.made(permuted(node, x.ref(), inner), batch));
  }

  static Ref permuted(Node node, Ref x, List<Long> order) {
    boolean still = IntStream.range(0, order.size()).allMatch(i -> order.get(i) == i);
    return still ? x : node.layer("permute", Layers.args("order", order), x);
  }

  private static List<Value> concat(Node node) {
    List<Value> parts =
        IntStream.range(0, node.count())
            .mapToObj(node::need)
            .filter(value -> !value.dims().contains(0L))
            .toList();
    int rank = parts.getFirst().dims().size();
    long stated = node.onnx().integer("axis", 1);
    int axis = (int) (stated < 0 ? stated + rank : stated);
    int batch =
        parts.stream()
            .filter(v -> v instanceof Flow f && f.batch() >= 0)
            .map(v -> ((Flow) v).batch())
            .filter(b -> b != axis)
            .findFirst()
            .orElse(-1);
    Ref[] tensors =
        parts.stream().map(v -> Pairs.aligned(node, v, rank, batch)).toArray(Ref[]::new);
    if (tensors.length == 1) {
      return List.of(node.made(tensors[0], batch));
    }
    long inner = batch >= 0 && axis > batch ? axis - 1 : axis;
    int last = rank - 1 - (batch >= 0 ? 1 : 0);
    boolean first = inner == 0 && node.axes(tensors[0]) != bb.types.Axes.LAST;
    SequencedMap<String, Object> args =
        first || last == 0 ? Layers.args() : Layers.args("axis", inner == last ? -1L : inner);
    return List.of(node.made(node.layer("concat", args, tensors), batch));
  }

  private static List<Value> split(Node node) {
    Flow x = node.flow(0);
    int axis = node.axis(x, node.onnx().integer("axis", 0));
    long size = x.inner().get(axis);
    List<Long> sizes =
        node.ints("split", 1)
            .orElseGet(() -> {
              long parts = node.onnx().outputs().size();
              long each = Math.ceilDiv(size, parts);
              return LongStream.range(0, parts)
                  .map(i -> Math.min(each, size - i * each))
                  .boxed()
                  .toList();
            });
    if (sizes.stream().mapToLong(Long::longValue).sum() != size
        || sizes.stream().anyMatch(s -> s < 1)) {
      throw node.refuse("cuts an axis of %d into %s".formatted(size, sizes));
    }
    if (sizes.size() == 1) {
      return List.of(x);
    }
    return node.split(x.ref(), axis, sizes).stream()
        .map(part -> (Value) node.made(part, x.batch()))
        .toList();
  }

  private static List<Value> slice(Node node) {
    Flow x = node.flow(0);
    List<Long> starts = node.ints("starts", 1).orElseThrow(() -> node.refuse("lacks its starts"));
    List<Long> ends = node.ints("ends", 2).orElseThrow(() -> node.refuse("lacks its ends"));
    List<Long> axes =
        node.ints("axes", 3).orElseGet(() -> LongStream.range(0, starts.size()).boxed().toList());
    List<Long> steps =
        node.known(4).map(Const::longs).orElseGet(() -> Collections.nCopies(starts.size(), 1L));
    Ref result = x.ref();
    for (int i = 0; i < axes.size(); i++) {
      int at = (int) (axes.get(i) < 0 ? axes.get(i) + x.rank() : axes.get(i));
      Cut cut = Cut.of(starts.get(i), ends.get(i), steps.get(i), x.dims().get(at));
      if (cut.whole()) {
        continue;
      }
      if (cut.count() < 1) {
        throw node.refuse("takes nothing of axis " + at);
      }
      result = taken(node, result, node.axis(x, at), cut);
    }
    return List.of(node.made(result, x.batch()));
  }

  private static Ref taken(Node node, Ref x, int axis, Cut cut) {
    if (cut.step() < 0) {
      List<Long> places =
          LongStream.range(0, cut.count()).map(i -> cut.start() + i * cut.step()).boxed().toList();
      return Gathers.picked(node, x, axis, places);
    }
    return sliced(
        node, x, axis, cut.start(), cut.start() + (cut.count() - 1) * cut.step() + 1, cut.step());
  }

  static Ref sliced(Node node, Ref x, int axis, long start, long end, long step) {
    long size = node.dims(x).get(axis);
    if (start == 0 && end == size && step == 1) {
      return x;
    }
    SequencedMap<String, Object> args = Layers.args("axis", (long) axis);
    if (start != 0) {
      args.put("start", start);
    }
    if (end != size) {
      args.put("end", end);
    }
    args.put("step", step);
    return node.layer("slice", args, x);
  }

  /** Which elements a slice takes. */
  record Cut(long start, long count, long step, long size) {
    static Cut of(long start, long end, long step, long size) {
      long from = start < 0 ? start + size : start;
      long to = end < 0 && end > Long.MIN_VALUE / 2 ? end + size : end;
      if (step > 0) {
        from = Math.clamp(from, 0, size);
        to = Math.clamp(to, 0, size);
        return new Cut(from, Math.max(0, Math.ceilDiv(to - from, step)), step, size);
      }
      from = Math.clamp(from, 0, size - 1);
      to = Math.clamp(to, -1, size - 1);
      return new Cut(from, step == 0 ? 0 : Math.max(0, Math.ceilDiv(from - to, -step)), step, size);
    }

    boolean whole() {
      return start == 0 && step == 1 && count == size;
    }
  }

  private static List<Value> tile(Node node) {
    Flow x = node.flow(0);
    List<Long> repeats = node.constant(1).longs();
    Ref result = x.ref();
    Flow from = x;
    for (int axis = 0; axis < repeats.size(); axis++) {
      long times = repeats.get(axis);
      if (times == 1) {
        continue;
      }
      if (times < 1 || times > 64) {
        throw node.refuse("repeats an axis %d times".formatted(times));
      }
      if (x.axis(axis) < 0) {
        from = node.whole(x);
        result = from.ref();
      }
      Ref[] copies = Collections.nCopies((int) times, result).toArray(Ref[]::new);
      result = node.layer("concat", Layers.args("axis", (long) from.axis(axis)), copies);
    }
    return List.of(node.made(result, from.batch()));
  }

  private static List<Value> depthToSpace(Node node) {
    Flow x = node.batched(0);
    long factor = node.onnx().integer("blocksize", 1);
    if (node.onnx().text("mode", "DCR").equals("CRD")) {
      return List.of(
          node.made(node.layer("pixel_shuffle", Layers.args("factor", factor), x.ref()), 0));
    }
    List<Long> d = x.inner();
    long channels = d.get(0) / (factor * factor);
    Ref apart =
        node.layer(
            "reshape",
            Layers.args("shape", List.of(factor, factor, channels, d.get(1), d.get(2))),
            x.ref());
    Ref turned = permuted(node, apart, List.of(2L, 3L, 0L, 4L, 1L));
    return List.of(
        node.made(node.as(turned, List.of(channels, d.get(1) * factor, d.get(2) * factor)), 0));
  }

  private static List<Value> spaceToDepth(Node node) {
    Flow x = node.batched(0);
    if (!node.onnx().text("mode", "DCR").equals("DCR")) {
      throw node.refuse("puts the channels first");
    }
    long factor = node.onnx().integer("blocksize", 1);
    List<Long> d = x.inner();
    Ref apart =
        node.layer(
            "reshape",
            Layers.args(
                "shape", List.of(d.get(0), d.get(1) / factor, factor, d.get(2) / factor, factor)),
            x.ref());
    Ref turned = permuted(node, apart, List.of(2L, 4L, 0L, 1L, 3L));
    return List.of(
        node.made(
            node.as(
                turned, List.of(d.get(0) * factor * factor, d.get(1) / factor, d.get(2) / factor)),
            0));
  }
}
