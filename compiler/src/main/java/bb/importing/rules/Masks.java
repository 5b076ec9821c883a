package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Ref;
import bb.importing.read.Const;
import java.util.List;
import java.util.Optional;

/** Truth values that hide keys, as numbers that are added to the scores. */
final class Masks {
  private Masks() {}

  /**
   * {@code where(seen, 0, otherwise: -inf)}, in whatever shape that only begins with more axes of
   * one element: what is seen.
   *
   * @param least what is added at most where a key is hidden
   */
  static Optional<Ref> seen(Match match, Ref bias, double least) {
    Layer layer = match.at(bias);
    if (layer.is("reshape")
        && significant(match.dims(bias)).equals(significant(match.dims(layer.input())))) {
      return seen(match, layer.input(), least);
    }
    boolean hides =
        layer.is("where")
            && layer.inputs().size() == 2
            && Match.number(layer, "otherwise", 0) <= least
            && match.dims(layer.inputs().get(0)).equals(layer.type().shape().dims())
            && match
                .at(layer.inputs().get(1))
                .numbers()
                .flatMap(Const::uniform)
                .equals(Optional.of(0.0));
    return hides ? Optional.of(layer.inputs().get(0)) : Optional.empty();
  }

  /** Dimensions from the first that is not 1. */
  private static List<Long> significant(List<Long> dims) {
    int first = 0;
    while (first < dims.size() - 1 && dims.get(first) == 1) {
      first++;
    }
    return dims.subList(first, dims.size());
  }
}
