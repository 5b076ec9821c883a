package bb.importing.fold;

import bb.importing.fold.Folding.Known;
import bb.importing.fold.Folding.Rule;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Operators that move known numbers and change none. */
final class Layouts {
  private Layouts() {}

  static void register(Map<String, Rule> rules) {
    rules.put("Constant", Layouts::constant);
    rules.put("Identity", k -> Folding.one(k.in(0)));
    rules.put("Dropout", k -> Folding.one(k.in(0)));
    rules.put("Shape", Layouts::shape);
    rules.put("Size", k -> Folding.one(Const.scalar(Kind.INT, k.in(0).elements())));
    rules.put("Reshape", Layouts::reshape);
    rules.put("Flatten", Layouts::flatten);
    rules.put("Squeeze", Layouts::squeeze);
    rules.put("Unsqueeze", Layouts::unsqueeze);
    rules.put("Transpose", Layouts::transpose);
    rules.put("Concat", Layouts::concat);
    rules.put("Gather", Layouts::gather);
    rules.put("Slice", Layouts::slice);
    rules.put("Split", Layouts::split);
    rules.put("Expand", Layouts::expand);
    rules.put("Tile", Layouts::tile);
    rules.put("Cast", Layouts::cast);
    rules.put("CastLike", k -> Folding.one(k.in(0).as(k.in(1).kind())));
    rules.put("ConstantOfShape", Layouts::filled);
    rules.put("Range", Layouts::range);
    rules.put("Trilu", Layouts::triangle);
  }

