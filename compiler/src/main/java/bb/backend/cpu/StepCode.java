package bb.backend.cpu;

import bb.backend.layout.Extent;
import bb.backend.layout.Place;
import bb.backend.source.Dialect;
import bb.kernel.Kernel.AdaptiveAveragePool;
import bb.kernel.Kernel.Attention;
import bb.kernel.Kernel.ChannelShuffle;
import bb.kernel.Kernel.Concat;
import bb.kernel.Kernel.Constant;
import bb.kernel.Kernel.Convolution;
import bb.kernel.Kernel.Gather;
import bb.kernel.Kernel.LocalResponseNorm;
import bb.kernel.Kernel.MatMul;
import bb.kernel.Kernel.Norm;
import bb.kernel.Kernel.Pad;
import bb.kernel.Kernel.Permute;
import bb.kernel.Kernel.Pointwise;
import bb.kernel.Kernel.Pool;
import bb.kernel.Kernel.Range;
import bb.kernel.Kernel.Reshape;
import bb.kernel.Kernel.Resize;
import bb.kernel.Kernel.SelectiveScan;
import bb.kernel.Kernel.Sinusoid;
import bb.kernel.Kernel.Slice;
import bb.kernel.Kernel.Softmax;
import bb.kernel.Kernel.TransposedConvolution;
import bb.kernel.ScalarExpr;
import bb.kernel.Window;
import bb.program.Program.Step;
import bb.runtime.cpu.Depthwise;
import bb.runtime.cpu.Normalize;
import bb.runtime.cpu.Products;
import bb.runtime.cpu.Rearrange;
import bb.runtime.cpu.Scan;
import bb.runtime.cpu.Tokens;
import bb.types.Shape;
import bb.types.Value;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;

/** Writes the call, or the calls, that compute a step. */
final class StepCode {
  private final CpuPlan plan;
  private final KernelTable kernels;
  private final ViewCode views;

  StepCode(CpuPlan plan, KernelTable kernels) {
    this.plan = plan;
    this.kernels = kernels;
    this.views = new ViewCode(plan);
  }

  /** The calls; none if the step only says where its output lies. */
  List<CodeBlock> calls(Step step) {
    if (plan.placement().isFree(step)) {
      return List.of();
    }
    CodeBlock out = views.view(step.output());
    return switch (step.kernel()) {
      case Convolution c -> List.of(convolution(c, step));
      case TransposedConvolution t -> List.of(transposed(t, step));
      case Pointwise p -> List.of(pointwise(p, step));
      case Pool p -> List.of(pool(p, step));
      case AdaptiveAveragePool _ ->
          List.of(call(bb.runtime.cpu.Pool.class, "adaptiveAverage", in(step), out));
      case LocalResponseNorm(long size, double alpha, double beta, double bias) ->
          List.of(
              call(
                  Normalize.class,
                  "localResponse",
                  in(step),
                  CodeBlock.of("$L", size),
                  Dialect.literal((float) alpha),
                  Dialect.literal((float) beta),
                  Dialect.literal((float) bias),
                  out));
      case Softmax(int axis) ->
          List.of(
              call(
                  Normalize.class,
                  "softmax",
                  in(step),
                  views.grid(step.inputs().getFirst()),
                  out,
                  views.grid(step.output()),
                  CodeBlock.of("$L", axis)));
      case Resize resize -> List.of(resize(resize, step));
      case Reshape _ -> List.of(move(step, views.grid(input(step)), views.grid(step.output())));
      case Permute(var order) -> List.of(permute(order, step));
      case Pad pad -> pad(pad, step);
      case Slice(int axis, long start) -> List.of(slice(axis, start, step));
      case Concat(int axis) -> concat(axis, step);
      case ChannelShuffle(long groups) -> List.of(shuffle(groups, step));
      case MatMul(boolean transposed) ->
          List.of(
              call(
                  Products.class, transposed ? "transposed" : "plain", in(step), in(step, 1), out));
      case Attention(long heads, boolean causal) ->
          List.of(
              call(
                  bb.runtime.cpu.Attention.class,
                  "run",
                  CodeBlock.of("$L", heads),
                  CodeBlock.of("$L", causal),
                  in(step),
                  in(step, 1),
                  in(step, 2),
                  out));
      case Norm norm -> List.of(norm(norm, step));
      case Gather _ -> List.of(call(Tokens.class, "gather", in(step), weight(step), out));
      case SelectiveScan _ -> List.of(scan(step));
      case Sinusoid(double base, long offset, boolean interleaved) ->
          List.of(
              call(
                  Tokens.class,
                  "sinusoid",
                  in(step),
                  CodeBlock.of("$L", base),
                  CodeBlock.of("$L", offset),
                  CodeBlock.of("$L", interleaved),
                  out));
      case Range _ -> List.of(call(Tokens.class, "range", out));
      case Constant _ -> List.of(call(Rearrange.class, "constant", weight(step), out));
    };
  }

