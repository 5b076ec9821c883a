package bb.backend.cpu;

import static bb.backend.cpu.VectorDialect.VECTOR;

import bb.backend.cpu.plan.KernelKey;
import bb.backend.source.Body;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.runtime.cpu.GemmKernel;
import bb.runtime.cpu.Tile;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes matrix-product kernels: one or two vectors of output channels by a few rows, all sums in
 * local variables, the loop over the products not unrolled. A short epilogue is applied to the sums
 * of a whole tile before they are stored; a longer one, and that of a few rows, in a loop over the
 * tile, which is still in the first cache.
 */
final class VectorGemmSource {
  /**
   * Rows of a tile for vectors of 16 floats (32 registers), and for shorter ones. More rows would
   * fit into 32 registers, but 14 sums keep two multipliers busy, seven rows of a deep product stay
   * in the first cache where 14 do not, and the method is half as long.
   */
  private static final int LONG_ROWS = 7;

  private static final int SHORT_ROWS = 6;

  /** The runtime's own kernels; named by text, as they cannot be loaded without the Vector API. */
  private static final ClassName SUM = ClassName.get("bb.runtime.cpu", "VectorSum");

  private static final ClassName FEW_ROWS = ClassName.get("bb.runtime.cpu", "VectorFewRows");

  /** More operations than this on 14 sums are more code than the JIT takes in one method. */
  private static final int FUSED_OPERATIONS = 3;

  private static final String[] COLUMNS = {"a", "b"};

  /** Where a tile's sums lie. */
  private static final CodeBlock STORED = CodeBlock.of("t.out, t.outAt + row * t.outStride + c");

  private VectorGemmSource() {}

  static TypeSpec write(String name, KernelKey.Gemm key) {
    boolean fused = Body.isShort(key.expression(), FUSED_OPERATIONS);
    TypeSpec.Builder type = ScalarSource.kernel(name, GemmKernel.class, key);
    type.addMethod(
        ScalarSource.override("rows")
            .addParameter(TypeName.INT, "columns")
            .returns(TypeName.INT)
            .addStatement("int rows = LANES == 16 ? $L : $L", LONG_ROWS, SHORT_ROWS)
            .addStatement("return columns == LANES ? 2 * rows : rows")
            .build());
    type.addMethod(
        ScalarSource.override("columns")
            .returns(TypeName.INT)
            .addStatement("return 2 * LANES")
            .build());
    type.addMethod(
        ScalarSource.override("narrow").returns(TypeName.INT).addStatement("return LANES").build());
    type.addMethod(tile(fused));
    if (fused) {
      type.addMethod(whole());
      for (int rows : new int[] {LONG_ROWS, SHORT_ROWS}) {
        type.addMethod(product(rows, 2, key.expression()));
        type.addMethod(product(2 * rows, 1, key.expression()));
      }
    }
    Stages.of(key.expression()).function().ifPresent(loop -> function(type, loop));
    return type.addMethod(finish(key)).build();
  }

  private static void function(TypeSpec.Builder type, String loop) {
    type.addMethod(
        ScalarSource.override("isFunction")
            .returns(TypeName.BOOLEAN)
            .addStatement("return true")
            .build());
    type.addMethod(
        ScalarSource.override("apply")
            .addParameter(ArrayTypeName.of(TypeName.FLOAT), "x")
            .addParameter(TypeName.INT, "at")
            .addParameter(TypeName.INT, "count")
            .addStatement("$T.$N(x, at, count)", Stages.FUNCTIONS, loop)
            .build());
  }

  private static MethodSpec tile(boolean fused) {
    MethodSpec.Builder method =
        ScalarSource.override("tile")
            .addParameter(Tile.class, "t")
            .addParameter(TypeName.INT, "rows")
            .beginControlFlow("if (rows == rows(t.columns))");
    if (fused) {
      method.addStatement("whole(t)").addStatement("return").endControlFlow();
    } else {
      method.addStatement("$T.whole(t)", SUM).nextControlFlow("else");
    }
    method.addStatement("$T.sums(t, rows)", FEW_ROWS);
    if (!fused) {
      method.endControlFlow();
    }
    return method
        .beginControlFlow("if (t.depth >= 0)")
        .addStatement("finish(t, rows)")
        .endControlFlow()
        .build();
  }

