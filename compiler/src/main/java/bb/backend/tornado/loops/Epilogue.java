package bb.backend.tornado.loops;

import bb.backend.source.Body;
import bb.backend.tornado.code.DeviceDialect;
import bb.backend.tornado.code.Param;
import bb.backend.tornado.index.IndexExpr;
import bb.backend.tornado.index.View;
import bb.kernel.ScalarExpr;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * What a convolution does to each sum before it stores it: weight 1 is the bias if there is one,
 * and the expression's {@code Channel(j)} is weight j.
 *
 * @param vectors how many weights follow the filter
 * @param sides what {@code In(1)}, ... are: values as large as the output
 */
public record Epilogue(boolean bias, ScalarExpr expression, int vectors, List<View> sides) {
  public Epilogue {
    expression = sumFirst(expression);
    sides = List.copyOf(sides);
  }

  /**
   * Has additions of a side and what holds the convolution's sum begin with the latter, which is
   * the same to the bit: kernels are not to differ by whether somebody wrote {@code x + conv(x)} or
   * the reverse.
   */
  private static ScalarExpr sumFirst(ScalarExpr expression) {
    return switch (expression) {
      case ScalarExpr.Binary(var operation, ScalarExpr.In side, var y)
          when operation == ScalarExpr.Operation.ADD && side.index() > 0 && hasSum(y) ->
          sumFirst(y).plus(side);
      case ScalarExpr.Binary(var operation, var x, var y) ->
          new ScalarExpr.Binary(operation, sumFirst(x), sumFirst(y));
      case ScalarExpr.Unary(var function, var x) -> new ScalarExpr.Unary(function, sumFirst(x));
      case ScalarExpr.Select(var condition, var x, var y) ->
          new ScalarExpr.Select(sumFirst(condition), sumFirst(x), sumFirst(y));
      case ScalarExpr.In _, ScalarExpr.Channel _, ScalarExpr.Const _ -> expression;
    };
  }

  private static boolean hasSum(ScalarExpr expression) {
    return expression.leaves().anyMatch(ScalarExpr.IDENTITY::equals);
  }

  /** The arrays: input, sides, filter, vectors, output. */
  List<Param> params() {
    List<Param> params = new ArrayList<>();
    for (int i = 0; i <= sides.size(); i++) {
      params.add(Param.of("x" + i));
    }
    for (int j = 0; j <= vectors; j++) {
      params.add(Param.of("w" + j));
    }
    params.add(Param.of("y"));
    return params;
  }

  /** What a sum begins with: an expression. */
  CodeBlock start(IndexExpr channel) {
    return bias ? CodeBlock.of("get(w1, $L)", channel) : CodeBlock.of("0f");
  }

  /**
   * Statements that store one sum.
   *
   * @param sum an expression
   */
  CodeBlock store(String sum, View out, IndexExpr row, IndexExpr channel) {
    CodeBlock.Builder code = CodeBlock.builder();
    if (expression.equals(ScalarExpr.IDENTITY)) {
      return code.addStatement("put(y, $L, $L)", out.at(row, channel), sum).build();
    }
    code.add("{\n").indent();
    Body body = new Body(new DeviceDialect(), leaf -> read(leaf, sum, row, channel), code);
    CodeBlock value = body.value(expression);
    code.addStatement("put(y, $L, $L)", out.at(row, channel), value);
    return code.unindent().add("}\n").build();
  }

  private CodeBlock read(ScalarExpr leaf, String sum, IndexExpr row, IndexExpr channel) {
    return switch (leaf) {
      case ScalarExpr.In(int index) when index == 0 -> CodeBlock.of("$L", sum);
      case ScalarExpr.In(int index) ->
          CodeBlock.of("get(x$L, $L)", index, sides.get(index - 1).at(row, channel));
      case ScalarExpr.Channel(int index) -> CodeBlock.of("get(w$L, $L)", index, channel);
      case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _, ScalarExpr.Select _ ->
          throw new IllegalArgumentException("not a leaf: " + leaf);
    };
  }
}
