package bb.backend.cpu;

import static bb.backend.cpu.VectorDialect.MASK;
import static bb.backend.cpu.VectorDialect.VECTOR;

import bb.backend.cpu.plan.KernelKey;
import bb.backend.source.Body;
import bb.kernel.ScalarExpr;
import bb.kernel.ScalarExpr.Channel;
import bb.kernel.ScalarExpr.In;
import bb.runtime.cpu.DepthwiseKernel;
import bb.runtime.cpu.Strip;
import bb.runtime.cpu.Temporaries;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.function.IntFunction;
import javax.lang.model.element.Modifier;

/**
 * Writes depthwise kernels: for a vector of channels all lines of the strip, so that filters stay
 * in registers or the first cache, a few neighbouring pixels at a time. Where windows overlap, what
 * neighbours share is loaded once. The last vector of channels may reach beyond them; such lanes
 * are computed of whatever lies there and not stored.
 */
final class VectorDepthwiseSource {
  private final KernelKey.Depthwise key;
  private final Stages stages;

  private VectorDepthwiseSource(KernelKey.Depthwise key) {
    this.key = key;
    this.stages = Stages.of(key.expression());
  }

  /**
   * A loop for one kind of window.
   *
   * @param rows taps from top to bottom, all filters in registers; 0: any number, a row at a time
   * @param columns taps from left to right
   * @param stride in pixels of the input
   * @param pixels how many side by side
   */
  private record Loop(String name, int rows, int columns, int stride, int pixels) {
    boolean isWhole() {
      return rows > 0;
    }
  }

  private static final List<Loop> LOOPS =
      List.of(
          new Loop("square", 3, 3, 1, DepthwiseKernel.PIXELS),
          new Loop("squareStride2", 3, 3, 2, DepthwiseKernel.PIXELS),
          new Loop("rowsOfThree", 0, 3, 1, DepthwiseKernel.PIXELS),
          new Loop("rowsOfFive", 0, 5, 1, 2 * DepthwiseKernel.PIXELS),
          new Loop("rowsOfFiveStride2", 0, 5, 2, DepthwiseKernel.PIXELS));

  /** Adds the methods of a kernel. */
  static void write(TypeSpec.Builder type, KernelKey.Depthwise key) {
    VectorDepthwiseSource source = new VectorDepthwiseSource(key);
    type.addMethod(dispatch());
    LOOPS.forEach(loop -> type.addMethod(source.overlapping(loop)));
    type.addMethod(source.rest());
    type.addMethod(source.finish());
  }

  private static MethodSpec dispatch() {
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("int done = 0");
    boolean first = true;
    for (Loop loop : LOOPS) {
      CodeBlock condition =
          CodeBlock.of(
              "if (s.pixels >= $L && s.inStep == $L && s.tapColumns == $L$L)",
              loop.pixels(),
              loop.stride() == 1 ? "s.inColumnStep" : loop.stride() + " * s.inColumnStep",
              loop.columns(),
              loop.isWhole() ? " && s.tapRows == " + loop.rows() : "");
      if (first) {
        code.beginControlFlow("$L", condition);
      } else {
        code.nextControlFlow("else $L", condition);
      }
      code.addStatement("done = $N(s)", loop.name());
      first = false;
    }
    code.endControlFlow();
    code.beginControlFlow("if (done < s.pixels)");
    code.addStatement("rest(s, done)");
    code.endControlFlow();
    return ScalarSource.override("strip")
        .addParameter(Strip.class, "s")
        .addCode(code.build())
        .build();
  }

  /** As many pixels as are whole groups, of windows that overlap. */
  private MethodSpec overlapping(Loop loop) {
    CodeBlock.Builder code = CodeBlock.builder();
    begin(code);
    code.addStatement("int end = s.pixels / $L * $L", loop.pixels(), loop.pixels());
    beginChannels(code);
    if (loop.isWhole()) {
      for (int row = 0; row < loop.rows(); row++) {
        filters(code, loop, row, plus(CodeBlock.of("s.filterAt + c"), row, "filterRowStep"));
      }
    }
    code.beginControlFlow("for (int line = 0; line < s.lines; line++)");
    code.beginControlFlow("for (int x = 0; x < end; x += $L)", loop.pixels());
    sums(code, loop.pixels());
    code.addStatement("int from = s.inAt + line * s.inLineStep + x * inStep + c");
    if (loop.isWhole()) {
      for (int row = 0; row < loop.rows(); row++) {
        window(code, loop, row, plus(CodeBlock.of("from"), row, "inRowStep"));
      }
    } else {
      code.addStatement("int tap = s.filterAt + c");
      code.beginControlFlow("for (int row = 0; row < tapRows; row++)");
      filters(code, loop, 0, CodeBlock.of("tap"));
      window(code, loop, 0, CodeBlock.of("from"));
      code.addStatement("from += inRowStep");
      code.addStatement("tap += filterRowStep");
      code.endControlFlow();
    }
    store(code, loop.pixels());
    code.endControlFlow();
    code.endControlFlow();
    code.endControlFlow();
    code.addStatement("return end");
    return method(loop.name()).returns(TypeName.INT).addCode(code.build()).build();
  }

