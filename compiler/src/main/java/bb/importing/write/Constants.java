package bb.importing.write;

import bb.importing.read.Const;
import bb.importing.read.Digits;
import bb.importing.read.Kind;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Known numbers as a {@code const} statement: one for all, a rule where there is one, or a list.
 */
final class Constants {
  private Constants() {}

  static Ast.Statement statement(String name, Const numbers) {
    Optional<String> type =
        switch (numbers.kind()) {
          case FLOAT -> Optional.empty();
          case INT -> Optional.of("int32");
          case BOOL -> Optional.of("bool");
        };
    Optional<Double> uniform = numbers.uniform();
    if (uniform.isPresent()) {
      return Make.constant(
          name, type, numbers.dims(), List.of(), element(numbers.kind(), uniform.get()));
    }
    Optional<Ast.Expr> rule = rule(numbers);
    if (rule.isPresent()) {
      return Make.constant(name, type, numbers.dims(), indices(numbers.rank()), rule.get());
    }
    List<Ast.Expr> all = new ArrayList<>();
    for (long i = 0; i < numbers.elements(); i++) {
      all.add(element(numbers.kind(), numbers.at(i)));
    }
    return Make.constant(name, type, numbers.dims(), List.of(), Make.list(all));
  }

  private static Ast.Expr element(Kind kind, double number) {
    return kind == Kind.BOOL ? Make.value(number != 0) : Make.number(number);
  }

  private static List<String> indices(int rank) {
    List<String> short4 = List.of("i", "j", "k", "l");
    return rank <= 4
        ? short4.subList(0, rank)
        : IntStream.range(0, rank).mapToObj(i -> "i" + i).toList();
  }

  /** A sum of multiples of the indices' digits, or a triangle of truth values. */
  private static Optional<Ast.Expr> rule(Const numbers) {
    if (numbers.rank() == 0 || numbers.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    return numbers.kind() == Kind.BOOL
        ? triangle(numbers)
        : numbers.isUnit() ? Optional.of(unit(numbers)) : digits(numbers);
  }

  /** {@code if i == j then 1 else 0}. */
  private static Ast.Expr unit(Const numbers) {
    List<String> indices = indices(numbers.rank());
    Ast.Expr diagonal =
        Make.binary(
            Ast.BinaryOp.EQUAL, Make.reference(indices.get(0)), Make.reference(indices.get(1)));
    return Make.choice(diagonal, Make.integer(1), Make.integer(0));
  }

  private static Optional<Ast.Expr> digits(Const numbers) {
    List<String> indices = indices(numbers.rank());
    return Digits.of(numbers)
        .map(digits -> {
          Optional<Ast.Expr> sum = Optional.empty();
          for (Digits.Term term : digits.terms()) {
            sum = Optional.of(plus(sum, term.times(), digit(term, indices)));
          }
          double first = digits.first();
          return first == 0
              ? sum.orElseThrow()
              : Make.binary(
                  first < 0 ? Ast.BinaryOp.SUBTRACT : Ast.BinaryOp.ADD,
                  sum.orElseThrow(),
                  Make.number(Math.abs(first)));
        });
  }

  private static Ast.Expr plus(Optional<Ast.Expr> sum, double times, Ast.Expr digit) {
    double factor = sum.isPresent() ? Math.abs(times) : times;
    Ast.Expr term =
        factor == 1 ? digit : Make.binary(Ast.BinaryOp.MULTIPLY, Make.number(factor), digit);
    return sum.map(s -> Make.binary(times < 0 ? Ast.BinaryOp.SUBTRACT : Ast.BinaryOp.ADD, s, term))
        .orElse(term);
  }

  private static Ast.Expr digit(Digits.Term term, List<String> indices) {
    Ast.Expr index = Make.reference(indices.get(term.axis()));
    Ast.Expr quotient =
        term.divisor() == 1
            ? index
            : Make.binary(Ast.BinaryOp.FLOOR_DIVIDE, index, Make.integer(term.divisor()));
    return term.modulus() == 0
        ? quotient
        : Make.binary(Ast.BinaryOp.MODULO, quotient, Make.integer(term.modulus()));
  }

  /** Which keys a query sees: those up to its own place. */
  private static Optional<Ast.Expr> triangle(Const numbers) {
    if (!numbers.isTriangle()) {
      return Optional.empty();
    }
    int rank = numbers.rank();
    List<String> indices = indices(rank);
    return Optional.of(
        Make.binary(
            Ast.BinaryOp.LESS_EQUAL,
            Make.reference(indices.get(rank - 1)),
            Make.reference(indices.get(rank - 2))));
  }
}
