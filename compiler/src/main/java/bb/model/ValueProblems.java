package bb.model;

import bb.diagnostics.Code;
import bb.diagnostics.Diagnostic;
import bb.diagnostics.Diagnostic.Help;
import bb.source.Span;
import bb.types.DType;
import bb.types.Shape;
import java.util.Collections;

/** What is said about compile-time values. */
final class ValueProblems {
  private ValueProblems() {}

  /** {@code expected} has its article: {@code a whole number}. */
  static Diagnostic wrongType(Span span, String what, String expected, Term found) {
    return Diagnostic.at(
        Code.BB0220,
        span,
        "%s must be %s, and this is %s".formatted(what, expected, found.kind()),
        found.show());
  }

  /** A tuple of {@code count} tensors where a parameter takes one. */
  static Diagnostic severalTensors(Span span, String parameter, int count, Term found) {
    String types = String.join(", ", Collections.nCopies(count, "tensor"));
    return wrongType(span, "`%s`".formatted(parameter), "a tensor", found)
        .help(
            "`%1$s: (%2$s)` takes all of them, as `%1$s[0]`, `%1$s[1]`".formatted(parameter, types))
        .help("`%s[0]` gives one of them".formatted(span.text()));
  }

  /** {@code [a, b]} where the tensors stand one by one. */
  static Diagnostic tensorsInList(Span list) {
    String text = list.text();
    return Diagnostic.at(
            Code.BB0220, list, "tensors are given one by one, not in a list", "a list of tensors")
        .help(Help.replace("leave out the brackets", list, text.substring(1, text.length() - 1)));
  }

