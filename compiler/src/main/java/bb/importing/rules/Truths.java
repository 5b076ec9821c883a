package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Layers;
import bb.importing.layers.Ref;
import bb.types.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Truth values that are computed with as numbers: what is not 0 of a truth value is the truth
 * value, 1 without it is its opposite, and whole numbers are compared as they are.
 */
final class Truths {
  private static final Set<String> COMPARISONS = Set.of("equal", "not_equal");

  private Truths() {}

  /** {@code equal(number)(float(x))} and {@code not_equal}, of whole numbers or truth values. */
  static Optional<List<Layer>> compared(Match match, Layer root) {
    if (!COMPARISONS.contains(root.op()) || root.inputs().size() != 1) {
      return Optional.empty();
    }
    return match
        .is(root.input(), "float")
        .flatMap(numbers -> {
          Ref x = numbers.input();
          double number = Match.number(root, "value", Double.NaN);
          return type(match, x) == DType.BOOL
              ? truth(match, root, x, number)
              : number == Math.rint(number)
                  ? match.one(root.op(), root.args(), root, x)
                  : Optional.empty();
        });
  }

  private static Optional<List<Layer>> truth(Match match, Layer root, Ref x, double number) {
    if (number != 0 && number != 1) {
      return Optional.empty();
    }
    boolean same = root.is("equal") == (number == 1);
    return match.one(same ? "identity" : "logical_not", root, x);
  }

  /** {@code affine(-1, shift: 1)(float(truth))}: the opposite, as a number. */
  static Optional<List<Layer>> opposite(Match match, Layer root) {
    if (!Match.affine(root, -1, 1)) {
      return Optional.empty();
    }
    return match
        .is(root.input(), "float")
        .filter(numbers -> type(match, numbers.input()) == DType.BOOL)
        .flatMap(numbers ->
            match.chain(
                root,
                numbers.input(),
                List.of(
                    Map.entry("logical_not", Layers.args()), Map.entry("float", Layers.args()))));
  }

  /** {@code logical_not(equal(number)(x))} is {@code not_equal}, and the other way round. */
  static Optional<List<Layer>> denied(Match match, Layer root) {
    if (!root.is("logical_not")) {
      return Optional.empty();
    }
    return Optional.of(match.at(root.input()))
        .filter(truth -> COMPARISONS.contains(truth.op()))
        .flatMap(truth ->
            match.one(
                truth.is("equal") ? "not_equal" : "equal",
                truth.args(),
                root,
                truth.inputs().toArray(Ref[]::new)));
  }

  private static DType type(Match match, Ref ref) {
    return match.at(ref).types().get(ref.output()).dtype();
  }
}
