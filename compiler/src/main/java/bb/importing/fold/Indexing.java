package bb.importing.fold;

import bb.importing.fold.Folding.Known;
import bb.importing.fold.Folding.Rule;
import bb.importing.read.Const;
import bb.importing.read.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operators that take or put known numbers where other numbers say. */
final class Indexing {
  private Indexing() {}

  static void register(Map<String, Rule> rules) {
    rules.put("GatherElements", Indexing::gatherElements);
    rules.put("GatherND", Indexing::gatherPlaces);
    rules.put("ScatterND", Indexing::scatterPlaces);
    rules.put("EyeLike", Indexing::diagonal);
  }

  private static Optional<List<Const>> gatherElements(Known k) {
    Const from = places(k.in(0).dims());
    return elements(from, k.in(1), k.axis("axis", 0, from.rank()))
        .flatMap(at -> Folding.one(taken(k.in(0), at)));
  }

  private static Optional<List<Const>> gatherPlaces(Known k) {
    return k.node().integer("batch_dims", 0) != 0
        ? Optional.empty()
        : places(k.in(0).dims(), k.in(1)).flatMap(at -> Folding.one(taken(k.in(0), at)));
  }

  private static Optional<List<Const>> scatterPlaces(Known k) {
    Const x = k.in(0);
    Const updates = k.in(2);
    if (!k.node().text("reduction", "none").equals("none")) {
      return Optional.empty();
    }
    return scattered(x.dims(), k.in(1), updates.elements())
        .flatMap(from ->
            Folding.one(
                Const.computed(
                    x.kind(),
                    x.dims(),
                    i -> {
                      long at = (long) from.at(i);
                      return at < x.elements() ? x.at(at) : updates.at(at - x.elements());
                    })));
  }

  private static Optional<List<Const>> diagonal(Known k) {
    long shift = k.node().integer("k", 0);
    long columns = k.in(0).dim(-1);
    Kind kind = Kind.ofNumber(k.node().integer("dtype", 1)).orElse(Kind.FLOAT);
    return Folding.one(
        Const.computed(kind, k.in(0).dims(), i -> i % columns == i / columns + shift ? 1 : 0));
  }

  private static Const taken(Const x, Const at) {
    return Const.moved(x.kind(), at.dims(), i -> x.at((long) at.at(i)));
  }

  private static Const places(List<Long> dims) {
    return new Const(Kind.INT, dims, i -> i, Optional.empty());
  }

  /**
   * Where {@code GatherElements} takes each element from, in row-major order.
   *
   * @param x its own places
   */
  static Optional<Const> elements(Const x, Const index, int axis) {
    boolean fits = index.rank() == x.rank() && index.elements() <= Const.MOST_COMPUTED;
    if (!fits) {
      return Optional.empty();
    }
    long[] strides = Const.strides(x.dims());
    long[] own = Const.strides(index.dims());
    return inside(
        Const.computed(
            Kind.INT,
            index.dims(),
            i -> {
              long[] places = Folding.places(i, own);
              places[axis] = wrapped((long) index.at(i), x.dim(axis));
              long at = 0;
              for (int a = 0; a < places.length; a++) {
                at += places[a] * strides[a];
              }
              return places[axis] < 0 ? -1 : at;
            }),
        x.elements());
  }

  /** Where {@code GatherND} takes each element from, in row-major order. */
  static Optional<Const> places(List<Long> x, Const index) {
    int depth = (int) index.dim(-1);
    List<Long> row = x.subList(depth, x.size());
    long inner = Const.elements(row);
    List<Long> out = new ArrayList<>(index.dims().subList(0, index.rank() - 1));
    out.addAll(row);
    if (Const.elements(out) > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    return inside(
        Const.computed(
            Kind.INT,
            out,
            i -> {
              long at = 0;
              for (int a = 0; a < depth; a++) {
                long place = wrapped((long) index.at(i / inner * depth + a), x.get(a));
                if (place < 0) {
                  return -1;
                }
                at = at * x.get(a) + place;
              }
              return at * inner + i % inner;
            }),
        Const.elements(x));
  }

  /**
   * Where each element of a scattered tensor comes from: from itself, or behind it from updates.
   */
  static Optional<Const> scattered(List<Long> x, Const index, long updates) {
    long elements = Const.elements(x);
    return places(x, index)
        .filter(at -> at.elements() == updates && elements <= Const.MOST_COMPUTED)
        .map(at -> {
          double[] from = new double[(int) elements];
          for (int i = 0; i < from.length; i++) {
            from[i] = i;
          }
          for (long i = 0; i < updates; i++) {
            from[(int) at.at(i)] = elements + i;
          }
          return new Const(Kind.INT, x, i -> from[(int) i], Optional.empty());
        });
  }

  private static long wrapped(long place, long size) {
    long at = place < 0 ? place + size : place;
    return at < size ? at : -1;
  }

  private static Optional<Const> inside(Const at, long elements) {
    for (long i = 0; i < at.elements(); i++) {
      if (at.at(i) < 0 || at.at(i) >= elements) {
        return Optional.empty();
      }
    }
    return Optional.of(at);
  }
}
