package bb.backend.tornado.tiles;

import static bb.backend.tornado.index.IndexExpr.variable;
import static bb.backend.tornado.index.Variables.E;
import static bb.backend.tornado.index.Variables.ITEM;
import static bb.backend.tornado.index.Variables.LANE;
import static bb.backend.tornado.index.Variables.LINE;

import bb.backend.tornado.index.IndexExpr;
import com.palantir.javapoet.CodeBlock;

/**
 * Writes the product of two matrices as work-groups, each of which computes a tile of it. Global
 * memory is read one part ahead: while a group computes with one part, the next is on its way.
 *
 * <p>An item's sums are variables, not an array, as that would be memory on some of TornadoVM's
 * backends. At the end they go through local memory, so that neighbouring items store neighbours,
 * and what is done to each of them is written in few places.
 *
 * @param depth how many terms a sum has
 */
record TiledProduct(Tile tile, long depth, Factor left, Factor right) {
  private Panel a() {
    return new Panel("a", left, tile.rows(), tile, depth);
  }

  private Panel b() {
    return new Panel("b", right, tile.columns(), tile, depth);
  }

  /** Numbers in local memory. */
  int localFloats() {
    return 2 * (a().size() + b().size());
  }

  /**
   * The method's statements.
   *
   * @param origin statements that define {@code firstRow} and {@code firstColumn}
   * @param rows how many rows there are
   * @param result statements for the float {@code sum} at {@code row} and {@code column}
   */
  CodeBlock body(CodeBlock origin, IndexExpr rows, long columns, CodeBlock result) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float[] tile = context.allocateFloatLocalArray($L)", localFloats());
    code.addStatement("int item = context.localIdx");
    code.addStatement("int lane = item % $L", tile.lanes());
    code.addStatement("int line = $L", line());
    if (tile.slices() > 1) {
      code.addStatement("int slice = item / $L", tile.lanes() * tile.lines());
    }
    code.add(origin).add(a().begin()).add(b().begin());
    code.add(sums(tile.itemRows(), (i, j) -> "float " + sum(i, j) + " = 0f"));
    code.add(loop());
    int height = tile.itemRows() / passes();
    IndexExpr line = tile.slices() == 1 ? LINE : variable("slice").times(tile.lines()).plus(LINE);
    code.addStatement("int to = $L", line.times(height * tile.columns()).plus(LANE));
    if (passes() == 1) {
      code.add(rows(0, height)).addStatement("context.localBarrier()");
      return code.add(store(height, rows, columns, result)).build();
    }
    code.beginControlFlow("for (int pass = 0; pass < $L; pass++)", passes());
    code.add(stages(height)).add(store(height, rows, columns, result));
    return code.addStatement("context.localBarrier()").endControlFlow().build();
  }

  private static String sum(int i, int j) {
    return "s" + i + "_" + j;
  }

  private IndexExpr line() {
    IndexExpr line = ITEM.over(tile.lanes());
    return tile.slices() == 1 ? line : line.modulo(tile.lines());
  }

  private CodeBlock loop() {
    long parts = Math.ceilDiv(depth, tile.depth());
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int t = 0; t <= $L; t++)", parts);
    code.add(a().declare()).add(b().declare());
    code.beginControlFlow("if (t < $L)", parts);
    code.add(a().load()).add(b().load()).endControlFlow();
    code.beginControlFlow("if (t > 0)").add(multiply()).endControlFlow();
    code.beginControlFlow("if (t < $L)", parts);
    code.addStatement("int aTo = t % 2 * $L", a().size() + b().size());
    code.addStatement("int bTo = aTo + $L", a().size());
    code.add(a().store("aTo")).add(b().store("bTo")).endControlFlow();
    code.addStatement("context.localBarrier()");
    return code.endControlFlow().build();
  }

  /** Adds the terms of the part before {@code t}; slices take turns. */
  private CodeBlock multiply() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("int from = (t + 1) % 2 * $L", a().size() + b().size());
    String counter = tile.slices() == 1 ? "k" : "q";
    code.beginControlFlow(
        "for (int $1L = 0; $1L < $2L; $1L++)", counter, tile.depth() / tile.slices());
    if (tile.slices() > 1) {
      code.addStatement("int k = q * $L + slice", tile.slices());
    }
    code.addStatement("int aFrom = from + k * $L + line * $L", a().step(), tile.itemRows());
    code.addStatement("int bFrom = from + $L + k * $L + lane", a().size(), b().step());
    for (int j = 0; j < tile.itemColumns(); j++) {
      code.addStatement("float v$L = tile[$L]", j, variable("bFrom").plus(j * tile.lanes()));
    }
    code.add(sums(tile.itemRows(), TiledProduct::term));
    return code.endControlFlow().build();
  }

  private static String term(int i, int j) {
    String term = sum(i, j) + " += u" + i + " * v" + j;
    return j > 0 ? term : "float u" + i + " = tile[" + variable("aFrom").plus(i) + "];\n" + term;
  }

  /** What there is of an item's sums. */
  private interface OfSum {
    String at(int i, int j);
  }

  /**
   * A statement for each sum in so many rows of an item's: most of a kernel, which JavaPoet would
   * take long to put together.
   */
  private CodeBlock sums(int rows, OfSum statement) {
    StringBuilder code = new StringBuilder();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < tile.itemColumns(); j++) {
        code.append(statement.at(i, j)).append(";\n");
      }
    }
    return CodeBlock.of("$L", code);
  }

  /** In how many parts the sums go through local memory. */
  private int passes() {
    int passes = 1;
    while (tile.rows() * tile.columns() * tile.slices() / passes > localFloats()) {
      passes *= 2;
    }
    return passes;
  }

  /** Writes those rows of each item's sums to local memory whose turn it is. */
  private CodeBlock stages(int height) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("if (pass == 0)").add(rows(0, height));
    for (int pass = 1; pass < passes(); pass++) {
      code.nextControlFlow("else if (pass == $L)", pass).add(rows(pass, height));
    }
    return code.endControlFlow().addStatement("context.localBarrier()").build();
  }

  /** Writes {@code height} rows of each item's sums. */
  private CodeBlock rows(int pass, int height) {
    return sums(
        height,
        (i, j) -> {
          IndexExpr to = variable("to").plus(i * tile.columns() + j * tile.lanes());
          return "tile[" + to + "] = " + sum(pass * height + i, j);
        });
  }

  private CodeBlock store(int height, IndexExpr rows, long columns, CodeBlock result) {
    int staged = tile.lines() * height * tile.columns();
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int e = item; e < $L; e += $L)", staged, tile.items());
    code.addStatement(
        "int row = $L",
        variable("firstRow")
            .plus(E.over(height * tile.columns()).times(tile.itemRows()))
            .plus(E.over(tile.columns()).modulo(height))
            .plus(passes() == 1 ? IndexExpr.ZERO : variable("pass").times(height)));
    code.addStatement("int column = firstColumn + e % $L", tile.columns());
    code.beginControlFlow("if (row < $L && column < $L)", rows, columns);
    code.addStatement("float sum = tile[e]");
    if (tile.slices() > 1) {
      code.beginControlFlow("for (int s = 1; s < $L; s++)", tile.slices());
      code.addStatement("sum += tile[s * $L + e]", staged).endControlFlow();
    }
    return code.add(result).endControlFlow().endControlFlow().build();
  }
}
