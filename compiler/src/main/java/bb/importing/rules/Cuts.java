package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Slices of what was put together, or laid out in a row, just before. */
final class Cuts {
  private Cuts() {}

  /**
   * What a slice takes: elements along one axis, the first of them and the first behind.
   *
   * @param axis from the beginning
   */
  record Cut(int axis, long start, long end) {
    /** Nothing of another layer, or if it takes not all between. */
    static Optional<Cut> of(Match match, Layer layer) {
      if (!layer.is("slice") || layer.args().containsKey("step")) {
        return Optional.empty();
      }
      List<Long> dims = match.dims(layer.input());
      int axis = Math.floorMod(layer.axis(), dims.size());
      long size = dims.get(axis);
      long start = (Long) layer.arg("start", 0L);
      long end = (Long) layer.arg("end", size);
      return Optional.of(
          new Cut(axis, start < 0 ? start + size : start, end < 0 ? end + size : end));
    }

    SequencedMap<String, Object> args() {
      return Layers.args("axis", (long) axis, "start", start, "end", end);
    }

    /** The same of what begins where so many elements have gone before, in units of so many. */
    Cut within(long before, long unit) {
      return new Cut(axis, (start - before) / unit, (end - before) / unit);
    }
  }

  /** {@code slice(concat(a, b, c))} of some of them, or of a part of one. */
  static Optional<List<Layer>> joined(Match match, Layer root) {
    Optional<Layer> concat = Cut.of(match, root).flatMap(_ -> match.is(root.input(), "concat"));
    if (concat.isEmpty()) {
      return Optional.empty();
    }
    Cut cut = Cut.of(match, root).orElseThrow();
    boolean stated = concat.get().args().containsKey("axis");
    int axis =
        stated
            ? Math.floorMod(concat.get().axis(), root.type().shape().rank())
            : concat.get().type().channelAxis();
    if (axis != cut.axis()) {
      return Optional.empty();
    }
    List<Ref> taken = new ArrayList<>();
    long before = 0; // the first that is taken
    long at = 0;
    for (Ref part : concat.get().inputs()) {
      long size = match.dims(part).get(axis);
      if (at + size > cut.start() && at < cut.end()) {
        before = taken.isEmpty() ? at : before;
        taken.add(part);
      }
      at += size;
    }
    long whole = taken.stream().mapToLong(part -> match.dims(part).get(axis)).sum();
    boolean all = before == cut.start() && before + whole == cut.end();
    if (taken.size() == 1) {
      return all
          ? match.one("identity", root, taken.getFirst())
          : match.one("slice", cut.within(before, 1).args(), root, taken.getFirst());
    }
    return all && taken.size() < concat.get().inputs().size()
        ? match.one("concat", concat.get().args(), root, taken.toArray(Ref[]::new))
        : Optional.empty();
  }

  /** {@code slice(flatten(x), 0)} of whole rows of {@code x}: {@code flatten(slice(x, 0))}. */
  static Optional<List<Layer>> rows(Match match, Layer root) {
    Optional<Cut> cut = Cut.of(match, root).filter(_ -> root.type().shape().rank() == 1);
    Optional<Layer> flat = cut.flatMap(_ -> match.is(root.input(), "flatten"));
    if (flat.isEmpty()) {
      return Optional.empty();
    }
    List<Long> dims = match.dims(flat.get().input());
    long row = match.dims(root.input()).getFirst() / dims.getFirst();
    return cut.filter(c -> c.start() % row == 0 && c.end() % row == 0)
        .flatMap(c ->
            match.chain(
                root,
                flat.get().input(),
                List.of(
                    Map.entry("slice", c.within(0, row).args()),
                    Map.entry("flatten", Layers.args()))));
  }

  /** {@code reshape; slice; reshape} that puts axes behind the slice's together for it only. */
  static Optional<List<Layer>> behind(Match match, Layer root) {
    Optional<Layer> slice =
        root.is("reshape") ? match.only(root.input(), "slice") : Optional.empty();
    return slice
        .flatMap(cut -> match.only(cut.input(), "reshape"))
        .filter(flat -> {
          List<Long> dims = match.dims(flat.input());
          List<Long> taken = root.type().shape().dims();
          int behind = slice.get().axis() + 1;
          return dims.size() == taken.size()
              && dims.size() > behind
              && flat.type().shape().dims().subList(0, behind).equals(dims.subList(0, behind))
              && taken.subList(behind, taken.size()).equals(dims.subList(behind, dims.size()));
        })
        .flatMap(flat -> match.one("slice", slice.get().args(), root, flat.input()));
  }
}
