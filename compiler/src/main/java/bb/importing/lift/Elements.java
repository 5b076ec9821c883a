package bb.importing.lift;

import bb.importing.fold.Folding;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** Elements at places that are known, of any axes, and sums up to a place. */
final class Elements {
  private static final long MOST_SUMMED = 4096;

  private Elements() {}

  static void register(Map<String, Translator> all) {
    all.put("GatherElements", Elements::gathered);
    all.put("GatherND", Elements::gathered);
    all.put("ScatterND", Elements::scattered);
    all.put("CumSum", Elements::summed);
  }

  private static List<Value> gathered(Node node) {
    if (node.need(0) instanceof Known(var table)
        && table.uniform().isPresent()
        && node.onnx().operator().equals("GatherElements")) {
      double number = table.uniform().get();
      return List.of(
          new Known(new Const(table.kind(), node.need(1).dims(), _ -> number, Optional.empty())));
    }
    long own = node.onnx().integer("batch_dims", 0);
    if (own == 1 && node.need(1).dims().getLast() == 1 && isOne(node.need(0), node.need(1))) {
      return List.of(ofEach(node));
    }
    if (own != 0) {
      throw node.refuse("takes other places of each example");
    }
    Flow x = node.flow(0);
    Const at =
        Folding.gathered(node.onnx(), x.dims(), node.constant(1))
            .orElseThrow(() -> node.refuse("takes elements that are not there"));
    return List.of(taken(node, x, at));
  }

  /** Elements at known places, or slices of as many of the last axes as are taken whole. */
  private static Flow taken(Node node, Flow x, Const at) {
    long all = Const.elements(x.dims());
    for (int axis = 1; axis < x.rank(); axis++) {
      long row = Const.elements(x.dims().subList(axis, x.rank()));
      Optional<List<Long>> rows = row > 1 ? rows(at, row) : Optional.empty();
      if (rows.isPresent()) {
        Ref matrix = node.as(x, List.of(all / row, row));
        return node.shaped(Gathers.picked(node, matrix, 0, rows.get()), at.dims());
      }
    }
    return taken(node, node.as(x, List.of(all)), at);
  }

  /** Which rows of so many elements are taken, if nothing else is. */
  private static Optional<List<Long>> rows(Const at, long row) {
    boolean whole =
        at.elements() % row == 0
            && LongStream.range(0, at.elements())
                .allMatch(
                    i -> at.at(i) == at.at(i - i % row) + i % row && at.at(i - i % row) % row == 0);
    return whole
        ? Optional.of(
            LongStream.range(0, at.elements() / row)
                .mapToObj(i -> (long) at.at(i * row) / row)
                .toList())
        : Optional.empty();
  }

  private static boolean isOne(Value x, Value places) {
    return x.dims().getFirst() == 1 && places.dims().getFirst() == 1 && places.dims().size() > 1;
  }

  /** Slices along the axis behind the batch, each example's own. */
  private static Flow ofEach(Node node) {
    List<Long> table = node.need(0).dims();
    List<Long> places = node.need(1).dims();
    List<Long> numbers = places.subList(0, places.size() - 1);
    Ref at =
        node.need(1) instanceof Known(var known)
            ? Indices.fromFront(
                    node,
                    new Known(known.reshaped(numbers.subList(1, numbers.size()))),
                    table.get(1),
                    false)
                .ref()
            : example(node, Indices.fromFront(node, node.need(1), table.get(1), false), numbers);
    Ref taken = node.layer("gather", example(node, node.need(0), table), at);
    return node.made(taken, 0);
  }

  /** A tensor without its batch of one. */
  static Ref example(Node node, Value value, List<Long> dims) {
    List<Long> inner = dims.subList(1, dims.size());
    return switch (value) {
      case Known(var tensor) -> node.tensor(tensor.reshaped(inner));
      case Flow flow -> node.as(flow, inner);
    };
  }

  private static List<Value> scattered(Node node) {
    Flow x = node.flow(0);
    Flow updates = node.flow(2);
    if (!node.onnx().text("reduction", "none").equals("none")) {
      throw node.refuse("combines what it puts with what is there");
    }
    long count = Const.elements(updates.dims());
    Const from =
        Folding.scattered(x.dims(), node.constant(1), count)
            .orElseThrow(() -> node.refuse("puts elements where there are none"));
    Ref own = node.as(x, List.of(Const.elements(x.dims())));
    Ref both = node.layer("concat", own, node.as(updates, List.of(count)));
    return List.of(taken(node, both, from));
  }

  /** Elements of a row, in another shape. */
  private static Flow taken(Node node, Ref row, Const at) {
    Ref made = Gathers.picked(node, row, 0, at.longs());
    return node.shaped(made, at.dims());
  }

  /** A product with a triangle of ones. */
  private static List<Value> summed(Node node) {
    Flow x = node.flow(0);
    int axis = node.axis(x, node.constant(1).longs().getFirst());
    List<Long> inner = x.inner();
    long size = inner.get(axis);
    if (axis != inner.size() - 1 || size > MOST_SUMMED) {
      throw node.refuse("sums up along an axis that is not the last, or is long");
    }
    boolean backwards = node.onnx().integer("reverse", 0) != 0;
    long own = node.onnx().integer("exclusive", 0);
    Const triangle =
        Const.computed(
            Kind.FLOAT,
            List.of(size, size),
            i -> {
              long ahead = i % size - i / size;
              return (backwards ? -ahead : ahead) >= own ? 1 : 0;
            });
    List<Long> rows = new ArrayList<>(inner);
    if (rows.size() == 1) {
      rows.addFirst(1L);
    }
    Flow floats = Elementwise.to(node, x, Kind.FLOAT);
    Ref sums =
        node.layer(
            "matmul",
            Layers.args(),
            node.as(floats.ref(), rows),
            node.flow(new Known(triangle)).ref());
    Flow made = new Flow(node.as(sums, inner), x.dims(), x.batch(), Kind.FLOAT);
    return List.of(Elementwise.to(node, made, x.kind()));
  }
}
