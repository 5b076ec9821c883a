package bb.backend.cpu;

import static bb.backend.cpu.VectorDialect.VECTOR;

import bb.backend.cpu.plan.KernelKey;
import bb.backend.source.Body;
import bb.backend.source.Dialect;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.runtime.cpu.DepthwiseKernel;
import bb.runtime.cpu.Lines;
import bb.runtime.cpu.PointwiseKernel;
import bb.runtime.cpu.Strip;
import bb.runtime.cpu.Temporaries;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.function.Function;
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
    StageCode.declare(code, Stages.of(key.expression()), "s");
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
    Stages stages = Stages.of(key.expression());
    for (int p = 0; p < pixels; p++) {
      CodeBlock place = CodeBlock.of("in, s.outAt + (x + $L) * s.outStep + c", p);
      if (stages.isPlain()) {
        code.beginControlFlow("");
        Body body =
            new Body(
                DIALECT, stripLeaves(CodeBlock.of("sum$L", p), CodeBlock.of("x + $L", p)), code);
        code.addStatement("$L.intoArray($L)", body.value(key.expression()), place);
        code.endControlFlow();
      } else {
        code.addStatement("sum$L.intoArray($L)", p, place);
      }
    }
    code.endControlFlow();
    if (!stages.isPlain()) {
      finish(code, stages, pixels);
    }
  }

  /** Applies an epilogue with functions to the stored sums. */
  private static void finish(CodeBlock.Builder code, Stages stages, int pixels) {
    code.beginControlFlow("for (int p = x; p < x + $L; p++)", pixels);
    CodeBlock place = CodeBlock.of("in, s.outAt + p * s.outStep + c");
    blocks(
        code,
        stages,
        stripLeaves(CodeBlock.of("$T.fromArray(SPECIES, $L)", VECTOR, place), CodeBlock.of("p")),
        place);
    code.endControlFlow();
  }

  /** The channels to {@code end}, as many at a time as fit into a temporary array. */
  private static void blocks(
      CodeBlock.Builder code,
      Stages stages,
      Function<ScalarExpr, CodeBlock> leaves,
      CodeBlock stored) {
    code.beginControlFlow("for (int from = 0; from < end; from += $T.LENGTH)", Temporaries.class);
    code.addStatement("int to = Math.min(from + $T.LENGTH, end)", Temporaries.class);
    new StageCode(
            List.of(CodeBlock.of("for (int c = from; c < to; c += LANES)")),
            CodeBlock.of("c - from"),
            CodeBlock.of("to - from"),
            leaves,
            stored)
        .write(code, stages);
    code.endControlFlow();
  }

  private static Function<ScalarExpr, CodeBlock> stripLeaves(CodeBlock sum, CodeBlock pixel) {
    return leaf ->
        switch (leaf) {
          case In(int index) when index == 0 -> sum;
          case In(int index) ->
              CodeBlock.of(
                  "$T.fromArray(SPECIES, s.arena, s.sideAt[$L] + ($L) * s.sideStride[$L] + c)",
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
    Stages stages = Stages.of(key.expression());
    CodeBlock stored = CodeBlock.of("l.arena, l.outAt + row * l.outStride + c");
    StageCode.declare(code, stages, "l");
    code.addStatement("int end = SPECIES.loopBound(l.length)");
    code.beginControlFlow("for (int row = 0; row < l.rows; row++)");
    if (stages.isPlain()) {
      code.beginControlFlow("for (int c = 0; c < end; c += LANES)");
      Body body = new Body(DIALECT, leaf -> lineLeaf(leaf, key), code);
      code.addStatement("$L.intoArray($L)", body.value(key.expression()), stored);
      code.endControlFlow();
    } else {
      blocks(code, stages, leaf -> lineLeaf(leaf, key), stored);
    }
    code.addStatement("$T.line(l, row, end)", scalar.nestedClass(name));
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
