package bb.importing.write;

import bb.importing.read.Apart;
import bb.importing.read.Buckets;
import bb.importing.read.Cut;
import bb.importing.read.Digits;
import bb.importing.read.Formula;
import bb.importing.read.LogSpaced;
import bb.importing.read.Regions;
import bb.importing.read.Rolled;
import bb.importing.read.Slopes;
import bb.importing.read.Wrapped;
import bb.syntax.Ast;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How numbers are made of their indices, as expressions. */
final class Formulas {
  private Formulas() {}

  /**
   * @param names of the indices
   */
  static Ast.Expr written(Formula formula, List<String> names) {
    List<Ast.Expr> indices = names.stream().map(Make::reference).toList();
    return switch (formula) {
      case Digits digits -> sum(digits, indices);
      case Apart apart -> sum(apart, indices);
      case Buckets buckets ->
          Distances.bucket(buckets, indices.get(buckets.queries()), indices.get(buckets.keys()));
      case LogSpaced spaced -> Distances.spaced(spaced, written(spaced.distances(), names));
      case Rolled rolled ->
          sum(
              rolled.digits(),
              IntStream.range(0, names.size()).mapToObj(i -> rolled(indices, rolled, i)).toList());
      case Slopes(var whole, var exponent, long divisor) -> {
        Ast.Expr power = sum(exponent, indices);
        yield Make.binary(
            Ast.BinaryOp.DIVIDE,
            sum(whole, indices),
            Make.binary(
                Ast.BinaryOp.POWER,
                Make.real(2),
                divisor == 1
                    ? power
                    : Make.binary(Ast.BinaryOp.DIVIDE, power, Make.integer(divisor))));
      }
      case Wrapped(var rows, var columns) ->
          Make.binary(
              Ast.BinaryOp.ADD,
              Make.binary(
                  Ast.BinaryOp.MULTIPLY, turning(rows, indices), Make.integer(columns.size())),
              turning(columns, indices));
      case Regions(var whole) -> part(whole, indices);
      case Cut cut -> cut(cut, names);
    };
  }

  /** A sum of multiples of the indices' digits. */
  private static Ast.Expr sum(Digits digits, List<Ast.Expr> indices) {
    Optional<Ast.Expr> sum = Optional.empty();
    // what is taken off comes last
    List<Digits.Term> terms =
        digits.terms().stream().sorted(Comparator.comparing(t -> t.times() < 0)).toList();
    for (Digits.Term term : terms) {
      sum = Optional.of(plus(sum, term.times(), digit(term, indices.get(term.axis()))));
    }
    return plus(sum, digits.first());
  }

  /** A sum of multiples of distances. */
  private static Ast.Expr sum(Apart apart, List<Ast.Expr> indices) {
    Optional<Ast.Expr> sum = Optional.empty();
    for (Apart.Pair pair : apart.pairs()) {
      Ast.Expr distance = Distances.call("abs", sum(pair.difference(), indices));
      sum = Optional.of(plus(sum, pair.times(), distance));
    }
    return plus(sum, apart.first());
  }

  private static Ast.Expr plus(Optional<Ast.Expr> sum, double first) {
    if (sum.isEmpty()) {
      return Make.number(first);
    }
    return first == 0
        ? sum.get()
        : Make.binary(
            first < 0 ? Ast.BinaryOp.SUBTRACT : Ast.BinaryOp.ADD,
            sum.get(),
            Make.number(Math.abs(first)));
  }

  private static Ast.Expr plus(Optional<Ast.Expr> sum, double times, Ast.Expr digit) {
    double factor = sum.isPresent() ? Math.abs(times) : times;
    Ast.Expr term =
        factor == 1 ? digit : Make.binary(Ast.BinaryOp.MULTIPLY, Make.number(factor), digit);
    return sum.map(s -> Make.binary(times < 0 ? Ast.BinaryOp.SUBTRACT : Ast.BinaryOp.ADD, s, term))
        .orElse(term);
  }

  private static Ast.Expr digit(Digits.Term term, Ast.Expr whole) {
    Ast.Expr index =
        term.start() == 0
            ? whole
            : Make.binary(Ast.BinaryOp.SUBTRACT, whole, Make.integer(term.start()));
    Ast.Expr quotient =
        term.divisor() == 1
            ? index
            : Make.binary(Ast.BinaryOp.FLOOR_DIVIDE, index, Make.integer(term.divisor()));
    return term.modulus() == 0 ? quotient : modulo(quotient, term.modulus());
  }

  private static Ast.Expr rolled(List<Ast.Expr> indices, Rolled rolled, int axis) {
    long by = rolled.by().get(axis);
    return by == 0
        ? indices.get(axis)
        : modulo(
            Make.binary(Ast.BinaryOp.ADD, indices.get(axis), Make.integer(by)),
            rolled.sizes().get(axis));
  }

  private static Ast.Expr turning(Wrapped.Turning turning, List<Ast.Expr> indices) {
    return modulo(sum(turning.digits(), indices), turning.size());
  }

  private static Ast.Expr part(Regions.Part part, List<Ast.Expr> indices) {
    return switch (part) {
      case Regions.Part.Number(double value) -> Make.number(value);
      case Regions.Part.Parted p -> {
        Ast.Expr index = indices.get(p.axis());
        Ast.Expr place = p.modulus() == 0 ? index : modulo(index, p.modulus());
        yield Make.choice(
            Make.binary(Ast.BinaryOp.LESS, place, Make.integer(p.end())),
            part(p.below(), indices),
            part(p.above(), indices));
      }
    };
  }

  private static Ast.Expr cut(Cut cut, List<String> names) {
    Ast.Expr index = Make.reference(names.get(cut.axis()));
    List<Ast.Expr> parts =
        cut.parts().stream().map(part -> written(part.formula(), names)).toList();
    if (cut.isList()) {
      return Make.element(Make.list(parts), index);
    }
    Ast.Expr made = parts.getLast();
    for (int i = parts.size() - 2; i >= 0; i--) {
      Ast.Expr end = Make.integer(cut.parts().get(i).end());
      made = Make.choice(Make.binary(Ast.BinaryOp.LESS, index, end), parts.get(i), made);
    }
    return made;
  }

  private static Ast.Expr modulo(Ast.Expr value, long size) {
    return Make.binary(Ast.BinaryOp.MODULO, value, Make.integer(size));
  }
}
