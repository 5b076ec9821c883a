package bb.backend.source;

import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Binary;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.Const;
import bb.kernel.ScalarExpr.In;
import bb.kernel.ScalarExpr.Select;
import bb.kernel.ScalarExpr.Unary;
import com.palantir.javapoet.CodeBlock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Statements that evaluate an expression, a local variable for each distinct part of it. */
public final class Body {
  private final Dialect dialect;
  private final Function<ScalarExpr, CodeBlock> leaves;
  private final CodeBlock.Builder code;
  private final Map<ScalarExpr, CodeBlock> known = new HashMap<>();
  private int variables;

  /**
   * @param leaves how an {@code In} or a {@code Channel} is read
   * @param code what the statements are added to
   */
  public Body(Dialect dialect, Function<ScalarExpr, CodeBlock> leaves, CodeBlock.Builder code) {
    this.dialect = dialect;
    this.leaves = leaves;
    this.code = code;
  }

  /** The expression's value, after its statements. */
  public CodeBlock value(ScalarExpr expr) {
    CodeBlock value = known.get(expr);
    if (value == null) {
      value =
          switch (expr) {
            case In _, Channel _ -> let(leaves.apply(expr));
            case Const(var number) -> dialect.constant((float) number);
            case Unary(var function, var x) -> let(dialect.unary(function, value(x), this));
            case Binary(var operation, var x, var y) ->
                let(dialect.binary(operation, x, value(x), y, value(y)));
            case Select(var condition, var x, var y) ->
                let(dialect.select(value(condition), value(x), value(y)));
          };
      known.put(expr, value);
    }
    return value;
  }

  /** Defines a local variable. */
  public CodeBlock let(CodeBlock value) {
    String name = "v" + variables++;
    code.addStatement("$T $N = $L", dialect.type(), name, value);
    return CodeBlock.of("$N", name);
  }

  /**
   * The expression in one piece, without statements: for short expressions of which no function
   * needs variables ({@link #isShort}).
   */
  public static CodeBlock inline(
      ScalarExpr expr, Dialect dialect, Function<ScalarExpr, CodeBlock> leaves) {
    return switch (expr) {
      case In _, Channel _ -> leaves.apply(expr);
      case Const(var number) -> dialect.constant((float) number);
      case Unary(var function, var x) -> dialect.unary(function, inline(x, dialect, leaves), null);
      case Binary(var operation, var x, var y) ->
          dialect.binary(operation, x, inline(x, dialect, leaves), y, inline(y, dialect, leaves));
      case Select(var condition, var x, var y) ->
          dialect.select(
              inline(condition, dialect, leaves),
              inline(x, dialect, leaves),
              inline(y, dialect, leaves));
    };
  }

  /** Whether an expression may be written many times over in one method: few cheap operations. */
  public static boolean isShort(ScalarExpr expr, int operations) {
    return operations(expr, operations) >= 0;
  }

  /** What is left of an allowance of operations, negative if it is exceeded. */
  private static int operations(ScalarExpr expr, int allowed) {
    if (allowed < 0) {
      return allowed;
    }
    return switch (expr) {
      case In _, Channel _, Const _ -> allowed;
      case Unary(var function, var x) ->
          switch (function) {
            case NEGATE, ABS, SQRT -> operations(x, allowed - 1);
            case EXP, LOG1P, LOG, TANH, ERF, SIGMOID, SIN, COS, FLOOR -> -1;
          };
      case Binary(_, var x, var y) -> operations(y, operations(x, allowed - 1));
      case Select(var condition, var x, var y) ->
          operations(y, operations(x, operations(condition, allowed - 1)));
    };
  }
}