  /** {@code fixed} is the list, without the batch if that was counted. */
  static Diagnostic numbersApart(Span numbers, String layer, String fixed, boolean batch) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0206, numbers, "`%s` takes one list of numbers".formatted(layer), "no list");
    return (batch ? problem.note("the batch is no axis, so axes are counted without it") : problem)
        .help(Help.replace("write the list", numbers, fixed));
  }

  /**
   * A number in the place of a tensor.
   *
   * @param fixed the layer that does it with a number, if there is one
   * @param type of the tensor
   */
  static Diagnostic numberForTensor(
      Span number, String layer, Span call, String fixed, DType type) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0206, number, "`%s` takes tensors, and no number".formatted(layer), "a number");
    if (fixed.isEmpty()) {
      return problem.note("`affine` computes with numbers: `affine(scale: 2, shift: 1)`");
    }
    return (type == DType.FLOAT32
            ? problem
            : problem.note(
                "`affine` makes floats of %s: `int` behind it makes whole numbers".formatted(type)))
        .help(Help.replace("write `%s`".formatted(fixed), call, fixed));
  }

  /** {@code int(8)}: {@code fixed} is the number of which it should be made, as a whole one. */
  static Diagnostic convertedNumber(Span number, String layer, Span call, String fixed) {
    String text = layer.equals("int") ? fixed : number.text();
    return Diagnostic.at(
            Code.BB0206,
            number,
            "`%s` is a layer: it converts tensors, and no numbers".formatted(layer),
            "a number")
        .help(Help.replace("write `%s`".formatted(text), call, text));
  }

  /** PyTorch's {@code beta} of {@code softplus}. */
  static Diagnostic steepness(Span beta) {
    return Diagnostic.at(Code.BB0206, beta, "`softplus` takes no arguments", "one too many")
        .note("PyTorch's `beta` is 1 here")
        .help(
            "scale what flows: `affine(%1$s) -> softplus -> affine(1 / %1$s)`"
                .formatted(beta.text()));
  }

  static Diagnostic notWhole(Span span, String what, double found) {
    Diagnostic problem =
        Diagnostic.at(
            Code.BB0221,
            span,
            "%s must be a whole number, and this is %s".formatted(what, found),
            "not a whole number");
    String text = span.text();
    if (!text.matches("[^/]+/[^/]+")) {
      return problem.help("round it: `ceil(…)`, `floor(…)`, `round(…)`, or `//` for a division");
    }
    return problem
        .note("`/` of two whole numbers is a whole number only when it is exact")
        .help(Help.replace("divide and round down", span, text.replace("/", "//")))
        .help("`ceil(%1$s)` and `round(%1$s)` round otherwise".formatted(text));
  }

  static Diagnostic outOfRange(Span span, String what, String range, Term found) {
    return Diagnostic.at(
        Code.BB0222,
        span,
        "%s must be %s, and this is %s".formatted(what, range, found.show()),
        "out of range");
  }

  static Diagnostic divisionByZero(Span span, String expression) {
    return Diagnostic.at(
        Code.BB0223, span, "`%s` divides by zero".formatted(expression), "the divisor is 0");
  }

  static Diagnostic overflow(Span span, String arithmetic) {
    return Diagnostic.at(Code.BB0224, span, "this number does not fit 64 bits", arithmetic)
        .note("whole numbers go from %d to %d".formatted(Long.MIN_VALUE, Long.MAX_VALUE));
  }

  static Diagnostic badIndex(Span span, long index, String what, long size) {
    return Diagnostic.at(
        Code.BB0225,
        span,
        "index %d is outside %s of %d element%s".formatted(index, what, size, size == 1 ? "" : "s"),
        size == 0 ? "it is empty" : "0 to %d, or -%d to -1, would do".formatted(size - 1, size));
  }

  /**
   * @param size how many values the item has, in words
   */
  static Diagnostic unpack(Span span, int names, Term found, String size) {
    return Diagnostic.at(
        Code.BB0226,
        span,
        "this pattern takes %d values, and one of the items has %s".formatted(names, size),
        "the item is " + found.show());
  }

  static Diagnostic tensorCount(Span span, int names, int tensors) {
    return Diagnostic.at(
        Code.BB0226,
        span,
        "%d names are given to %d tensor%s".formatted(names, tensors, tensors == 1 ? "" : "s"),
        "each takes one of them");
  }

  static Diagnostic badOperands(Span span, String operator, Term left, Term right) {
    return Diagnostic.at(
        Code.BB0227,
        span,
        "`%s` cannot combine %s and %s".formatted(operator, left.kind(), right.kind()),
        "%s %s %s".formatted(left.show(), operator, right.show()));
  }

  /** Arithmetic of a tensor, which a layer does; {@code layer} is what it is written as. */
  static Diagnostic tensorOperands(Span operator, Span whole, Term left, Term right, String layer) {
    return Diagnostic.at(
            Code.BB0227,
            operator,
            "`%s` computes with numbers, and this is %s"
                .formatted(
                    operator.text(), left instanceof Term.TensorTerm ? left.kind() : right.kind()),
            "%s %s %s".formatted(left.show(), operator.text(), right.show()))
        .note("of tensors, arithmetic is done by layers: `add`, `sub`, `mul`, `div`, `affine`")
        .help(Help.replace("write `%s`".formatted(layer), whole, layer));
  }

  static Diagnostic indexCount(Span span, int count, Shape shape) {
    return Diagnostic.at(
            Code.BB0310,
            span,
            "%d ind%s of %s: there is one for each axis"
                .formatted(count, count == 1 ? "ex" : "ices", shape),
            "has to be %d".formatted(shape.rank()))
        .help("`const mask: bool [4, 4] = (i, j) -> j <= i` has two of each");
  }

  static Diagnostic unfilled(Span span, Term.Sequence list, long size, Shape shape) {
    return Diagnostic.at(
            Code.BB0310,
            span,
            "%s of %d does not fill %s, which takes %d here"
                .formatted(list.kind(), list.size(), shape, size),
            list.show())
        .note("the numbers stand in lists as the shape has axes, or in one list of all of them");
  }

  static Diagnostic badCall(Span span, String usage, String why) {
    return Diagnostic.at(Code.BB0228, span, why, "used as `" + usage + "`");
  }

  static Diagnostic badTie(Span span, String layer, String why) {
    return Diagnostic.at(Code.BB0229, span, "`%s` cannot take this parameter".formatted(layer), why)
        .help("tie like this: `linear(vocabulary, bias: false, weight: embedding.weight)`");
  }
}