  /** Computes a whole tile. */
  private static MethodSpec whole() {
    return steps("whole")
        .beginControlFlow("if (t.columns == LANES)")
        .addCode(byWidth(1))
        .nextControlFlow("else")
        .addCode(byWidth(2))
        .endControlFlow()
        .build();
  }

  private static CodeBlock byWidth(int vectors) {
    return CodeBlock.builder()
        .beginControlFlow("if (LANES == 16)")
        .addStatement("$N(t)", name(LONG_ROWS * 2 / vectors, vectors))
        .nextControlFlow("else")
        .addStatement("$N(t)", name(SHORT_ROWS * 2 / vectors, vectors))
        .endControlFlow()
        .build();
  }

  private static MethodSpec.Builder steps(String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.STATIC)
        .addParameter(Tile.class, "t");
  }

  private static String name(int rows, int vectors) {
    return "product" + rows + "x" + vectors;
  }

  private static MethodSpec product(int rows, int vectors, ScalarExpr epilogue) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("if (t.depth < 0)").addStatement("return").endControlFlow();
    code.addStatement("float[] in = t.in");
    code.addStatement("int in0 = t.inAt");
    for (int row = 1; row < rows; row++) {
      code.addStatement("int in$L = in$L + t.inStride", row, row - 1);
    }
    code.addStatement("float[] w = t.weights");
    code.addStatement("int panelAt = t.panelAt");
    code.addStatement("int depth = t.depth");
    code.addStatement("float[] start = t.start");
    code.addStatement("int startAt = t.startAt");
    if (rows > 1) {
      code.addStatement("int startStride = t.startStride");
    }
    for (int row = 0; row < rows; row++) {
      for (int v = 0; v < vectors; v++) {
        code.addStatement(
            "$T $L$L = $T.fromArray(SPECIES, start, $L)",
            VECTOR,
            COLUMNS[v],
            row,
            VECTOR,
            offset("startAt", row, "startStride", v));
      }
    }
    code.beginControlFlow("for (int k = 0; k < depth; k++)");
    for (int v = 0; v < vectors; v++) {
      CodeBlock at = CodeBlock.of("panelAt + k * $L", vectors == 1 ? "LANES" : "2 * LANES");
      code.addStatement(
          "$T w$L = $T.fromArray(SPECIES, w, $L$L)",
          VECTOR,
          COLUMNS[v],
          VECTOR,
          at,
          v == 0 ? "" : " + LANES");
    }
    for (int row = 0; row < rows; row++) {
      code.addStatement("$T x$L = $T.broadcast(SPECIES, in[in$L + k])", VECTOR, row, VECTOR, row);
      for (int v = 0; v < vectors; v++) {
        String sum = COLUMNS[v] + row;
        code.addStatement("$L = x$L.fma(w$L, $L)", sum, row, COLUMNS[v], sum);
      }
    }
    code.endControlFlow();
    store(code, rows, vectors, epilogue);
    return MethodSpec.methodBuilder(name(rows, vectors))
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(Tile.class, "t")
        .addCode(code.build())
        .build();
  }

  private static void store(CodeBlock.Builder code, int rows, int vectors, ScalarExpr epilogue) {
    code.addStatement("float[] out = t.out");
    code.addStatement("int outAt = t.outAt");
    if (rows > 1) {
      code.addStatement("int outStride = t.outStride");
    }
    epilogue.leaves().distinct().forEach(leaf -> declare(code, leaf, vectors));
    for (int row = 0; row < rows; row++) {
      for (int v = 0; v < vectors; v++) {
        int r = row;
        int column = v;
        CodeBlock value =
            Body.inline(epilogue, VectorSource.DIALECT, leaf -> fusedLeaf(leaf, r, column));
        code.addStatement("$L.intoArray(out, $L)", value, offset("outAt", row, "outStride", v));
      }
    }
  }

  /** Declares what {@link #fusedLeaf} names. */
  private static void declare(CodeBlock.Builder code, ScalarExpr leaf, int vectors) {
    switch (leaf) {
      case In(int index) when index > 0 -> {
        code.addStatement("float[] side$L = t.side[$L]", index, index - 1);
        code.addStatement("int sideAt$L = t.sideAt[$L]", index, index - 1);
        code.addStatement("int sideStride$L = t.sideStride[$L]", index, index - 1);
      }
      case Channel(int index) -> {
        for (int v = 0; v < vectors; v++) {
          code.addStatement(
              "$T channel$L$L = $T.fromArray(SPECIES, w, t.vectorAt[$L]$L)",
              VECTOR,
              index,
              COLUMNS[v],
              VECTOR,
              index,
              v == 0 ? "" : " + LANES");
        }
      }
      case In _,
          ScalarExpr.Const _,
          ScalarExpr.Unary _,
          ScalarExpr.Binary _,
          ScalarExpr.Select _ -> {}
    }
  }

  private static CodeBlock fusedLeaf(ScalarExpr leaf, int row, int vector) {
    return switch (leaf) {
      case In(int index) when index == 0 -> CodeBlock.of("$L$L", COLUMNS[vector], row);
      case In(int index) ->
          CodeBlock.of(
              "$T.fromArray(SPECIES, side$L, $L)",
              VECTOR,
              index,
              offset("sideAt" + index, row, "sideStride" + index, vector));
      case Channel(int index) -> CodeBlock.of("channel$L$L", index, COLUMNS[vector]);
      case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _, ScalarExpr.Select _ ->
          throw new IllegalArgumentException("not a leaf: " + leaf);
    };
  }

  private static CodeBlock offset(String at, int row, String stride, int vector) {
    CodeBlock first = row == 0 ? CodeBlock.of(at) : CodeBlock.of("$L + $L * $L", at, row, stride);
    return vector == 0 ? first : CodeBlock.of("$L + LANES", first);
  }

  /** Applies the epilogue to the stored sums. */
  private static MethodSpec finish(KernelKey.Gemm key) {
    MethodSpec.Builder method =
        ScalarSource.override("finish")
            .addParameter(Tile.class, "t")
            .addParameter(TypeName.INT, "rows");
    CodeBlock.Builder code = CodeBlock.builder();
    Stages stages = Stages.of(key.expression());
    StageCode.declare(code, stages, "t");
    code.addStatement("int columns = t.columns");
    new StageCode(
            List.of(
                CodeBlock.of("for (int row = 0; row < rows; row++)"),
                CodeBlock.of("for (int c = 0; c < columns; c += LANES)")),
            CodeBlock.of("row * columns + c"),
            CodeBlock.of("rows * columns"),
            VectorGemmSource::storedLeaf,
            STORED)
        .write(code, stages);
    return method.addCode(code.build()).build();
  }

  private static CodeBlock storedLeaf(ScalarExpr leaf) {
    return switch (leaf) {
      case In(int index) when index == 0 ->
          CodeBlock.of("$T.fromArray(SPECIES, $L)", VECTOR, STORED);
      case In(int index) ->
          CodeBlock.of(
              "$T.fromArray(SPECIES, t.side[$L], t.sideAt[$L] + row * t.sideStride[$L] + c)",
              VECTOR,
              index - 1,
              index - 1,
              index - 1);
      case Channel(int index) ->
          CodeBlock.of("$T.fromArray(SPECIES, t.weights, t.vectorAt[$L] + c)", VECTOR, index);
      case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _, ScalarExpr.Select _ ->
          throw new IllegalArgumentException("not a leaf: " + leaf);
    };
  }
}
