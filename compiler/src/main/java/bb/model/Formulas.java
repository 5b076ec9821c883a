package bb.model;

import bb.model.Term.BoolTerm;
import bb.model.Term.FloatTerm;
import bb.model.Term.IntTerm;
import bb.ops.Formula;
import bb.ops.Formula.Binary;
import bb.ops.Formula.Known;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads the rule of a constant with what is known put in, for those who write networks elsewhere.
 * It reports nothing and guesses nothing: what it cannot read has no rule.
 */
final class Formulas {
  private static final Set<String> FUNCTIONS =
      Set.of("min", "max", "abs", "sqrt", "exp", "log", "sin", "cos");

  private static final String LETTERS = "ijklmnpqrstuvwxyz";

  private final List<String> indices;
  private final Environment names;

  /** What each index is called in the rule. */
  private final List<String> letters = new ArrayList<>();

  private Formulas(List<String> indices, Environment names) {
    this.indices = indices;
    this.names = names;
    indices.forEach(index -> letters.add(letter(index)));
  }

  /** An index that hides another name would hide it from whoever puts names for numbers later. */
  private String letter(String index) {
    return Stream.concat(Stream.of(index), LETTERS.chars().mapToObj(Character::toString))
        .filter(name -> name.length() == 1 && names.find(name).isEmpty())
        .filter(name -> !letters.contains(name))
        .filter(name -> name.equals(index) || !indices.contains(name))
        .findFirst()
        .orElse(index);
  }

  static Optional<Formula.Rule> of(Ast.Const constant, Environment names) {
    List<String> indices = constant.indices().stream().map(Ast.Name::text).toList();
    if (indices.isEmpty()) {
      return Optional.empty();
    }
    Formulas formulas = new Formulas(indices, names);
    return formulas.read(constant.value()).map(value -> new Formula.Rule(formulas.letters, value));
  }

  private Optional<Formula> read(Ast.Expr expr) {
    return switch (expr) {
      case Ast.IntLiteral(var value, _) -> Optional.of(new Known(value));
      case Ast.FloatLiteral(var value, _) -> Optional.of(new Known(value));
      case Ast.BoolLiteral(var value, _) -> Optional.of(new Known(value));
      case Ast.Reference(var name, _) -> reference(name.text());
      case Ast.Unary(var op, var operand, _) ->
          read(operand).map(x -> unary(op == Ast.UnaryOp.NOT, x));
      case Ast.Binary binary ->
          read(binary.left())
              .flatMap(left ->
                  read(binary.right()).flatMap(right -> binary(binary.op().symbol(), left, right)));
      case Ast.Conditional(var condition, var then, var otherwise, _) ->
          choice(read(condition), () -> read(then), () -> read(otherwise));
      case Ast.Call call -> call(call);
      case Ast.Index(var target, var index, _) ->
          read(index).filter(Formulas::isFromStart).flatMap(at -> element(target, at));
      default -> Optional.empty();
    };
  }

  /** Whether a number cannot be one that counts from a list's end. */
  private static boolean isFromStart(Formula at) {
    return at instanceof Formula.Index || at instanceof Known(Long number) && number >= 0;
  }

  /** An element of a list, or of one of two lists. */
  private Optional<Formula> element(Ast.Expr list, Formula at) {
    return switch (list) {
      case Ast.Conditional(var condition, var then, var otherwise, _) ->
          choice(read(condition), () -> element(then, at), () -> element(otherwise, at));
      case Ast.ListExpr(var elements, _) -> element(elements, 0, at);
      default -> Optional.empty();
    };
  }

  private Optional<Formula> element(List<Ast.Expr> elements, long number, Formula at) {
    if (number == elements.size() - 1) {
      return read(elements.getLast());
    }
    return choice(
        binary("==", at, new Known(number)),
        () -> read(elements.get((int) number)),
        () -> element(elements, number + 1, at));
  }

  private Optional<Formula> reference(String name) {
    if (indices.contains(name)) {
      return Optional.of(new Formula.Index(letters.get(indices.indexOf(name))));
    }
    return names
        .find(name)
        .map(term ->
            switch (term) {
              case IntTerm(var value) -> new Known(value);
              case FloatTerm(var value) -> new Known(value);
              case BoolTerm(var value) -> new Known(value);
              default -> null;
            });
  }

  private static Formula unary(boolean not, Formula x) {
    return switch (x) {
      case Known(Boolean value) when not -> new Known(!value);
      case Known(Long value) when !not -> new Known(-value);
      case Known(Double value) when !not -> new Known(-value);
      default -> new Formula.Unary(not, x);
    };
  }

  /** Of two whole numbers the result; of one truth value what is left of the other. */
  private static Optional<Formula> binary(String operator, Formula left, Formula right) {
    if (left instanceof Known(Long a) && right instanceof Known(Long b)) {
      return known(operator, a, b).map(Known::new);
    }
    boolean and = operator.equals("and");
    if (and || operator.equals("or")) {
      if (left instanceof Known(Boolean a)) {
        return Optional.of(a == and ? right : left);
      }
      if (right instanceof Known(Boolean b)) {
        return Optional.of(b == and ? left : right);
      }
    }
    if (right instanceof Known(Long b)) {
      boolean nothing =
          b == 0 && (operator.equals("+") || operator.equals("-"))
              || b == 1 && (operator.equals("*") || operator.equals("//"));
      if (nothing) {
        return Optional.of(left);
      }
    }
    return Optional.of(new Binary(operator, left, right));
  }

  /** Empty where it has no value, and where the value is no whole number. */
  private static Optional<Object> known(String operator, long a, long b) {
    try {
      return switch (operator) {
        case "+" -> Optional.of(Math.addExact(a, b));
        case "-" -> Optional.of(Math.subtractExact(a, b));
        case "*" -> Optional.of(Math.multiplyExact(a, b));
        case "//" -> b == 0 ? Optional.empty() : Optional.of(Math.floorDivExact(a, b));
        case "%" -> b == 0 ? Optional.empty() : Optional.of(Math.floorMod(a, b));
        case "/" -> b == 0 ? Optional.empty() : Optional.of((double) a / b);
        case "==" -> Optional.of(a == b);
        case "!=" -> Optional.of(a != b);
        case "<" -> Optional.of(a < b);
        case "<=" -> Optional.of(a <= b);
        case ">" -> Optional.of(a > b);
        case ">=" -> Optional.of(a >= b);
        default -> Optional.empty();
      };
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Optional<Formula> choice(
      Optional<Formula> condition,
      Supplier<Optional<Formula>> then,
      Supplier<Optional<Formula>> otherwise) {
    if (condition.isPresent() && condition.get() instanceof Known(Boolean truth)) {
      return truth ? then.get() : otherwise.get();
    }
    return condition.flatMap(
        c -> then.get().flatMap(t -> otherwise.get().map(o -> new Formula.Choice(c, t, o))));
  }

  private Optional<Formula> call(Ast.Call call) {
    List<Formula> arguments = new ArrayList<>();
    for (Ast.Argument argument : call.arguments()) {
      Optional<Formula> value =
          argument.name().isEmpty() ? read(argument.value()) : Optional.empty();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      arguments.add(value.get());
    }
    return FUNCTIONS.contains(call.callee().text())
        ? Optional.of(new Formula.Call(call.callee().text(), arguments))
        : Optional.empty();
  }
}
