package bb.random;

import bb.ops.OpSpec;
import bb.ops.Operators;
import bb.types.DType;
import bb.types.Shape;
import bb.types.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements of truth values and of whole numbers. */
final class Truths {
  private static final List<String> PAIRS =
      Operators.ALL.stream().filter(Truths::isPair).map(OpSpec::name).toList();

  private final Draft draft;
  private final Choices choices;

  Truths(Draft draft) {
    this.draft = draft;
    this.choices = draft.choices();
  }

  /** Layers of two numbers and of truth values, where no rounding changes what is true. */
  Code statement(Scope scope, Shape in) {
    String low = draft.fresh("t");
    String high = draft.fresh("t");
    String held = draft.fresh("t");
    List<String> lines =
        new ArrayList<>(
            List.of(
                // no sigmoid of a very negative number, of which ONNX Runtime makes another tiny
                // one
                "sigmoid -> affine(shift: 0.25) as " + low,
                low + " -> affine(shift: 1.5) as " + high));
    if (in.rank() == 3) {
      lines.addFirst("max_pool(3, stride: 1, padding: 1)");
    }
    Shape repeated = choices.oneIn(2) ? in : in.with(choices.below(in.rank()), 1);
    DType type = choices.oneIn(2) ? DType.BOOL : DType.INT32;
    Optional<String> input = draft.input(scope, new TensorType(type, repeated));
    if (input.isPresent()) {
      lines.addAll(
          type == DType.BOOL ? given(input.get(), low, high) : whole(input.get(), low, in.rank()));
      return new Code(lines, in);
    }
    lines.addAll(
        switch (choices.below(5)) {
          case 0, 1 ->
              List.of(
                  numbers(choices.of(PAIRS), "(" + low + ", " + high + ")") + " as " + held,
                  low + " -> " + numbers(choices.of(PAIRS), "(value: 3)"),
                  "add(" + held + ", it)");
          case 2 ->
              List.of(
                  low + " -> less(2) as " + held,
                  low + " -> greater(2)",
                  choices.of(List.of("logical_or", "logical_and"))
                      + "("
                      + held
                      + ", it) -> logical_not -> float");
          case 3 -> List.of(low + " -> less(2)", "where(it, " + low + ", " + high + ")");
          default -> List.of(low + " -> greater(2)", "where(it, " + low + ", otherwise: 0.5)");
        });
    return new Code(lines, in);
  }

  /** What is made of truth values that flow in, and of two tensors of numbers. */
  private List<String> given(String truths, String low, String high) {
    return switch (choices.below(6)) {
      case 0 -> List.of(truths + " -> float", "mul(" + low + ", it)");
      case 1 ->
          List.of(
              truths + choices.of(List.of(" -> int -> float", " -> affine(2, shift: 0.5)")),
              "mul(" + low + ", it)");
      case 2 ->
          choices.oneIn(2)
              ? List.of(truths + " -> sum(axis: 0, keep: true) -> float", "mul(" + low + ", it)")
              : List.of(
                  low + " -> less(2)",
                  "equal(" + truths + ", it)",
                  "where(it, " + low + ", " + high + ")");
      case 3 ->
          List.of(
              truths + " -> logical_not",
              "where(it, " + low + ", otherwise: " + choices.below(3) + ")");
      case 4 ->
          List.of(
              low + " -> less(2)",
              choices.of(List.of("logical_or", "logical_and")) + "(" + truths + ", it)",
              "where(it, " + low + ", " + high + ")");
      default -> List.of("where(" + truths + ", " + low + ", " + high + ")");
    };
  }

  /** What is made of whole numbers that flow in, and of a tensor as large. */
  private List<String> whole(String numbers, String low, int rank) {
    String least = draft.fresh("t");
    String made =
        switch (choices.below(8)) {
          case 0 -> numbers + " -> " + choices.of(List.of("sign", "square")) + " -> float";
          case 1 ->
              "%s -> %s(axis: %d, keep: true) -> float"
                  .formatted(numbers, choices.of(List.of("argmax", "argmin")), choices.below(rank));
          case 2 -> {
            String condition = choices.of(List.of("less", "greater", "equal"));
            yield "where(" + condition + "(" + numbers + ", it), it, " + numbers + ") -> float";
          }
          default -> {
            List<String> layers = new ArrayList<>(List.of("add", "add", "sub", "mul", "mul"));
            layers.addAll(PAIRS.stream().filter(name -> !name.equals("pow")).toList());
            String layer = choices.of(layers);
            yield layer + "(" + numbers + ", it) -> float";
          }
        };
    // no division by 0
    return List.of(
        numbers + " -> remainder(7) -> maximum(1) as " + least,
        made + " -> affine(0.001)",
        "mul(" + low + ", it)");
  }

  /** Whether it is a layer of two numbers, of which one may be written. */
  static boolean isPair(OpSpec spec) {
    return spec.inputs().max() == 2 && spec.attribute("value").isPresent();
  }

  /** A layer of two numbers, the truth values of a comparison as numbers. */
  private static String numbers(String layer, String arguments) {
    boolean compares = !List.of("minimum", "maximum", "floor_divide", "remainder").contains(layer);
    return layer + arguments + (compares ? " -> float" : "");
  }
}
