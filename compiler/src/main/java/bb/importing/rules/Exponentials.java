package bb.importing.rules;

import bb.importing.layers.Layer;
import bb.importing.layers.Ref;
import java.util.List;
import java.util.Optional;

/** Activations that are made of exponential functions of one half of the numbers. */
final class Exponentials {
  private Exponentials() {}

  /** {@code add(relu(x), softplus(neg(abs(x))))}: {@code softplus} so that nothing overflows. */
  static Optional<List<Layer>> softplus(Match match, Layer root) {
    return half(match, root, "softplus")
        .flatMap(rest -> match.only(rest.input(), "neg"))
        .flatMap(negative -> match.only(negative.input(), "abs"))
        .filter(absolute -> isOf(match, root, absolute.input()))
        .flatMap(absolute -> match.one("softplus", root, absolute.input()));
  }

  /** {@code add(relu(x), affine(shift: -1)(exp(minimum(x, 0))))}: {@code elu}. */
  static Optional<List<Layer>> elu(Match match, Layer root) {
    return half(match, root, "affine")
        .filter(below -> Match.affine(below, 1, -1))
        .flatMap(below -> match.only(below.input(), "exp"))
        .flatMap(exp -> match.only(exp.input(), "minimum"))
        .filter(least -> least.inputs().size() == 1 && Match.number(least, "value", 1) == 0)
        .filter(least -> isOf(match, root, least.input()))
        .flatMap(least -> match.one("elu", root, least.input()));
  }

  /** What is added to {@code relu}. */
  private static Optional<Layer> half(Match match, Layer root, String op) {
    return root.is("add")
        ? match.orders(root).stream()
            .filter(order -> match.only(order.get(0), "relu").isPresent())
            .flatMap(order -> match.only(order.get(1), op).stream())
            .findFirst()
        : Optional.empty();
  }

  private static boolean isOf(Match match, Layer root, Ref x) {
    return root.inputs().stream()
        .flatMap(input -> match.is(input, "relu").stream())
        .anyMatch(relu -> relu.input().equals(x));
  }
}
