package bb.importing.write;

import bb.importing.read.Const;
import bb.importing.read.Kind;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Known numbers as a {@code const} statement: one for all, a rule where there is one, or a list.
 */
final class Constants {
  private static final long MOST_LISTED = 100_000;

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

  /** Whether a source may hold them. */
  static boolean fits(Const numbers) {
    return numbers.elements() <= MOST_LISTED
        || numbers.uniform().isPresent()
        || rule(numbers).isPresent();
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

  /** A sum of multiples of the indices, or a triangle of truth values. */
  private static Optional<Ast.Expr> rule(Const numbers) {
    if (numbers.rank() == 0 || numbers.elements() > Const.MOST_COMPUTED) {
      return Optional.empty();
    }
    return numbers.kind() == Kind.BOOL
        ? triangle(numbers)
        : numbers.isUnit() ? Optional.of(unit(numbers)) : linear(numbers);
  }

  /** {@code if i == j then 1 else 0}. */
  private static Ast.Expr unit(Const numbers) {
    List<String> indices = indices(numbers.rank());
    Ast.Expr diagonal =
        Make.binary(
            Ast.BinaryOp.EQUAL, Make.reference(indices.get(0)), Make.reference(indices.get(1)));
    return Make.choice(diagonal, Make.integer(1), Make.integer(0));
  }

  private static Optional<Ast.Expr> linear(Const numbers) {
    long[] strides = Const.strides(numbers.dims());
    double first = numbers.at(0);
    double[] by = new double[strides.length];
    for (int axis = 0; axis < by.length; axis++) {
      by[axis] = numbers.dim(axis) > 1 ? numbers.at(strides[axis]) - first : 0;
      if (by[axis] != Math.rint(by[axis])) {
        return Optional.empty();
      }
    }
    for (long i = 0; i < numbers.elements(); i++) {
      double expected = first;
      long rest = i;
      for (int axis = 0; axis < by.length; axis++) {
        expected += rest / strides[axis] * by[axis];
        rest %= strides[axis];
      }
      if (numbers.at(i) != expected) {
        return Optional.empty();
      }
    }
    List<String> indices = indices(numbers.rank());
    Optional<Ast.Expr> sum = Optional.empty();
    for (int axis = 0; axis < by.length; axis++) {
      if (by[axis] != 0) {
        Ast.Expr index = Make.reference(indices.get(axis));
        Ast.Expr term =
            by[axis] == 1
                ? index
                : Make.binary(Ast.BinaryOp.MULTIPLY, Make.number(by[axis]), index);
        sum = Optional.of(sum.map(s -> Make.binary(Ast.BinaryOp.ADD, s, term)).orElse(term));
      }
    }
    return sum.map(s ->
        first == 0
            ? s
            : Make.binary(
                first < 0 ? Ast.BinaryOp.SUBTRACT : Ast.BinaryOp.ADD,
                s,
                Make.number(Math.abs(first))));
  }

  /** Which keys a query sees: those up to its own place. */
  private static Optional<Ast.Expr> triangle(Const numbers) {
    int rank = numbers.rank();
    if (rank < 2) {
      return Optional.empty();
    }
    long columns = numbers.dim(-1);
    long rows = numbers.dim(-2);
    boolean lower =
        LongStream.range(0, numbers.elements())
            .allMatch(i -> numbers.at(i) != 0 == i % columns <= i / columns % rows);
    if (!lower) {
      return Optional.empty();
    }
    List<String> indices = indices(rank);
    return Optional.of(
        Make.binary(
            Ast.BinaryOp.LESS_EQUAL,
            Make.reference(indices.get(rank - 1)),
            Make.reference(indices.get(rank - 2))));
  }
}
