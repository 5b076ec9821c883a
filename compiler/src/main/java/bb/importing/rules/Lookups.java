package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Layers that take elements by numbers. */
final class Lookups {
  /** What gives numbers another place, and makes no others. */
  private static final Set<String> MOVES =
      Set.of("reshape", "flatten", "permute", "slice", Layer.SPLIT, "concat", "identity");

  private Lookups() {}

  /**
   * {@code gather(x, clamp(numbers, 0, size - 1))}: gathering does not go past an end where numbers
   * are computed. Those of the caller are held to the table, if nothing bounds them.
   */
  static Optional<List<Layer>> bounded(Match match, Layer root) {
    if (!root.is("gather") && !root.is("embedding")) {
      return Optional.empty();
    }
    long size =
        root.is("gather")
            ? match.dims(root.input()).get(axis(root))
            : (Long) root.args().get("vocabulary");
    return match
        .is(root.inputs().getLast(), "clamp")
        .filter(clamp ->
            Match.number(clamp, "min", Double.NaN) == 0
                && Match.number(clamp, "max", Double.NaN) == size - 1
                && !isGiven(match, clamp.input()))
        .flatMap(clamp -> {
          List<Ref> inputs = new ArrayList<>(root.inputs());
          inputs.set(inputs.size() - 1, clamp.input());
          return match
              .make(
                  root.op(), root.args(), inputs, new LinkedHashMap<>(root.weights()), root.node())
              .map(List::of);
        });
  }

  /** {@code gather(x, numbers)} of all that an axis has, in its order: another shape. */
  static Optional<List<Layer>> all(Match match, Layer root) {
    if (!root.is("gather")) {
      return Optional.empty();
    }
    long size = match.dims(root.input()).get(axis(root));
    return match
        .at(root.inputs().getLast())
        .numbers()
        .filter(numbers ->
            numbers.elements() == size
                && LongStream.range(0, size).allMatch(i -> numbers.at(i) == i))
        .flatMap(_ ->
            match.one(
                "reshape", Layers.args("shape", root.type().shape().dims()), root, root.input()));
  }

  /**
   * {@code permute(gather(permute(x), numbers))} that takes an axis to the front and back again, as
   * models are exported that take along any: {@code gather(x, numbers, axis: 1)}.
   */
  static Optional<List<Layer>> along(Match match, Layer root) {
    Optional<Layer> gather =
        root.is("permute") ? match.only(root.input(), "gather") : Optional.empty();
    return gather
        .filter(taken -> axis(taken) == 0)
        .flatMap(taken -> match.is(taken.input(), "permute"))
        .flatMap(turned -> {
          Ref numbers = gather.get().inputs().getLast();
          List<Long> order = Moves.order(turned);
          long axis = order.getFirst();
          int rank = match.dims(numbers).size();
          return order.equals(moved(order.size(), axis))
                  && Moves.order(root).equals(back(order.size(), axis, rank))
              ? match.one("gather", Layers.args("axis", axis), root, turned.input(), numbers)
              : Optional.empty();
        });
  }

  /** The order of axes of which one is in front of the others. */
  private static List<Long> moved(int rank, long axis) {
    return LongStream.concat(
            LongStream.of(axis), LongStream.range(0, rank).filter(other -> other != axis))
        .boxed()
        .toList();
  }

  /** The order in which axes that are in front lie where one was before. */
  private static List<Long> back(int rank, long axis, int front) {
    return LongStream.range(0, front + rank - 1)
        .map(place -> place < axis ? place + front : place < axis + front ? place - axis : place)
        .boxed()
        .toList();
  }

  /** Whether numbers are the caller's, as they are or moved. */
  private static boolean isGiven(Match match, Ref numbers) {
    Layer layer = match.at(numbers);
    return layer.is(Layer.INPUT)
        || MOVES.contains(layer.op())
            && layer.inputs().stream().anyMatch(ref -> isGiven(match, ref));
  }

  private static int axis(Layer gather) {
    return gather.args().containsKey("axis") ? gather.axis() : 0;
  }
}
