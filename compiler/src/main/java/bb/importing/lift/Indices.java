package bb.importing.lift;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.importing.lift.Value.Flow;
import bb.importing.lift.Value.Known;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Numbers of elements: ONNX counts from the end what is negative, and layers do not. */
final class Indices {
  private static final Set<String> NEVER_NEGATIVE =
      Set.of("argmax", "argmin", "arange", "relu", "relu6", "sigmoid", "abs", "square", "sqrt");

  /** Layers that make no number that is negative of those that are not. */
  private static final Set<String> KEEPING =
      Set.of(
          "add",
          "mul",
          "minimum",
          "maximum",
          "matmul",
          "sum",
          "mean",
          "max",
          "min",
          "int",
          "float",
          "floor",
          "ceil",
          "round",
          "reshape",
          "flatten",
          "permute",
          "slice",
          Layer.SPLIT,
          "concat",
          "identity");

  private Indices() {}

  /**
   * Numbers of elements from the front.
   *
   * @param ids whether what flows into the network as whole numbers is known to count so
   */
  static Flow fromFront(Node node, Value index, long size, boolean ids) {
    return switch (index) {
      case Known(var c) ->
          node.flow(
              new Known(
                  isNatural(c)
                      ? c
                      : Const.computed(
                          Kind.INT, c.dims(), i -> c.at(i) < 0 ? c.at(i) + size : c.at(i))));
      case Flow flow when isNatural(node, flow.ref(), ids) -> flow;
      case Flow flow ->
          node.made(
              node.layer("remainder", Layers.args("value", (double) size), flow.ref()),
              flow.batch());
    };
  }

  private static boolean isNatural(Const numbers) {
    return numbers.elements() <= Const.MOST_COMPUTED
        && LongStream.range(0, numbers.elements()).allMatch(i -> numbers.at(i) >= 0);
  }

  /** Whether no number is negative, as far as the layers say that make them. */
  static boolean isNatural(Node node, Ref numbers, boolean ids) {
    Set<Ref> seen = new HashSet<>();
    Deque<Ref> open = new ArrayDeque<>(List.of(numbers));
    while (!open.isEmpty()) {
      Ref ref = open.pop();
      if (seen.add(ref) && node.kind(ref) != Kind.BOOL) {
        Optional<List<Ref>> depends = depends(node.maker(ref), ids);
        if (depends.isEmpty()) {
          return false;
        }
        depends.get().forEach(open::push);
      }
    }
    return true;
  }

  /** What must not be negative that what a layer makes is not; nothing if it may be anyway. */
  private static Optional<List<Ref>> depends(Layer layer, boolean ids) {
    if (NEVER_NEGATIVE.contains(layer.op())) {
      return Optional.of(List.of());
    }
    if (KEEPING.contains(layer.op())) {
      return Optional.of(layer.inputs());
    }
    boolean kept =
        switch (layer.op()) {
          case Layer.INPUT -> ids;
          case Layer.CONST, Layer.PARAM, Layer.BUFFER -> isNatural(layer.numbers().orElseThrow());
          case "clamp" -> number(layer, "min", -1) >= 0;
          case "affine" -> number(layer, "scale", 1) >= 0 && number(layer, "shift", 0) >= 0;
          case "remainder", "floor_divide" -> number(layer, "value", -1) > 0;
          case "where" -> number(layer, "otherwise", 0) >= 0;
          case "gather" -> true;
          default -> false;
        };
    List<Ref> all = layer.inputs();
    return kept
        ? Optional.of(
            switch (layer.op()) {
              case "affine", "floor_divide", "gather" -> List.of(layer.input());
              case "where" -> all.subList(1, all.size());
              default -> List.of();
            })
        : Optional.empty();
  }

  private static double number(Layer layer, String argument, double otherwise) {
    return layer.arg(argument, otherwise) instanceof Number number
        ? number.doubleValue()
        : otherwise;
  }
}