  /** The pixels from {@code first}, whatever they see. */
  private MethodSpec rest() {
    CodeBlock.Builder code = CodeBlock.builder();
    begin(code);
    beginChannels(code);
    code.beginControlFlow("for (int line = 0; line < s.lines; line++)");
    code.addStatement("int x = first");
    code.beginControlFlow(
        "for (; x + $L <= s.pixels; x += $L)", DepthwiseKernel.PIXELS, DepthwiseKernel.PIXELS);
    taps(code, DepthwiseKernel.PIXELS);
    code.endControlFlow();
    code.beginControlFlow("for (; x < s.pixels; x++)");
    taps(code, 1);
    code.endControlFlow();
    code.endControlFlow();
    code.endControlFlow();
    return method("rest").addParameter(TypeName.INT, "first").addCode(code.build()).build();
  }

  private static CodeBlock plus(CodeBlock at, int times, String step) {
    return switch (times) {
      case 0 -> at;
      case 1 -> CodeBlock.of("$L + $N", at, step);
      default -> CodeBlock.of("$L + $L * $N", at, times, step);
    };
  }

  private void taps(CodeBlock.Builder code, int pixels) {
    sums(code, pixels);
    code.addStatement("int from = s.inAt + line * s.inLineStep + x * inStep + c");
    code.addStatement("int tap = s.filterAt + c");
    code.beginControlFlow("for (int row = 0; row < tapRows; row++)");
    code.beginControlFlow("for (int column = 0; column < tapColumns; column++)");
    code.addStatement(
        "$T filter = $T.fromArray(SPECIES, w, tap + column * filterStep)", VECTOR, VECTOR);
    for (int p = 0; p < pixels; p++) {
      code.addStatement(
          "sum$L = $T.fromArray(SPECIES, in, $L).fma(filter, sum$L)",
          p,
          VECTOR,
          plus(CodeBlock.of("from + column * columnStep"), p, "inStep"),
          p);
    }
    code.endControlFlow();
    code.addStatement("from += inRowStep");
    code.addStatement("tap += filterRowStep");
    code.endControlFlow();
    store(code, pixels);
  }

  private static MethodSpec.Builder method(String name) {
    return MethodSpec.methodBuilder(name)
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .addParameter(Strip.class, "s");
  }

  private static void begin(CodeBlock.Builder code) {
    code.addStatement("float[] in = s.arena");
    code.addStatement("float[] w = s.weights");
    code.addStatement("int tapRows = s.tapRows");
    code.addStatement("int tapColumns = s.tapColumns");
    for (String step : new String[] {"inStep", "inRowStep", "filterRowStep", "outStep"}) {
      code.addStatement("int $N = s.$N", step, step);
    }
    code.addStatement("int columnStep = s.inColumnStep");
    code.addStatement("int filterStep = s.filterColumnStep");
  }

  private static void beginChannels(CodeBlock.Builder code) {
    code.beginControlFlow("for (int c = 0; c < s.channels; c += LANES)");
    code.addStatement("$T mask = SPECIES.indexInRange(c, s.channels)", MASK);
    code.addStatement("$T bias = $T.fromArray(SPECIES, w, s.vectorAt[0] + c)", VECTOR, VECTOR);
  }

  private static void sums(CodeBlock.Builder code, int pixels) {
    for (int p = 0; p < pixels; p++) {
      code.addStatement("$T sum$L = bias", VECTOR, p);
    }
  }

  /** Stores sums with the epilogue, or as they are where {@link #finish} applies it. */
  private void store(CodeBlock.Builder code, int pixels) {
    for (int p = 0; p < pixels; p++) {
      int pixel = p;
      code.beginControlFlow("");
      CodeBlock value = CodeBlock.of("sum$L", p);
      if (stages.isPlain()) {
        Leaves leaves =
            new Leaves(
                value,
                side ->
                    CodeBlock.of(
                        "line * s.sideLineStep[$L] + (x + $L) * s.sideStep[$L] + c",
                        side,
                        pixel,
                        side),
                CodeBlock.of("c"));
        value = new Body(VectorSource.DIALECT, leaves::leaf, code).value(key.expression());
      }
      code.addStatement(
          "$L.intoArray(in, s.outAt + line * s.outLineStep + (x + $L) * outStep + c, mask)",
          value,
          p);
      code.endControlFlow();
    }
  }

