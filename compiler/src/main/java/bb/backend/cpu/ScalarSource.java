package bb.backend.cpu;

import bb.backend.cpu.plan.KernelKey;
import bb.backend.source.Body;
import bb.backend.source.Dialect;
import bb.backend.source.ExpressionText;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.runtime.cpu.DepthwiseKernel;
import bb.runtime.cpu.Lines;
import bb.runtime.cpu.PointwiseKernel;
import bb.runtime.cpu.ScalarFunctions;
import bb.runtime.cpu.ScalarKernel;
import bb.runtime.cpu.Strip;
import bb.runtime.cpu.Tile;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import javax.lang.model.element.Modifier;

/** Writes the class that holds a network's kernels in plain Java. */
final class ScalarSource {
  private static final Dialect DIALECT = new ScalarDialect();

  private ScalarSource() {}

  static TypeSpec write(ClassName name, KernelTable table) {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addModifiers(Modifier.FINAL)
            .addJavadoc("Kernels in plain Java.\n")
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    for (KernelKey key : table.keys()) {
      type.addType(kernel(table.name(key), key));
    }
    return type.build();
  }

  /** The class of one kernel, without its methods. */
  static TypeSpec.Builder kernel(String name, Class<?> type, KernelKey key) {
    return TypeSpec.classBuilder(name)
        .addModifiers(Modifier.STATIC, Modifier.FINAL)
        .addSuperinterface(type)
        .addJavadoc("{@code $L}\n", ExpressionText.of(key.expression()));
  }

  static MethodSpec.Builder override(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC);
  }

  private static TypeSpec kernel(String name, KernelKey key) {
    return switch (key) {
      case KernelKey.Gemm gemm -> gemm(name, gemm);
      case KernelKey.Depthwise depthwise ->
          kernel(name, DepthwiseKernel.class, key)
              .addMethod(strip(depthwise))
              .addMethod(override("finish").addParameter(Strip.class, "s").build())
              .build();
      case KernelKey.Elements elements ->
          kernel(name, PointwiseKernel.class, key).addMethod(lines(elements)).build();
    };
  }

  private static TypeSpec gemm(String name, KernelKey.Gemm key) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int row = 0; row < rows; row++)");
    code.beginControlFlow("for (int c = 0; c < t.columns; c++)");
    code.addStatement("int at = t.outAt + row * t.outStride + c");
    Body body = new Body(DIALECT, ScalarSource::tileLeaf, code);
    code.addStatement("t.out[at] = $L", body.value(key.expression()));
    code.endControlFlow();
    code.endControlFlow();
    return kernel(name, ScalarKernel.class, key)
        .addMethod(
            override("finish")
                .addParameter(Tile.class, "t")
                .addParameter(TypeName.INT, "rows")
                .addCode(code.build())
                .build())
        .build();
  }

  private static CodeBlock tileLeaf(ScalarExpr leaf) {
    return switch (leaf) {
      case In(int index) when index == 0 -> CodeBlock.of("t.out[at]");
      case In(int index) ->
          CodeBlock.of(
              "t.side[$L][t.sideAt[$L] + row * t.sideStride[$L] + c]",
              index - 1,
              index - 1,
              index - 1);
      case Channel(int index) -> CodeBlock.of("t.weights[t.vectorAt[$L] + c]", index);
      case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _, ScalarExpr.Select _ ->
          throw new IllegalArgumentException("not a leaf: " + leaf);
    };
  }

  private static MethodSpec strip(KernelKey.Depthwise key) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int line = 0; line < s.lines; line++)");
    code.beginControlFlow("for (int x = 0; x < s.pixels; x++)");
    code.addStatement("int first = s.inAt + line * s.inLineStep + x * s.inStep");
    code.addStatement("int at = s.outAt + line * s.outLineStep + x * s.outStep");
    code.beginControlFlow("for (int c = 0; c < s.channels; c++)");
    code.addStatement("float sum = s.weights[s.vectorAt[0] + c]");
    code.beginControlFlow("for (int row = 0; row < s.tapRows; row++)");
    code.addStatement("int from = first + row * s.inRowStep + c");
    code.addStatement("int tap = s.filterAt + row * s.filterRowStep + c");
    code.beginControlFlow("for (int column = 0; column < s.tapColumns; column++)");
    code.addStatement("sum = $T.fma(s.arena[from], s.weights[tap], sum)", ScalarFunctions.class);
    code.addStatement("from += s.inColumnStep");
    code.addStatement("tap += s.filterColumnStep");
    code.endControlFlow();
    code.endControlFlow();
    Body body = new Body(DIALECT, ScalarSource::stripLeaf, code);
    CodeBlock value = body.value(key.expression());
    code.addStatement("s.arena[at + c] = $L", value);
    code.endControlFlow();
    code.endControlFlow();
    code.endControlFlow();
    return override("strip").addParameter(Strip.class, "s").addCode(code.build()).build();
  }

  private static CodeBlock stripLeaf(ScalarExpr leaf) {
    return switch (leaf) {
      case In(int index) when index == 0 -> CodeBlock.of("sum");
      case In(int index) ->
          CodeBlock.of(
              "s.arena[s.sideAt[$L] + line * s.sideLineStep[$L] + x * s.sideStep[$L] + c]",
              index - 1,
              index - 1,
              index - 1);
      case Channel(int index) -> CodeBlock.of("s.weights[s.vectorAt[$L] + c]", index);
      case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _, ScalarExpr.Select _ ->
          throw new IllegalArgumentException("not a leaf: " + leaf);
    };
  }

  private static MethodSpec lines(KernelKey.Elements key) {
    CodeBlock.Builder code = CodeBlock.builder();
    code.beginControlFlow("for (int row = 0; row < l.rows; row++)");
    code.beginControlFlow("for (int c = 0; c < l.length; c++)");
    Body body = new Body(DIALECT, leaf -> lineLeaf(leaf, key), code);
    CodeBlock value = body.value(key.expression());
    code.addStatement("l.arena[l.outAt + row * l.outStride + c] = $L", value);
    code.endControlFlow();
    code.endControlFlow();
    return override("lines").addParameter(Lines.class, "l").addCode(code.build()).build();
  }

  private static CodeBlock lineLeaf(ScalarExpr leaf, KernelKey.Elements key) {
    return switch (leaf) {
      case In(int index) ->
          CodeBlock.of(
              "l.arena[l.inAt[$L] + row * l.inStride[$L]$L]",
              index,
              index,
              key.repeated().get(index) ? "" : " + c");
      case Channel(int index) -> CodeBlock.of("l.weights[l.vectorAt[$L] + c]", index);
      case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _, ScalarExpr.Select _ ->
          throw new IllegalArgumentException("not a leaf: " + leaf);
    };
  }
}
