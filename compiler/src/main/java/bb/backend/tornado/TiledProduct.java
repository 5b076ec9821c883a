package bb.backend.tornado;

import com.palantir.javapoet.CodeBlock;

/**
 * Writes the product of two matrices as work-groups, each of which computes a tile of it. Global
 * memory is read one part ahead: while a group computes with one part, the next is on its way.
 *
 * <p>At the end the sums go through local memory, so that neighbouring items store neighbours, and
 * what is done to each of them is written in few places. Until then they stay in registers, which
 * asks for constant indices: the loops over them have no branches, as TornadoVM unrolls such loops.
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
   * @param rows how many rows there are: an expression
   * @param result statements for the float {@code sum} at {@code row} and {@code column}
   */
  CodeBlock body(CodeBlock origin, String rows, long columns, CodeBlock result) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float[] tile = context.allocateFloatLocalArray($L)", localFloats());
    code.addStatement("int item = context.localIdx");
    code.addStatement("int lane = item % $L", tile.lanes());
    code.addStatement("int line = $L", line());
    if (tile.slices() > 1) {
      code.addStatement("int slice = item / $L", tile.lanes() * tile.lines());
    }
    code.add(origin).add(a().begin()).add(b().begin());
    int sums = tile.itemRows() * tile.itemColumns();
    code.addStatement("float[] sums = new float[$L]", sums);
    code.beginControlFlow("for (int i = 0; i < $L; i++)", sums);
    code.addStatement("sums[i] = 0f").endControlFlow();
    code.add(loop());
    int passes = passes();
    for (int pass = 0; pass < passes; pass++) {
      code.add(stage(pass, tile.itemRows() / passes));
      code.add(store(pass, tile.itemRows() / passes, rows, columns, result));
    }
    return code.build();
  }

  private String line() {
    String line = "item / " + tile.lanes();
    return tile.slices() == 1 ? line : Ints.modulo(line, tile.lines());
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
    return Code.of(
        """
        int from = (t + 1) % 2 * $size:L;
        for (int $counter:L = 0; $counter:L < $steps:L; $counter:L++) {
        $k:L  int aFrom = from + k * $aStep:L + line * $itemRows:L;
          int bFrom = from + $aSize:L + k * $bStep:L + lane;
          float[] bs = new float[$itemColumns:L];
          for (int j = 0; j < $itemColumns:L; j++) {
            bs[j] = tile[bFrom + j * $lanes:L];
          }
          for (int i = 0; i < $itemRows:L; i++) {
            float a = tile[aFrom + i];
            for (int j = 0; j < $itemColumns:L; j++) {
              sums[i * $itemColumns:L + j] += a * bs[j];
            }
          }
        }
        """,
        "size",
        a().size() + b().size(),
        "counter",
        tile.slices() > 1 ? "q" : "k",
        "steps",
        tile.depth() / tile.slices(),
        "k",
        tile.slices() > 1 ? "  int k = q * " + tile.slices() + " + slice;\n" : "",
        "aStep",
        a().step(),
        "bStep",
        b().step(),
        "aSize",
        a().size(),
        "itemRows",
        tile.itemRows(),
        "itemColumns",
        tile.itemColumns(),
        "lanes",
        tile.lanes());
  }

  /** In how many parts the sums go through local memory. */
  private int passes() {
    int passes = 1;
    while (tile.rows() * tile.columns() * tile.slices() / passes > localFloats()) {
      passes *= 2;
    }
    return passes;
  }

  /** Writes {@code height} rows of each item's sums to local memory. */
  private CodeBlock stage(int pass, int height) {
    return Code.of(
        """
        $barrier:Lfor (int i = 0; i < $height:L; i++) {
          for (int j = 0; j < $itemColumns:L; j++) {
            tile[($line:L * $height:L + i) * $columns:L + lane + j * $lanes:L] = \
        sums[$first:L * $itemColumns:L + j];
          }
        }
        context.localBarrier();
        """,
        "barrier",
        pass == 0 ? "" : "context.localBarrier();\n",
        "height",
        height,
        "itemColumns",
        tile.itemColumns(),
        "line",
        tile.slices() > 1 ? "(slice * " + tile.lines() + " + line)" : "line",
        "columns",
        tile.columns(),
        "lanes",
        tile.lanes(),
        "first",
        pass == 0 ? "i" : "(i + " + pass * height + ")");
  }

  private CodeBlock store(int pass, int height, String rows, long columns, CodeBlock result) {
    int staged = tile.lines() * height * tile.columns();
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int e = item; e < $L; e += $L)", staged, tile.items());
    code.addStatement(
        "int row = $L",
        Ints.sum(
            "firstRow",
            Ints.times(Ints.over("e", height * tile.columns()), tile.itemRows()),
            Ints.modulo(Ints.over("e", tile.columns()), height),
            String.valueOf(pass * height)));
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
