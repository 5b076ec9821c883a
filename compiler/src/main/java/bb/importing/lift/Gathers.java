package bb.importing.lift;

import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Buckets;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Elements by their numbers. */
final class Gathers {
  private Gathers() {}

  static List<Value> gather(Node node) {
    Value table = node.need(0);
    Value index = node.need(1);
    long stated = node.onnx().integer("axis", 0);
    int axis = (int) (stated < 0 ? stated + table.dims().size() : stated);
    List<Long> out = new ArrayList<>(table.dims().subList(0, axis));
    out.addAll(index.dims());
    out.addAll(table.dims().subList(axis + 1, table.dims().size()));
    if (table instanceof Flow x && index instanceof Known(var places)) {
      return List.of(places(node, x, axis, places, out));
    }
    if (table instanceof Known(var tensor)
        && tensor.kind() == Kind.FLOAT
        && tensor.rank() == 2
        && axis == 0) {
      Flow numbers = Indices.fromFront(node, index, tensor.dim(0), true);
      Ref rows =
          node.layer(
              "embedding",
              Layers.args("vocabulary", tensor.dim(0), "features", tensor.dim(1)),
              Layers.of("weight", tensor),
              numbers.ref());
      return List.of(node.made(rows, numbers.batch()));
    }
    Flow from = node.flow(table);
    Flow numbers = Indices.fromFront(node, index, from.dims().get(axis), false);
    Ref taken =
        node.layer(
            "gather", Layers.args("axis", (long) node.axis(from, axis)), from.ref(), numbers.ref());
    return List.of(node.shaped(taken, out));
  }

  private static Flow places(Node node, Flow x, int axis, Const index, List<Long> out) {
    long size = x.dims().get(axis);
    List<Long> places = index.longs().stream().map(i -> i < 0 ? i + size : i).toList();
    if (places.stream().anyMatch(i -> i < 0 || i >= size)) {
      throw node.refuse("takes elements past an end");
    }
    Flow from = axis == x.batch() ? node.whole(x) : x;
    // a rule of two places tells nothing of one
    Ref taken =
        Buckets.of(index).isPresent()
            ? node.layer(
                "gather",
                Layers.args("axis", (long) from.axis(axis)),
                from.ref(),
                node.tensor(index))
            : picked(node, from.ref(), from.axis(axis), places);
    if (index.rank() == 1) {
      return node.made(taken, from.batch());
    }
    int batch =
        from.batch() < 0
            ? -1
            : from.batch() < axis ? from.batch() : from.batch() + index.rank() - 1;
    return batch < 0
        ? node.shaped(taken, out)
        : new Flow(node.as(taken, Value.without(out, batch)), out, batch, x.kind());
  }

  /** Slices of known places along an axis, which stays. */
  static Ref picked(Node node, Ref x, int axis, List<Long> places) {
    long first = places.getFirst();
    long step = places.size() > 1 ? places.get(1) - first : 1;
    boolean even =
        step > 0
            && LongStream.range(0, places.size())
                .allMatch(i -> places.get((int) i) == first + i * step);
    return even
        ? Shapes.sliced(node, x, axis, first, places.getLast() + 1, step)
        : node.layer(
            "gather", Layers.args("axis", (long) axis), x, node.tensor(Const.ints(places)));
  }
}
