package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Ref;
import java.util.List;
import java.util.Optional;

/**
 * What share of its values each key has: a softmax, which may be held to 0 where no key is seen.
 */
final class Shares {
  /** What no score is that hides nothing. */
  private static final double UNSEEN = -1e30;

  private Shares() {}

  /** The softmax over the last axis that makes shares, with or without a guard. */
  static Optional<Layer> softmax(Match match, Ref ref) {
    Layer layer = match.at(ref);
    if (layer.is("where") && Match.number(layer, "otherwise", 1) == 0) {
      return match
          .is(layer.inputs().get(1), "softmax")
          .filter(Shares::isOfKeys)
          .filter(softmax -> isGuard(match, layer.inputs().get(0), softmax));
    }
    return match.only(ref, "softmax").filter(Shares::isOfKeys);
  }

  private static boolean isGuard(Match match, Ref ref, Layer softmax) {
    Layer seen = match.at(ref);
    return seen.is("equal") && isItself(seen, softmax)
        || seen.is("logical_not")
            && (match
                    .is(seen.input(), "not_equal")
                    .filter(unlike -> isItself(unlike, softmax))
                    .isPresent()
                || isUnseen(match, seen, softmax));
  }

  /** As PyTorch asks whether a query sees a key: what its softmax makes is equal to itself. */
  private static boolean isItself(Layer comparison, Layer softmax) {
    return comparison.inputs().size() == 2
        && comparison.inputs().stream().allMatch(softmax.out()::equals);
  }

  /** As it is asked of scores: their largest is next to minus infinity. */
  private static boolean isUnseen(Match match, Layer not, Layer softmax) {
    return match
        .is(not.input(), "less_equal")
        .filter(low -> low.inputs().size() == 1 && Match.number(low, "value", 0) <= UNSEEN)
        .flatMap(low -> match.is(low.input(), "max"))
        .filter(most ->
            most.input().equals(softmax.input())
                && Boolean.TRUE.equals(most.arg("keep", false))
                && isLast(most, most.arg("axis", 0L)))
        .isPresent();
  }

  private static boolean isOfKeys(Layer softmax) {
    return isLast(softmax, softmax.arg("axis", -1L));
  }

  private static boolean isLast(Layer layer, Object axis) {
    long last = layer.type().shape().rank() - 1;
    return axis.equals(-1L) || axis.equals(last) || axis.equals(List.of(last));
  }
}
