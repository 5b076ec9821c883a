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
import bb.runtime.cpu.Temporaries;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;

/** Writes the class that holds a network's kernels in the Vector API. */
final class VectorSource {
  static final Dialect DIALECT = new VectorDialect();

  private VectorSource() {}

  /** Writes class {@code name}. */
  static TypeSpec write(ClassName name, KernelTable table) {
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
                    CodeBlock.of("$T.FLOATS", VectorDialect.SPECIES)))
            .addField(constant(TypeName.INT, "LANES", CodeBlock.of("SPECIES.length()")))
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    for (KernelKey key : table.keys()) {
      type.addType(kernel(table.name(key), key));
    }
    return type.build();
  }

  private static FieldSpec constant(TypeName type, String name, CodeBlock value) {
    return FieldSpec.builder(type, name, Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .initializer(value)
        .build();
  }

  private static TypeSpec kernel(String name, KernelKey key) {
    return switch (key) {
      case KernelKey.Gemm gemm -> VectorGemmSource.write(name, gemm);
      case KernelKey.Depthwise depthwise -> {
        TypeSpec.Builder type = ScalarSource.kernel(name, DepthwiseKernel.class, key);
        VectorDepthwiseSource.write(type, depthwise);
        yield type.build();
      }
      case KernelKey.Elements elements ->
          ScalarSource.kernel(name, PointwiseKernel.class, key).addMethod(lines(elements)).build();
    };
  }

  /**
   * The last vector of a run may reach beyond it: such lanes are computed of whatever lies there
   * and not stored.
   */
  private static MethodSpec lines(KernelKey.Elements key) {
    CodeBlock.Builder code = CodeBlock.builder();
    Stages stages = Stages.of(key.expression());
    CodeBlock stored = CodeBlock.of("l.arena, l.outAt + row * l.outStride + c");
    StageCode.declare(code, stages, "l");
    code.addStatement("int end = SPECIES.loopBound(l.length)");
    code.beginControlFlow("for (int row = 0; row < l.rows; row++)");
    if (stages.isPlain()) {
      code.addStatement("int c = 0");
      code.beginControlFlow("for (; c < end; c += LANES)");
      vector(code, key, stored);
      code.endControlFlow();
      code.beginControlFlow("if (c < l.length)");
      code.addStatement("$T mask = SPECIES.indexInRange(c, l.length)", VectorDialect.MASK);
      vector(code, key, CodeBlock.of("$L, mask", stored));
      code.endControlFlow();
    } else {
      code.beginControlFlow(
          "for (int from = 0; from < l.length; from += $T.LENGTH)", Temporaries.class);
      code.addStatement("int to = Math.min(from + $T.LENGTH, l.length)", Temporaries.class);
      new StageCode(
              List.of(CodeBlock.of("for (int c = from; c < to; c += LANES)")),
              CodeBlock.of("c - from"),
              CodeBlock.of("(to - from + LANES - 1) / LANES * LANES"),
              leaf -> lineLeaf(leaf, key),
              CodeBlock.of("$L, SPECIES.indexInRange(c, to)", stored))
          .write(code, stages);
      code.endControlFlow();
    }
    code.endControlFlow();
    return ScalarSource.override("lines")
        .addParameter(Lines.class, "l")
        .addCode(code.build())
        .build();
  }

  private static void vector(CodeBlock.Builder code, KernelKey.Elements key, CodeBlock stored) {
    Body body = new Body(DIALECT, leaf -> lineLeaf(leaf, key), code);
    code.addStatement("$L.intoArray($L)", body.value(key.expression()), stored);
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
      case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _, ScalarExpr.Select _ ->
          throw new IllegalArgumentException("not a leaf: " + leaf);
    };
  }
}