  private static Optional<List<Const>> constant(Known k) {
    Object value = k.node().attributes().values().stream().findFirst().orElse("");
    return switch (value) {
      case Const tensor -> Folding.one(tensor);
      case Long number -> Folding.one(Const.scalar(Kind.INT, number));
      case Double number -> Folding.one(Const.scalar(Kind.FLOAT, number));
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof Long ->
          Folding.one(Const.ints(k.node().ints("value_ints").orElseThrow()));
      case List<?> list when !list.isEmpty() && list.getFirst() instanceof Double -> {
        List<Double> numbers = k.node().numbers("value_floats").orElseThrow();
        yield Folding.one(
            Const.computed(Kind.FLOAT, List.of((long) numbers.size()), i -> numbers.get((int) i)));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<List<Const>> shape(Known k) {
    List<Long> dims = k.in(0).dims();
    int start = k.axis("start", 0, dims.size());
    int end = k.axis("end", dims.size(), dims.size());
    return Folding.one(Const.ints(dims.subList(start, end)));
  }

  private static Optional<List<Const>> reshape(Known k) {
    Const x = k.in(0);
    List<Long> dims = new ArrayList<>(k.ints("shape", 1).orElseThrow());
    for (int i = 0; i < dims.size(); i++) {
      if (dims.get(i) == 0 && k.node().integer("allowzero", 0) == 0) {
        dims.set(i, x.dims().get(i));
      }
    }
    int open = dims.indexOf(-1L);
    if (open >= 0) {
      dims.set(open, 1L);
      dims.set(open, x.elements() / Const.elements(dims));
    }
    return Const.elements(dims) == x.elements() ? Folding.one(x.reshaped(dims)) : Optional.empty();
  }

  private static Optional<List<Const>> flatten(Known k) {
    Const x = k.in(0);
    int axis = k.axis("axis", 1, x.rank());
    return Folding.one(
        x.reshaped(
            List.of(
                Const.elements(x.dims().subList(0, axis)),
                Const.elements(x.dims().subList(axis, x.rank())))));
  }

  private static Optional<List<Const>> squeeze(Known k) {
    Const x = k.in(0);
    List<Long> axes =
        k.ints("axes", 1)
            .map(list -> list.stream().map(a -> a < 0 ? a + x.rank() : a).toList())
            .orElseGet(() ->
                Folding.longs(x.rank()).stream().filter(a -> x.dim((int) (long) a) == 1).toList());
    List<Long> dims = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      if (!axes.contains((long) axis)) {
        dims.add(x.dim(axis));
      }
    }
    return Folding.one(x.reshaped(dims));
  }

  private static Optional<List<Const>> unsqueeze(Known k) {
    Const x = k.in(0);
    List<Long> axes = k.ints("axes", 1).orElseThrow();
    int rank = x.rank() + axes.size();
    List<Long> added = axes.stream().map(a -> a < 0 ? a + rank : a).sorted().toList();
    List<Long> dims = new ArrayList<>(x.dims());
    added.forEach(axis -> dims.add((int) (long) axis, 1L));
    return Folding.one(x.reshaped(dims));
  }

  private static Optional<List<Const>> transpose(Known k) {
    Const x = k.in(0);
    List<Long> order = k.node().ints("perm").orElseGet(() -> Folding.longs(x.rank()).reversed());
    return Folding.one(x.transposed(order.stream().map(Math::toIntExact).toList()));
  }

  private static Optional<List<Const>> concat(Known k) {
    List<Const> parts =
        k.inputs().stream().map(Optional::orElseThrow).filter(c -> c.elements() > 0).toList();
    if (parts.isEmpty()) {
      return Folding.one(k.in(0));
    }
    Const first = parts.getFirst();
    int axis = k.axis("axis", 0, first.rank());
    List<Long> dims = new ArrayList<>(first.dims());
    dims.set(axis, parts.stream().mapToLong(c -> c.dim(axis)).sum());
    return Folding.one(
        gathered(
            first.kind(),
            dims,
            places -> {
              int part = 0;
              while (places[axis] >= parts.get(part).dim(axis)) {
                places[axis] -= parts.get(part++).dim(axis);
              }
              return at(parts.get(part), places);
            }));
  }

  /**
   * Other dimensions, of which each element is that of the places that {@code move} makes of its
   * own.
   */
  private static Const moved(Const x, List<Long> dims, Consumer<long[]> move) {
    return gathered(
        x.kind(),
        dims,
        places -> {
          move.accept(places);
          return at(x, places);
        });
  }

  private static Const gathered(Kind kind, List<Long> dims, ToDoubleFunction<long[]> element) {
    long[] strides = Const.strides(dims);
    return Const.moved(kind, dims, index -> element.applyAsDouble(Folding.places(index, strides)));
  }

  private static double at(Const x, long[] places) {
    long[] strides = Const.strides(x.dims());
    long index = 0;
    for (int axis = 0; axis < places.length; axis++) {
      index += places[axis] * strides[axis];
    }
    return x.at(index);
  }

  private static Optional<List<Const>> gather(Known k) {
    Const x = k.in(0);
    Const index = k.in(1);
    int axis = k.axis("axis", 0, x.rank());
    long size = x.dim(axis);
    List<Long> dims = new ArrayList<>(x.dims().subList(0, axis));
    dims.addAll(index.dims());
    dims.addAll(x.dims().subList(axis + 1, x.rank()));
    long inner = Const.elements(x.dims().subList(axis + 1, x.rank()));
    long places = index.elements();
    return Folding.one(
        Const.moved(
            x.kind(),
            dims,
            i -> {
              long outer = i / inner / places;
              long at = (long) index.at(i / inner % places);
              return x.at((outer * size + (at < 0 ? at + size : at)) * inner + i % inner);
            }));
  }

  private static Optional<List<Const>> slice(Known k) {
    Const x = k.in(0);
    List<Long> starts = k.ints("starts", 1).orElseThrow();
    List<Long> ends = k.ints("ends", 2).orElseThrow();
    List<Long> axes = k.ints("axes", 3).orElseGet(() -> Folding.longs(starts.size()));
    List<Long> steps =
        k.optional(4).map(Const::longs).orElseGet(() -> Collections.nCopies(starts.size(), 1L));
    List<Long> dims = new ArrayList<>(x.dims());
    long[] first = new long[x.rank()];
    long[] by = LongStream.generate(() -> 1).limit(x.rank()).toArray();
    for (int i = 0; i < axes.size(); i++) {
      int axis = (int) (axes.get(i) < 0 ? axes.get(i) + x.rank() : axes.get(i));
      long size = x.dim(axis);
      long step = steps.get(i);
      long from = starts.get(i) < 0 ? starts.get(i) + size : starts.get(i);
      long to =
          ends.get(i) < 0 && ends.get(i) > Long.MIN_VALUE / 2 ? ends.get(i) + size : ends.get(i);
      from = step > 0 ? Math.clamp(from, 0, size) : Math.clamp(from, 0, size - 1);
      to = step > 0 ? Math.clamp(to, 0, size) : Math.clamp(to, -1, size - 1);
      long count = step > 0 ? Math.ceilDiv(to - from, step) : Math.ceilDiv(from - to, -step);
      dims.set(axis, Math.max(0, count));
      first[axis] = from;
      by[axis] = step;
    }
    if (dims.equals(x.dims()) && LongStream.of(by).allMatch(s -> s == 1)) {
      return Folding.one(x);
    }
    return Folding.one(
        moved(
            x,
            dims,
            places -> {
              for (int axis = 0; axis < places.length; axis++) {
                places[axis] = first[axis] + places[axis] * by[axis];
              }
            }));
  }

  private static Optional<List<Const>> split(Known k) {
    Const x = k.in(0);
    int axis = k.axis("axis", 0, x.rank());
    long parts = k.node().outputs().size();
    long each = Math.ceilDiv(x.dim(axis), parts);
    List<Long> sizes =
        k.ints("split", 1)
            .orElseGet(() ->
                LongStream.range(0, parts)
                    .map(i -> Math.min(each, x.dim(axis) - i * each))
                    .boxed()
                    .toList());
    List<Const> made = new ArrayList<>();
    long begin = 0;
    for (long size : sizes) {
      long from = begin;
      List<Long> dims = new ArrayList<>(x.dims());
      dims.set(axis, size);
      made.add(moved(x, dims, places -> places[axis] += from));
      begin += size;
    }
    return Optional.of(made);
  }

  private static Optional<List<Const>> expand(Known k) {
    return spread(k.in(0), k.in(1).longs());
  }

  private static Optional<List<Const>> spread(Const x, List<Long> wanted) {
    List<Long> out = Const.broadcast(x.dims(), wanted).orElseThrow();
    return Folding.one(
        Const.elements(out) == x.elements()
            ? x.reshaped(out)
            : new Const(x.kind(), out, Const.broadcast(x, out), Optional.empty()));
  }

  private static Optional<List<Const>> tile(Known k) {
    Const x = k.in(0);
    List<Long> repeats = k.in(1).longs();
    List<Long> dims = new ArrayList<>();
    for (int axis = 0; axis < x.rank(); axis++) {
      dims.add(x.dim(axis) * repeats.get(axis));
    }
    if (dims.equals(x.dims())) {
      return Folding.one(x);
    }
    return Folding.one(
        moved(
            x,
            dims,
            places -> {
              for (int axis = 0; axis < places.length; axis++) {
                places[axis] %= x.dim(axis);
              }
            }));
  }

  private static Optional<List<Const>> cast(Known k) {
    return Kind.ofNumber(k.node().integer("to", 1)).flatMap(kind -> Folding.one(k.in(0).as(kind)));
  }

  private static Optional<List<Const>> filled(Known k) {
    Const value = k.node().tensor("value").orElse(Const.scalar(Kind.FLOAT, 0));
    double number = value.at(0);
    return Folding.one(new Const(value.kind(), k.in(0).longs(), _ -> number, Optional.empty()));
  }

  private static Optional<List<Const>> range(Known k) {
    double start = k.in(0).at(0);
    double step = k.in(2).at(0);
    long count = Math.max(0, (long) Math.ceil((k.in(1).at(0) - start) / step));
    return count > Const.MOST_COMPUTED
        ? Optional.empty()
        : Folding.one(Folding.computed(k.in(0).kind(), List.of(count), i -> start + i * step));
  }

  private static Optional<List<Const>> triangle(Known k) {
    Const x = k.in(0);
    long shift = k.optional(1).map(c -> (long) c.at(0)).orElse(0L);
    boolean upper = k.node().integer("upper", 1) != 0;
    long columns = x.dim(-1);
    long rows = x.dim(-2);
    return Folding.one(
        Const.computed(
            x.kind(),
            x.dims(),
            i -> {
              long column = i % columns;
              long row = i / columns % rows;
              boolean kept = upper ? column >= row + shift : column <= row + shift;
              return kept ? x.at(i) : 0;
            }));
  }
}
