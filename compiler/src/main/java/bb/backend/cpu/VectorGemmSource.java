package bb.backend.cpu;

import static bb.backend.cpu.VectorDialect.VECTOR;

import bb.backend.cpu.plan.KernelKey;
import bb.backend.source.Body;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.runtime.cpu.GemmKernel;
import bb.runtime.cpu.Tile;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/**
 * Writes matrix-product kernels: two vectors of output channels by as many rows as the machine has
 * registers for, all sums in local variables, the loop over the products not unrolled. A short
 * epilogue that reads nothing else is applied to the sums before they are stored, another one in a
 * loop over the tile, which is still in the first cache.
 */
final class VectorGemmSource {
  /** Rows of a tile for vectors of 16 floats (32 registers), and for shorter ones. */
  private static final int LONG_ROWS = 14;

  private static final int SHORT_ROWS = 6;

  /**
   * More operations than this on 28 sums are more code than the JIT's first compiler can take: it
   * gives up, and the kernel stays slow for good.
   */
  private static final int FUSED_OPERATIONS = 2;

  /** Where a tile's sums lie. */
  private static final CodeBlock STORED = CodeBlock.of("t.out, t.outAt + row * t.outStride + c");

  private VectorGemmSource() {}

  static TypeSpec write(String name, KernelKey.Gemm key) {
    boolean fused = isFused(key.expression());
    TypeSpec.Builder type = ScalarSource.kernel(name, GemmKernel.class, key);
    type.addMethod(
        ScalarSource.override("rows")
            .returns(TypeName.INT)
            .addStatement("return LANES == 16 ? $L : $L", LONG_ROWS, SHORT_ROWS)
            .build());
    type.addMethod(
        ScalarSource.override("columns")
            .returns(TypeName.INT)
            .addStatement("return 2 * LANES")
            .build());
    type.addMethod(dispatch(fused));
    type.addMethod(single(fused));
    if (fused) {
      type.addMethod(product(LONG_ROWS, key.expression()));
      type.addMethod(product(SHORT_ROWS, key.expression()));
      type.addMethod(product(1, key.expression()));
    } else {
      type.addMethod(finish(key.expression()));
    }
    return type.build();
  }

  private static boolean isFused(ScalarExpr epilogue) {
    return Body.isShort(epilogue, FUSED_OPERATIONS)
        && epilogue
            .leaves()
            .allMatch(leaf -> leaf instanceof ScalarExpr.Const || leaf.equals(ScalarExpr.IDENTITY));
  }

  private static MethodSpec dispatch(boolean fused) {
    CodeBlock prefix = fused ? CodeBlock.of("") : CodeBlock.of("Sum.");
    MethodSpec.Builder method =
        ScalarSource.override("tile")
            .addParameter(Tile.class, "t")
            .beginControlFlow("if (LANES == 16)")
            .addStatement("$Lproduct$L(t)", prefix, LONG_ROWS)
            .nextControlFlow("else")
            .addStatement("$Lproduct$L(t)", prefix, SHORT_ROWS)
            .endControlFlow();
    if (!fused) {
      method.addStatement("finish(t, rows())");
    }
    return method.build();
  }

  private static MethodSpec single(boolean fused) {
    MethodSpec.Builder method = ScalarSource.override("row").addParameter(Tile.class, "t");
    if (fused) {
      return method.addStatement("product1(t)").build();
    }
    return method.addStatement("Sum.product1(t)").addStatement("finish(t, 1)").build();
  }

  private static MethodSpec product(int rows, ScalarExpr epilogue) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float[] in = t.in");
    code.addStatement("int inAt = t.inAt");
    code.addStatement("float[] w = t.weights");
    code.addStatement("int panelAt = t.panelAt");
    code.addStatement("int depth = t.depth");
    code.addStatement("float[] start = t.start");
    code.addStatement("int startAt = t.startAt");
    if (rows > 1) {
      code.addStatement("int startStride = t.startStride");
    }
    for (int row = 0; row < rows; row++) {
      CodeBlock at = offset("startAt", row, "startStride");
      code.addStatement("$T a$L = $T.fromArray(SPECIES, start, $L)", VECTOR, row, VECTOR, at);
      code.addStatement(
          "$T b$L = $T.fromArray(SPECIES, start, $L + LANES)", VECTOR, row, VECTOR, at);
    }
    code.beginControlFlow("for (int k = 0; k < depth; k++)");
    code.addStatement("$T wa = $T.fromArray(SPECIES, w, panelAt + k * 2 * LANES)", VECTOR, VECTOR);
    code.addStatement(
        "$T wb = $T.fromArray(SPECIES, w, panelAt + k * 2 * LANES + LANES)", VECTOR, VECTOR);
    for (int row = 0; row < rows; row++) {
      code.addStatement(
          "$T x$L = $T.broadcast(SPECIES, in[$L])",
          VECTOR,
          row,
          VECTOR,
          row == 0
              ? CodeBlock.of("inAt + k")
              : CodeBlock.of("inAt + k + $L * $T.ROW_STRIDE", row, Tile.class));
      code.addStatement("a$L = x$L.fma(wa, a$L)", row, row, row);
      code.addStatement("b$L = x$L.fma(wb, b$L)", row, row, row);
    }
    code.endControlFlow();
    store(code, rows, epilogue);
    return MethodSpec.methodBuilder("product" + rows)
        .addModifiers(Modifier.STATIC)
        .addParameter(Tile.class, "t")
        .addCode(code.build())
        .build();
  }

  private static void store(CodeBlock.Builder code, int rows, ScalarExpr epilogue) {
    code.addStatement("float[] out = t.out");
    code.addStatement("int outAt = t.outAt");
    if (rows > 1) {
      code.addStatement("int outStride = t.outStride");
    }
    for (int row = 0; row < rows; row++) {
      CodeBlock at = offset("outAt", row, "outStride");
      for (String half : new String[] {"a", "b"}) {
        CodeBlock sum = CodeBlock.of("$L$L", half, row);
        CodeBlock value = Body.inline(epilogue, VectorSource.DIALECT, _ -> sum);
        String second = half.equals("b") ? " + LANES" : "";
        code.addStatement("$L.intoArray(out, $L$L)", value, at, second);
      }
    }
  }

  private static CodeBlock offset(String at, int row, String stride) {
    return row == 0 ? CodeBlock.of(at) : CodeBlock.of("$L + $L * $L", at, row, stride);
  }

  /** Applies the epilogue to the stored sums. */
  private static MethodSpec finish(ScalarExpr epilogue) {
    CodeBlock.Builder code = CodeBlock.builder();
    Stages stages = Stages.of(epilogue);
    StageCode.declare(code, stages, "t");
    new StageCode(
            List.of(
                CodeBlock.of("for (int row = 0; row < rows; row++)"),
                CodeBlock.of("for (int c = 0; c < 2 * LANES; c += LANES)")),
            CodeBlock.of("row * 2 * LANES + c"),
            CodeBlock.of("rows * 2 * LANES"),
            VectorGemmSource::storedLeaf,
            STORED)
        .write(code, stages);
    return MethodSpec.methodBuilder("finish")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(Tile.class, "t")
        .addParameter(TypeName.INT, "rows")
        .addCode(code.build())
        .build();
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
      case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _ ->
          throw new IllegalArgumentException("not a leaf: " + leaf);
    };
  }
}
