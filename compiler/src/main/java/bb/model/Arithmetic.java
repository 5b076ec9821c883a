package bb.model;

import static bb.model.Term.UNKNOWN;

import bb.model.Term.BoolTerm;
import bb.model.Term.FloatTerm;
import bb.model.Term.IntTerm;
import bb.model.Term.LayerTerm;
import bb.model.Term.ListTerm;
import bb.model.Term.RangeTerm;
import bb.model.Term.Sequence;
import bb.model.Term.StringTerm;
import bb.model.Term.TensorTerm;
import bb.model.Term.TupleTerm;
import bb.source.Span;
import bb.syntax.Ast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Operators on compile-time values. Whole numbers are 64-bit and checked; floor division and modulo
 * round towards minus infinity, as in Python; {@code /} of whole numbers is whole when exact.
 */
final class Arithmetic {
  private Arithmetic() {}

  static Term unary(Ast.Unary unary, Term operand, Context context) {
    boolean not = unary.op() == Ast.UnaryOp.NOT;
    if (not && operand instanceof BoolTerm(var value)) {
      return new BoolTerm(!value);
    }
    if (!not && operand instanceof FloatTerm(var value)) {
      return new FloatTerm(-value);
    }
    if (!not && operand instanceof IntTerm(var value)) {
      if (value != Long.MIN_VALUE) {
        return new IntTerm(-value);
      }
      context.report(ValueProblems.overflow(unary.span(), "-(" + value + ")"));
    } else if (!operand.isUnknown()) {
      String what = not ? "what `not` takes" : "what `-` takes";
      String expected = not ? "a truth value" : "a number";
      context.report(ValueProblems.wrongType(unary.operand().span(), what, expected, operand));
    }
    return UNKNOWN;
  }

  /** All operators but {@code and} and {@code or}, which do not evaluate both sides. */
  static Term binary(Ast.Binary binary, Term left, Term right, Context context) {
    if (left.isUnknown() || right.isUnknown()) {
      return UNKNOWN;
    }
    boolean compares = binary.op() == Ast.BinaryOp.EQUAL || binary.op() == Ast.BinaryOp.NOT_EQUAL;
    if (compares && !context.charge(Math.min(left.weight(), right.weight()), binary.opSpan())) {
      return UNKNOWN;
    }
    if (binary.op() == Ast.BinaryOp.EQUAL) {
      return new BoolTerm(equal(left, right));
    }
    if (binary.op() == Ast.BinaryOp.NOT_EQUAL) {
      return new BoolTerm(!equal(left, right));
    }
    if (left instanceof IntTerm(var a) && right instanceof IntTerm(var b)) {
      return integers(binary, a, b, context);
    }
    if (isNumber(left) && isNumber(right)) {
      return floats(binary, toDouble(left), toDouble(right), context);
    }
    if (binary.op() == Ast.BinaryOp.ADD) {
      if (left instanceof StringTerm(var a) && right instanceof StringTerm(var b)) {
        return strings(binary.span(), a, b, context);
      }
      if (left instanceof ListTerm(var a) && right instanceof ListTerm(var b)) {
        List<Term> joined = new ArrayList<>(a);
        joined.addAll(b);
        return context.keep(new ListTerm(joined), binary.span());
      }
    }
    context.report(
        ofTensors(binary, left, right)
            .map(layer ->
                ValueProblems.tensorOperands(binary.opSpan(), binary.span(), left, right, layer))
            .orElseGet(() ->
                ValueProblems.badOperands(binary.opSpan(), binary.op().symbol(), left, right)));
    return UNKNOWN;
  }

  private static Term strings(Span span, String a, String b, Context context) {
    if (a.length() + b.length() > Context.MAX_ELEMENTS) {
      context.report(LimitProblems.valueTooLarge(span, "this string", Context.MAX_ELEMENTS));
      return UNKNOWN;
    }
    return context.keep(new StringTerm(a + b), span);
  }

  /** The layer that does this arithmetic, if one of the operands is a tensor. */
  private static Optional<String> ofTensors(Ast.Binary binary, Term left, Term right) {
    boolean tensors = left instanceof TensorTerm || right instanceof TensorTerm;
    String a = binary.left().span().text();
    String b = binary.right().span().text();
    String layer =
        switch (binary.op()) {
          case ADD -> "add";
          case SUBTRACT -> "sub";
          case MULTIPLY -> "mul";
          case DIVIDE -> "div";
          default -> "";
        };
    if (!tensors || layer.isEmpty()) {
      return Optional.empty();
    }
    if (left instanceof TensorTerm && right instanceof TensorTerm) {
      return Optional.of("%s(%s, %s)".formatted(layer, a, b));
    }
    if (left instanceof LayerTerm || right instanceof LayerTerm) {
      String first = left instanceof LayerTerm ? a : b;
      String second = left instanceof LayerTerm ? "it, " + b : a + ", it";
      return Optional.of("%s -> %s(%s)".formatted(first, layer, second));
    }
    boolean number = isNumber(left) || isNumber(right);
    String tensor = left instanceof TensorTerm ? a : b;
    String value = left instanceof TensorTerm ? b : a;
    String affine =
        left instanceof TensorTerm
            ? withNumber(layer, value)
            : switch (binary.op()) {
              case SUBTRACT -> "scale: -1, shift: " + value;
              case DIVIDE -> "";
              default -> withNumber(layer, value);
            };
    String step = tensor.equals("it") ? "" : tensor + " -> ";
    return number && !affine.isEmpty() && !value.contains(" ")
        ? Optional.of(step + "affine(" + affine + ")")
        : Optional.empty();
  }

