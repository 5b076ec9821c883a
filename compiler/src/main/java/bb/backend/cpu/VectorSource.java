package bb.backend.cpu;

import static bb.backend.cpu.VectorDialect.VECTOR;

import bb.backend.source.Body;
import bb.backend.source.Dialect;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.runtime.cpu.DepthwiseKernel;
import bb.runtime.cpu.Lines;
import bb.runtime.cpu.PointwiseKernel;
import bb.runtime.cpu.Strip;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import javax.lang.model.element.Modifier;

/** Writes the class that holds a network's kernels in the Vector API. */
final class VectorSource {
  static final Dialect DIALECT = new VectorDialect();

  /** Pixels that a depthwise kernel computes side by side. */
  private static final int PIXELS = 4;

  private final KernelTable table;
  private final ClassName scalar;

  private VectorSource(KernelTable table, ClassName scalar) {
    this.table = table;
    this.scalar = scalar;
  }

  /**
   * Writes class {@code name}.
   *
   * @param scalar the class of the scalar kernels, which compute what no full vector covers
   */
  static TypeSpec write(ClassName name, ClassName scalar, KernelTable table) {
    VectorSource source = new VectorSource(table, scalar);
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.FINAL)
            .addJavadoc(
                "Kernels in vectors; to be loaded only where module "
                    + "{@code jdk.incubator.vector} is present.\n")
            .addField(
                constant(
                    ParameterizedTypeName.get(
                        ClassName.get("jdk.incubator.vector", "VectorSpecies"),
                        TypeName.FLOAT.box()),
                    "SPECIES",
                    CodeBlock.of("$T.SPECIES_PREFERRED", VECTOR)))
            .addField(constant(TypeName.INT, "LANES", CodeBlock.of("SPECIES.length()")))
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    for (KernelKey key : table.keys()) {
      type.addType(source.kernel(key));
    }
    return type.build();
  }

  private static FieldSpec constant(TypeName type, String name, CodeBlock value) {
    return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer(value)
        .build();
  }

  private TypeSpec kernel(KernelKey key) {
    String name = table.name(key);
    return switch (key) {
      case KernelKey.Gemm gemm -> VectorGemmSource.write(name, gemm);
      case KernelKey.Depthwise depthwise ->
          ScalarSource.kernel(name, DepthwiseKernel.class, key)
              .addMethod(strip(name, depthwise))
              .build();
      case KernelKey.Elements elements ->
          ScalarSource.kernel(name, PointwiseKernel.class, key)
              .addMethod(lines(name, elements))
              .build();
    };
  }

  private MethodSpec strip(String name, KernelKey.Depthwise key) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float[] in = s.arena");
    code.addStatement("float[] w = s.weights");
    code.addStatement("int inStep = s.inStep");
    code.addStatement("int columnStep = s.inColumnStep");
    code.addStatement("int filterStep = s.filterColumnStep");
    code.addStatement("int tapColumns = s.tapColumns");
    code.addStatement("int end = SPECIES.loopBound(s.channels)");
    code.addStatement("int x = 0");
    code.beginControlFlow("for (; x + $L <= s.pixels; x += $L)", PIXELS, PIXELS);
    pixels(code, key, PIXELS);
    code.endControlFlow();
    code.beginControlFlow("for (; x < s.pixels; x++)");
    pixels(code, key, 1);
    code.endControlFlow();
    code.addStatement("$T.strip(s, end)", scalar.nestedClass(name));
    return ScalarSource.override("strip")
        .addParameter(Strip.class, "s")
        .addCode(code.build())
        .build();
  }

  private static void pixels(CodeBlock.Builder code, KernelKey.Depthwise key, int pixels) {
    code.beginControlFlow("for (int c = 0; c < end; c += LANES)");
    code.addStatement("$T sum0 = $T.fromArray(SPECIES, w, s.vectorAt[0] + c)", VECTOR, VECTOR);
    for (int p = 1; p < pixels; p++) {
      code.addStatement("$T sum$L = sum0", VECTOR, p);
    }
    code.beginControlFlow("for (int row = 0; row < s.tapRows; row++)");
    code.addStatement("int from = s.inAt + x * inStep + row * s.inRowStep + c");
    code.addStatement("int tap = s.filterAt + row * s.filterRowStep + c");
    code.beginControlFlow("for (int column = 0; column < tapColumns; column++)");
    code.addStatement("$T filter = $T.fromArray(SPECIES, w, tap)", VECTOR, VECTOR);
    for (int p = 0; p < pixels; p++) {
      code.addStatement(
          "sum$L = $T.fromArray(SPECIES, in, from$L).fma(filter, sum$L)",
          p,
          VECTOR,
          p == 0 ? "" : " + " + p + " * inStep",
          p);
    }
    code.addStatement("from += columnStep");
    code.addStatement("tap += filterStep");
    code.endControlFlow();
    code.endControlFlow();
    for (int p = 0; p < pixels; p++) {
      code.beginControlFlow("");
      Body body = new Body(DIALECT, stripLeaves(p), code);
      CodeBlock value = body.value(key.expression());
      code.addStatement("$L.intoArray(in, s.outAt + (x + $L) * s.outStep + c)", value, p);
      code.endControlFlow();
    }
    code.endControlFlow();
  }

  private static java.util.function.Function<ScalarExpr, CodeBlock> stripLeaves(int pixel) {
    return leaf ->
        switch (leaf) {
          case In(int index) when index == 0 -> CodeBlock.of("sum$L", pixel);
          case In(int index) ->
              CodeBlock.of(
                  "$T.fromArray(SPECIES, s.arena, s.sideAt[$L] + (x + $L) * s.sideStride[$L] + c)",
                  VECTOR,
                  index - 1,
                  pixel,
                  index - 1);
          case Channel(int index) ->
              CodeBlock.of("$T.fromArray(SPECIES, s.weights, s.vectorAt[$L] + c)", VECTOR, index);
          case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _ ->
              throw new IllegalArgumentException("not a leaf: " + leaf);
        };
  }

  private MethodSpec lines(String name, KernelKey.Elements key) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int row = 0; row < l.rows; row++)");
    code.addStatement("int c = 0");
    code.beginControlFlow("for (; c < SPECIES.loopBound(l.length); c += LANES)");
    Body body = new Body(DIALECT, leaf -> lineLeaf(leaf, key), code);
    CodeBlock value = body.value(key.expression());
    code.addStatement("$L.intoArray(l.arena, l.outAt + row * l.outStride + c)", value);
    code.endControlFlow();
    code.addStatement("$T.line(l, row, c)", scalar.nestedClass(name));
    code.endControlFlow();
    return ScalarSource.override("lines")
        .addParameter(Lines.class, "l")
        .addCode(code.build())
        .build();
  }

  private static CodeBlock lineLeaf(ScalarExpr leaf, KernelKey.Elements key) {
    return switch (leaf) {
      case In(int index) when key.repeated().get(index) ->
          CodeBlock.of(
              "$T.broadcast(SPECIES, l.arena[l.inAt[$L] + row * l.inStride[$L]])",
              VECTOR,
              index,
              index);
      case In(int index) ->
          CodeBlock.of(
              "$T.fromArray(SPECIES, l.arena, l.inAt[$L] + row * l.inStride[$L] + c)",
              VECTOR,
              index,
              index);
      case Channel(int index) ->
          CodeBlock.of("$T.fromArray(SPECIES, l.weights, l.vectorAt[$L] + c)", VECTOR, index);
      case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _ ->
          throw new IllegalArgumentException("not a leaf: " + leaf);
    };
  }
}
