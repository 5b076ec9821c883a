package bb.ops;

import bb.python.Py;
import bb.types.DType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A constant's rule as a Python function of tensors of indices. Indices are whole numbers where the
 * constant is, and fractions need one that is none.
 */
final class SpelledFormula {
  private static final Map<String, String> WORDS = Map.of("and", "&", "or", "|");

  private final boolean real;
  private boolean indexed;

  private SpelledFormula(boolean real) {
    this.real = real;
  }

  /** Empty where tensors would have other numbers, or only one. */
  static Optional<Py> of(Formula.Rule rule, DType dtype) {
    SpelledFormula spelled = new SpelledFormula(dtype == DType.FLOAT32);
    return spelled
        .spell(rule.value())
        .filter(_ -> spelled.indexed)
        .map(value -> new Py.Lambda(rule.indices(), value));
  }

  private Optional<Py> spell(Formula formula) {
    return switch (formula) {
      case Formula.Known(Double value) when !real || !Double.isFinite(value) -> Optional.empty();
      case Formula.Known(Double value) -> Optional.of(Spelled.number(value));
      case Formula.Known(var value) -> Optional.of(Py.of(value));
      case Formula.Index(var name) -> {
        indexed = true;
        yield Optional.of(Py.name(name));
      }
      case Formula.Unary(var not, var operand) ->
          spell(operand).map(x -> new Py.Unary(not ? "~" : "-", x));
      case Formula.Binary(var operator, _, _) when !real && List.of("/", "**").contains(operator) ->
          Optional.empty();
      case Formula.Binary(var operator, var left, var right) ->
          spell(left)
              .flatMap(
                  l -> spell(right).map(r -> l.with(WORDS.getOrDefault(operator, operator), r)));
      case Formula.Choice(var condition, var then, var otherwise) ->
          spell(condition)
              .flatMap(c ->
                  spell(then)
                      .flatMap(t -> spell(otherwise).map(o -> Py.call("torch.where", c, t, o))));
      case Formula.Call(var function, var arguments) -> call(function, arguments);
    };
  }

  private Optional<Py> call(String function, List<Formula> arguments) {
    boolean extreme = function.equals("min") || function.equals("max");
    if (arguments.size() == 1 && !extreme && (real || function.equals("abs"))) {
      // a number has no methods
      return arguments.getFirst() instanceof Formula.Known
          ? Optional.empty()
          : spell(arguments.getFirst()).map(x -> x.method(function));
    }
    if (arguments.size() == 2
        && extreme
        && arguments.get(1) instanceof Formula.Known
        && !(arguments.getFirst() instanceof Formula.Known)) {
      return spell(arguments.getFirst())
          .flatMap(x ->
              spell(arguments.get(1))
                  .map(bound ->
                      x.attr("clamp")
                          .applyTo(
                              List.of(Py.arg(function.equals("min") ? "max" : "min", bound)))));
    }
    return Optional.empty();
  }
}