  private CodeBlock convolution(Convolution c, Step step) {
    ScalarExpr epilogue = KernelKey.epilogue(c.epilogue(), c.bias());
    if (KernelKey.isDepthwise(step)) {
      return windowed(
          Depthwise.class, "run", new KernelKey.Depthwise(epilogue), c.window(), 1, step);
    }
    return windowed(
        bb.runtime.cpu.Convolution.class,
        "run",
        new KernelKey.Gemm(epilogue),
        c.window(),
        c.groups(),
        step);
  }

  private CodeBlock transposed(TransposedConvolution t, Step step) {
    return windowed(
        bb.runtime.cpu.Convolution.class,
        "transposed",
        new KernelKey.Gemm(KernelKey.epilogue(t.epilogue(), t.bias())),
        t.window(),
        t.groups(),
        step);
  }

  private CodeBlock windowed(
      Class<?> driver, String method, KernelKey key, Window window, long groups, Step step) {
    List<CodeBlock> arguments =
        new ArrayList<>(
            List.of(
                CodeBlock.of("$N", kernels.field(key)),
                in(step),
                ViewCode.stencil(window),
                views.filter(PackedWeight.of(step), groups),
                views.view(step.output())));
    step.inputs().stream().skip(1).map(views::view).forEach(arguments::add);
    return call(driver, method, arguments.toArray(CodeBlock[]::new));
  }

  private CodeBlock pointwise(Pointwise kernel, Step step) {
    CodeBlock field = CodeBlock.of("$N", kernels.field(KernelKey.of(kernel, step)));
    Shape shape = step.output().type().shape();
    if (shape.rank() > 3
        && step.inputs().stream().anyMatch(in -> !in.type().equals(step.output().type()))) {
      return repeating(field, shape, step);
    }
    List<Long> vectors = PackedWeight.of(step).stream().map(plan.weights()::offset).toList();
    List<CodeBlock> arguments =
        new ArrayList<>(
            List.of(
                field,
                views.view(step.output()),
                CodeBlock.of("new int[] {$L}", ViewCode.numbers(vectors))));
    step.inputs().stream().map(views::view).forEach(arguments::add);
    return call(bb.runtime.cpu.Pointwise.class, "run", arguments.toArray(CodeBlock[]::new));
  }

  /** Of more than three dimensions, and not all inputs as large as the output. */
  private CodeBlock repeating(CodeBlock kernel, Shape shape, Step step) {
    List<CodeBlock> operands = new ArrayList<>(List.of(operand(step.output(), shape)));
    step.inputs().forEach(input -> operands.add(operand(input, shape)));
    return call(
        bb.runtime.cpu.Pointwise.class,
        "boxes",
        kernel,
        operands.stream().collect(ViewCode.commas()));
  }

