package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.read.Const;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Parts of what was packed into one tensor: they are taken where it is packed. */
final class Packs {
  /** Rows and columns of windows, and of elements in them, and features. */
  private static final int WINDOWED = 5;

  private Packs() {}

  /** {@code permute(order); slice}: the slice first, if what was packed is behind it. */
  static Optional<List<Layer>> slicedPermute(Match match, Layer root) {
    if (!root.is("slice")) {
      return Optional.empty();
    }
    return match
        .is(root.input(), "permute")
        .filter(turned -> isTakenApart(match, match.at(turned.input())))
        // parts of the features are no pack
        .filter(turned -> root.axis() < turned.type().shape().rank() - 1)
        .flatMap(turned -> {
          List<Long> order = Moves.order(turned);
          SequencedMap<String, Object> args = Layers.args();
          args.putAll(root.args());
          args.put("axis", order.get(root.axis()));
          return match.chain(
              root,
              turned.input(),
              List.of(Map.entry("slice", args), Map.entry("permute", Layers.args("order", order))));
        });
  }

  /** Whether a layer makes more axes of those that there are. */
  private static boolean isTakenApart(Match match, Layer layer) {
    return layer.is("reshape") && layer.type().shape().rank() > match.dims(layer.input()).size();
  }

  /** {@code reshape([…, n, d])(x[…, n * d]); slice(axis of n)}: the slice first. */
  static Optional<List<Layer>> slicedReshape(Match match, Layer root) {
    if (!root.is("slice") || root.args().containsKey("step")) {
      return Optional.empty();
    }
    return match
        .is(root.input(), "reshape")
        .flatMap(apart -> {
          List<Long> from = match.dims(apart.input());
          List<Long> dims = apart.type().shape().dims();
          int axis = root.axis();
          int last = from.size() - 1;
          boolean packed =
              Const.elements(dims.subList(axis, dims.size())) == from.get(last)
                  && dims.get(axis) < from.get(last)
                  && several(dims.subList(0, axis)).equals(several(from.subList(0, last)));
          if (!packed) {
            return Optional.empty();
          }
          long each = from.get(last) / dims.get(axis);
          SequencedMap<String, Object> args = Layers.args("axis", (long) last);
          for (String bound : List.of("start", "end")) {
            if (root.args().get(bound) instanceof Long place) {
              args.put(bound, place * each);
            }
          }
          return match.chain(
              root,
              apart.input(),
              List.of(
                  Map.entry("slice", args),
                  Map.entry("reshape", Layers.args("shape", root.type().shape().dims()))));
        });
  }

  /** Dimensions without those of one element. */
  private static List<Long> several(List<Long> dims) {
    return dims.stream().filter(d -> d != 1).toList();
  }

  /**
   * Whether an image is taken apart into windows, or put together of them. One that has a single
   * window is kept so, as others have more.
   */
  private static boolean isOfWindows(Match match, Layer turned) {
    return turned.type().shape().rank() == WINDOWED
        && Moves.order(turned).getLast() == WINDOWED - 1
        && match
            .is(turned.input(), "reshape")
            .filter(apart ->
                apart.type().shape().dims().getLast().equals(match.dims(apart.input()).getLast()))
            .isPresent();
  }

  /** {@code permute; reshape} that only moves or drops axes of one element: dropped first. */
  static Optional<List<Layer>> units(Match match, Layer root) {
    if (!root.is("reshape")) {
      return Optional.empty();
    }
    return match
        .is(root.input(), "permute")
        .filter(turned -> !isOfWindows(match, turned))
        .flatMap(turned -> {
          List<Long> order = Moves.order(turned);
          List<Long> from = match.dims(turned.input());
          List<Long> kept =
              order.stream().filter(axis -> from.get((int) (long) axis) != 1).toList();
          List<Long> dims = kept.stream().map(axis -> from.get((int) (long) axis)).toList();
          List<Long> sorted = kept.stream().sorted().toList();
          if (kept.equals(sorted)) {
            return match.chain(root, turned.input(), List.of(Map.entry("reshape", root.args())));
          }
          if (kept.size() == order.size() || !dims.equals(root.type().shape().dims())) {
            return Optional.empty();
          }
          List<Map.Entry<String, SequencedMap<String, Object>>> steps = new ArrayList<>();
          steps.add(
              Map.entry(
                  "reshape",
                  Layers.args(
                      "shape", sorted.stream().map(axis -> from.get((int) (long) axis)).toList())));
          List<Long> places = kept.stream().map(axis -> (long) sorted.indexOf(axis)).toList();
          steps.add(Map.entry("permute", Layers.args("order", places)));
          return match.chain(root, turned.input(), steps);
        });
  }
}