  /**
   * The arguments of {@code affine} that do to a tensor and a number what a layer does to two
   * tensors; empty if none do.
   */
  static String withNumber(String layer, String number) {
    String operand = number.matches("-?[\\w.]+") ? number : "(" + number + ")";
    return switch (layer) {
      case "add" -> "shift: " + number;
      case "sub" -> "shift: " + (operand.startsWith("-") ? operand.substring(1) : "-" + operand);
      case "mul" -> "scale: " + number;
      case "div" -> "scale: 1 / " + operand;
      default -> "";
    };
  }

  private static Term integers(Ast.Binary binary, long a, long b, Context context) {
    try {
      return switch (binary.op()) {
        case ADD -> new IntTerm(Math.addExact(a, b));
        case SUBTRACT -> new IntTerm(Math.subtractExact(a, b));
        case MULTIPLY -> new IntTerm(Math.multiplyExact(a, b));
        case DIVIDE -> divide(binary, a, b, context);
        case FLOOR_DIVIDE ->
            b == 0 ? byZero(binary, context) : new IntTerm(Math.floorDivExact(a, b));
        case MODULO -> b == 0 ? byZero(binary, context) : new IntTerm(Math.floorMod(a, b));
        case POWER ->
            b < 0 ? finite(binary, StrictMath.pow(a, b), context) : new IntTerm(power(a, b));
        case LESS -> new BoolTerm(a < b);
        case LESS_EQUAL -> new BoolTerm(a <= b);
        case GREATER -> new BoolTerm(a > b);
        case GREATER_EQUAL -> new BoolTerm(a >= b);
        case EQUAL, NOT_EQUAL, AND, OR -> throw new AssertionError(binary.op());
      };
    } catch (ArithmeticException _) {
      context.report(
          ValueProblems.overflow(binary.span(), a + " " + binary.op().symbol() + " " + b));
      return UNKNOWN;
    }
  }

  private static Term divide(Ast.Binary binary, long a, long b, Context context) {
    if (b == 0) {
      return byZero(binary, context);
    }
    boolean exact = a % b == 0;
    return exact ? new IntTerm(Math.divideExact(a, b)) : new FloatTerm((double) a / b);
  }

  private static Term floats(Ast.Binary binary, double a, double b, Context context) {
    return switch (binary.op()) {
      case ADD -> finite(binary, a + b, context);
      case SUBTRACT -> finite(binary, a - b, context);
      case MULTIPLY -> finite(binary, a * b, context);
      case DIVIDE -> b == 0 ? byZero(binary, context) : finite(binary, a / b, context);
      case FLOOR_DIVIDE ->
          b == 0 ? byZero(binary, context) : finite(binary, Math.floor(a / b), context);
      case MODULO ->
          b == 0 ? byZero(binary, context) : finite(binary, a - b * Math.floor(a / b), context);
      case POWER -> finite(binary, StrictMath.pow(a, b), context);
      case LESS -> new BoolTerm(a < b);
      case LESS_EQUAL -> new BoolTerm(a <= b);
      case GREATER -> new BoolTerm(a > b);
      case GREATER_EQUAL -> new BoolTerm(a >= b);
      case EQUAL, NOT_EQUAL, AND, OR -> throw new AssertionError(binary.op());
    };
  }

  private static Term finite(Ast.Binary binary, double value, Context context) {
    if (Double.isFinite(value)) {
      return new FloatTerm(value);
    }
    context.report(ValueProblems.overflow(binary.span(), "the result is " + value));
    return UNKNOWN;
  }

  private static Term byZero(Ast.Binary binary, Context context) {
    context.report(ValueProblems.divisionByZero(binary.right().span(), binary.span().text()));
    return UNKNOWN;
  }

  private static long power(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long e = exponent; e > 0; e >>= 1) {
      if ((e & 1) == 1) {
        result = Math.multiplyExact(result, square);
      }
      if (e > 1) {
        if (square == 0 || square == 1) {
          return result * square;
        }
        square = Math.multiplyExact(square, square);
      }
    }
    return result;
  }

  static boolean equal(Term a, Term b) {
    if (isNumber(a) && isNumber(b)) {
      return a instanceof IntTerm(var x) && b instanceof IntTerm(var y)
          ? x == y
          : toDouble(a) == toDouble(b);
    }
    boolean bothTuples = a instanceof TupleTerm && b instanceof TupleTerm;
    boolean bothLists = isList(a) && isList(b);
    if (bothTuples || bothLists) {
      Sequence x = (Sequence) a;
      Sequence y = (Sequence) b;
      if (x.size() != y.size()) {
        return false;
      }
      if (x instanceof RangeTerm && y instanceof RangeTerm) {
        return x.equals(y) || x.size() == 0;
      }
      for (long i = 0; i < x.size(); i++) {
        if (!equal(x.get(i), y.get(i))) {
          return false;
        }
      }
      return true;
    }
    return a.equals(b);
  }

  private static boolean isList(Term term) {
    return term instanceof ListTerm || term instanceof RangeTerm;
  }

  static boolean isNumber(Term term) {
    return term instanceof IntTerm || term instanceof FloatTerm;
  }

  static double toDouble(Term number) {
    return number instanceof IntTerm(var value) ? value : ((FloatTerm) number).value();
  }
}