  private CodeBlock operand(Value value, Shape shape) {
    List<Long> strides = new ArrayList<>(views.strides(value));
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (value.type().shape().dim(axis) < shape.dim(axis)) {
        strides.set(axis, 0L);
      }
    }
    return CodeBlock.of(
        "new $T($L, $L)",
        bb.runtime.cpu.Operand.class,
        views.view(value),
        ViewCode.grid(shape.dims(), strides, 0));
  }

  private CodeBlock pool(Pool pool, Step step) {
    CodeBlock stencil = ViewCode.stencil(pool.window());
    CodeBlock out = views.view(step.output());
    return switch (pool.kind()) {
      case MAX -> call(bb.runtime.cpu.Pool.class, "max", in(step), stencil, out);
      case AVERAGE ->
          call(
              bb.runtime.cpu.Pool.class,
              "average",
              in(step),
              stencil,
              CodeBlock.of("$L", pool.countPadding()),
              CodeBlock.of("$L", pool.window().padBottom()),
              CodeBlock.of("$L", pool.window().padRight()),
              out);
    };
  }

  private CodeBlock norm(Norm norm, Step step) {
    return call(
        bb.runtime.cpu.Norm.class,
        norm.acrossPixels() ? "acrossPixels" : "perPixel",
        in(step),
        CodeBlock.of("$L", norm.groups()),
        CodeBlock.of("$L", norm.centred()),
        Dialect.literal((float) norm.eps()),
        views.view(step.output()));
  }

  private CodeBlock scan(Step step) {
    List<CodeBlock> arguments = new ArrayList<>();
    for (int i = 0; i < step.inputs().size(); i++) {
      arguments.add(in(step, i));
    }
    arguments.add(views.view(step.output()));
    return call(Scan.class, "run", arguments.toArray(CodeBlock[]::new));
  }

  private CodeBlock resize(Resize resize, Step step) {
    CodeBlock out = views.view(step.output());
    return switch (resize.mode()) {
      case NEAREST -> call(bb.runtime.cpu.Resize.class, "nearest", in(step), out);
      case BILINEAR ->
          call(
              bb.runtime.cpu.Resize.class,
              "bilinear",
              in(step),
              CodeBlock.of("$L", resize.alignCorners()),
              out);
    };
  }

  private CodeBlock permute(List<Integer> order, Step step) {
    List<Long> strides = views.strides(input(step));
    CodeBlock from =
        ViewCode.grid(
            step.output().type().shape().dims(), order.stream().map(strides::get).toList(), 0);
    return move(step, from, views.grid(step.output()));
  }

  private List<CodeBlock> pad(Pad pad, Step step) {
    List<Long> strides = views.strides(step.output());
    long from = 0;
    for (int axis = 0; axis < strides.size(); axis++) {
      from += pad.before().get(axis) * strides.get(axis);
    }
    CodeBlock value = Dialect.literal((float) pad.value());
    return List.of(
        call(Rearrange.class, "fill", value, views.view(step.output())),
        move(
            step,
            views.grid(input(step)),
            ViewCode.grid(input(step).type().shape().dims(), strides, from)));
  }

  private CodeBlock slice(int axis, long start, Step step) {
    List<Long> strides = views.strides(input(step));
    List<Long> dims = step.output().type().shape().dims();
    return move(
        step, ViewCode.grid(dims, strides, start * strides.get(axis)), views.grid(step.output()));
  }

  /** Copies the operands that do not lie in the output already. */
  private List<CodeBlock> concat(int axis, Step step) {
    List<CodeBlock> calls = new ArrayList<>();
    Shape out = step.output().type().shape();
    Place place = plan.placement().of(step.output());
    boolean channels = axis == Extent.channelAxis(out);
    long from = 0;
    for (Value input : step.inputs()) {
      Shape shape = input.type().shape();
      if (channels) {
        Place part = place.shifted(from);
        if (!part.equals(plan.placement().of(input))) {
          calls.add(
              call(Rearrange.class, "copy", views.view(input), views.view(part, Extent.of(shape))));
        }
      } else {
        List<Long> strides = views.strides(step.output());
        calls.add(
            call(
                Rearrange.class,
                "elements",
                views.view(input),
                views.grid(input),
                views.view(step.output()),
                ViewCode.grid(shape.dims(), strides, from * strides.get(axis))));
      }
      from += shape.dim(axis);
    }
    return calls;
  }

  /** Channel i * groups + j of the output is channel j * (channels / groups) + i of the input. */
  private CodeBlock shuffle(long groups, Step step) {
    Extent extent = Extent.of(step.output().type().shape());
    long size = extent.channels() / groups;
    List<Long> dims = List.of(extent.pixels(), size, groups);
    long from = plan.placement().of(input(step)).stride();
    long to = plan.placement().of(step.output()).stride();
    return move(
        step,
        ViewCode.grid(dims, List.of(from, 1L, size), 0),
        ViewCode.grid(dims, List.of(to, groups, 1L), 0));
  }

  private CodeBlock move(Step step, CodeBlock from, CodeBlock to) {
    return call(Rearrange.class, "elements", in(step), from, views.view(step.output()), to);
  }

  private CodeBlock weight(Step step) {
    return CodeBlock.of("$L", plan.weights().offset(PackedWeight.of(step).getFirst()));
  }

  private CodeBlock in(Step step) {
    return views.view(input(step));
  }

  private CodeBlock in(Step step, int input) {
    return views.view(step.inputs().get(input));
  }

  private static Value input(Step step) {
    return step.inputs().getFirst();
  }

  static CodeBlock call(Class<?> driver, String method, CodeBlock... arguments) {
    return CodeBlock.builder()
        .add("$T.$N(w", driver, method)
        .add(
            java.util.Arrays.stream(arguments)
                .map(argument -> CodeBlock.of(", $L", argument))
                .collect(CodeBlock.joining("")))
        .add(")")
        .build();
  }
}
