package bb.importing.write;

import bb.importing.read.Buckets;
import bb.importing.read.LogSpaced;
import bb.syntax.Ast;
import java.util.stream.Stream;

/**
 * How distances are written: {@link Buckets} in the words of T5, {@link LogSpaced} in Swin V2's.
 */
final class Distances {
  private Distances() {}

  /**
   * {@code if abs(i - j) < 8 then abs(i - j) else min(15, 8 + floor(log(abs(i - j) / 8) / log(128 /
   * 8) * 8))}.
   */
  static Ast.Expr bucket(Buckets rule, Ast.Expr query, Ast.Expr key) {
    Ast.Expr apart = Make.binary(Ast.BinaryOp.SUBTRACT, query, key);
    if (!rule.both()) {
      Ast.Expr own = call("max", Make.integer(0), apart);
      return rule.shares() ? either(rule, apart, own) : own;
    }
    Ast.Expr distance = call("abs", apart);
    Ast.Expr own = rule.shares() ? either(rule, distance, distance) : distance;
    Ast.Expr behind =
        Make.choice(
            Make.binary(Ast.BinaryOp.GREATER, key, query),
            Make.integer(rule.count()),
            Make.integer(0));
    return Make.binary(Ast.BinaryOp.ADD, behind, own);
  }

  /** {@code (if d < 0 then -1 else 1) * log(1 + 8 * abs(d) / 7) / log(8)}. */
  static Ast.Expr spaced(LogSpaced rule, Ast.Expr distance) {
    Ast.Expr length = rule.both() ? call("abs", distance) : distance;
    Ast.Expr multiple =
        rule.times() == 1
            ? length
            : Make.binary(Ast.BinaryOp.MULTIPLY, Make.integer(rule.times()), length);
    Ast.Expr part =
        rule.furthest() == 1
            ? multiple
            : Make.binary(Ast.BinaryOp.DIVIDE, multiple, Make.integer(rule.furthest()));
    Ast.Expr logarithm = call("log", Make.binary(Ast.BinaryOp.ADD, Make.integer(1), part));
    Ast.Expr below = Make.binary(Ast.BinaryOp.LESS, distance, Make.integer(0));
    Ast.Expr signed =
        rule.both()
            ? Make.binary(
                Ast.BinaryOp.MULTIPLY,
                Make.choice(below, Make.integer(-1), Make.integer(1)),
                logarithm)
            : logarithm;
    return Make.binary(Ast.BinaryOp.DIVIDE, signed, call("log", Make.integer(rule.base())));
  }

  private static Ast.Expr either(Buckets rule, Ast.Expr distance, Ast.Expr own) {
    Ast.Expr near = Make.integer(rule.near());
    Ast.Expr share =
        Make.binary(
            Ast.BinaryOp.DIVIDE,
            logarithm(distance, near),
            logarithm(Make.integer(rule.furthest()), near));
    Ast.Expr beyond =
        Make.binary(Ast.BinaryOp.MULTIPLY, share, Make.integer(rule.count() - rule.near()));
    Ast.Expr bucket = Make.binary(Ast.BinaryOp.ADD, near, call("floor", beyond));
    return Make.choice(
        Make.binary(Ast.BinaryOp.LESS, distance, near),
        own,
        call("min", Make.integer(rule.count() - 1), bucket));
  }

  private static Ast.Expr logarithm(Ast.Expr of, Ast.Expr near) {
    return call("log", Make.binary(Ast.BinaryOp.DIVIDE, of, near));
  }

  static Ast.Expr call(String function, Ast.Expr... operands) {
    return Make.call(function, Stream.of(operands).map(Make::argument).toList());
  }
}
