package bb.importing.write;

import bb.importing.layers.Layer;
import bb.importing.read.Const;
import bb.importing.read.Formula;
import bb.importing.read.Kind;
import bb.importing.structure.Slot;
import bb.importing.structure.Units;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  /** How it is said, for what compares. */
  static Units.Said said(Layer tensor) {
    Slots slots = Slots.of(List.of(statement("table", tensor.numbers().orElseThrow())));
    Ast.Statement blank = slots.filled(_ -> Optional.of(Make.integer(0))).getFirst();
    return new Units.Said(Slots.print(blank), slots.numbers());
  }

  /** The statement with parameters of a block in the places of some numbers. */
  static Ast.Statement statement(String name, Layer tensor, Map<Slot, Ast.Expr> changed) {
    return Slots.of(List.of(statement(name, tensor.numbers().orElseThrow())))
        .filled(place -> Optional.ofNullable(changed.get(Slot.number(tensor, place))))
        .getFirst();
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

  /** What says each number by its indices. */
  private static Optional<Ast.Expr> rule(Const numbers) {
    if (numbers.rank() == 0 || numbers.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    if (numbers.kind() == Kind.BOOL) {
      return triangle(numbers);
    }
    return numbers.isUnit()
        ? Optional.of(unit(numbers))
        : Formula.of(numbers).map(formula -> Formulas.written(formula, indices(numbers.rank())));
  }

  /** {@code if i == j then 1 else 0}. */
  private static Ast.Expr unit(Const numbers) {
    List<String> indices = indices(numbers.rank());
    Ast.Expr diagonal =
        Make.binary(
            Ast.BinaryOp.EQUAL, Make.reference(indices.get(0)), Make.reference(indices.get(1)));
    return Make.choice(diagonal, Make.integer(1), Make.integer(0));
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