  /**
   * Applies an epilogue with functions to the stored sums of a run of pixels, as many channels of
   * as many pixels at a time as fit into a temporary array.
   */
  private MethodSpec finish() {
    MethodSpec.Builder method = ScalarSource.override("finish").addParameter(Strip.class, "s");
    if (stages.isPlain()) {
      return method.build();
    }
    CodeBlock.Builder code = CodeBlock.builder();
    code.addStatement("float[] in = s.arena");
    stages
        .function()
        .ifPresent(loop ->
            code.beginControlFlow("if (s.outStep == s.channels)")
                .addStatement("$T.$N(in, s.outAt, s.pixels * s.channels)", Stages.FUNCTIONS, loop)
                .addStatement("return")
                .endControlFlow());
    StageCode.declare(code, stages, "s");
    code.beginControlFlow(
        "for (int first = 0; first < s.channels; first += $T.LENGTH)", Temporaries.class);
    code.addStatement("int rest = (s.channels - first + LANES - 1) / LANES * LANES");
    code.addStatement("int width = Math.min($T.LENGTH, rest)", Temporaries.class);
    code.addStatement("int most = $T.LENGTH / width", Temporaries.class);
    code.beginControlFlow("for (int begin = 0; begin < s.pixels; begin += most)");
    code.addStatement("int count = Math.min(most, s.pixels - begin)");
    CodeBlock at = CodeBlock.of("in, s.outAt + (begin + p) * s.outStep + first + c");
    Leaves leaves =
        new Leaves(
            CodeBlock.of("$T.fromArray(SPECIES, $L)", VECTOR, at),
            side -> CodeBlock.of("(begin + p) * s.sideStep[$L] + first + c", side),
            CodeBlock.of("first + c"));
    new StageCode(
            List.of(
                CodeBlock.of("for (int p = 0; p < count; p++)"),
                CodeBlock.of("for (int c = 0; c < width; c += LANES)")),
            CodeBlock.of("p * width + c"),
            CodeBlock.of("count * width"),
            leaves::leaf,
            CodeBlock.of("$L, SPECIES.indexInRange(first + c, s.channels)", at))
        .write(code, stages);
    code.endControlFlow();
    code.endControlFlow();
    return method.addCode(code.build()).build();
  }

  /**
   * How an epilogue reads.
   *
   * @param sum the convolution's sum
   * @param side where the same element of a further input lies, from its beginning
   * @param channel the first channel of the vector
   */
  private record Leaves(CodeBlock sum, IntFunction<CodeBlock> side, CodeBlock channel) {
    CodeBlock leaf(ScalarExpr leaf) {
      return switch (leaf) {
        case In(int index) when index == 0 -> sum;
        case In(int index) ->
            CodeBlock.of(
                "$T.fromArray(SPECIES, s.arena, s.sideAt[$L] + $L)",
                VECTOR,
                index - 1,
                side.apply(index - 1));
        case Channel(int index) ->
            CodeBlock.of(
                "$T.fromArray(SPECIES, s.weights, s.vectorAt[$L] + $L)", VECTOR, index, channel);
        case ScalarExpr.Const _, ScalarExpr.Unary _, ScalarExpr.Binary _, ScalarExpr.Select _ ->
            throw new IllegalArgumentException("not a leaf: " + leaf);
      };
    }
  }

  private static void filters(CodeBlock.Builder code, Loop loop, int row, CodeBlock at) {
    for (int column = 0; column < loop.columns(); column++) {
      code.addStatement(
          "$T filter$L_$L = $T.fromArray(SPECIES, w, $L)",
          VECTOR,
          row,
          column,
          VECTOR,
          plus(at, column, "filterStep"));
    }
  }

  /** Adds a row of taps to the sums. */
  private static void window(CodeBlock.Builder code, Loop loop, int row, CodeBlock at) {
    int width = (loop.pixels() - 1) * loop.stride() + loop.columns();
    for (int i = 0; i < width; i++) {
      code.addStatement(
          "$T in$L_$L = $T.fromArray(SPECIES, in, $L)",
          VECTOR,
          row,
          i,
          VECTOR,
          plus(at, i, "columnStep"));
      for (int column = 0; column < loop.columns(); column++) {
        int pixel = (i - column) / loop.stride();
        if (i >= column && pixel * loop.stride() == i - column && pixel < loop.pixels()) {
          code.addStatement(
              "sum$L = in$L_$L.fma(filter$L_$L, sum$L)", pixel, row, i, row, column, pixel);
        }
      }
    }
  }
}
