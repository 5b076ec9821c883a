package bb.backend.cpu;

import bb.backend.cpu.plan.Call;
import bb.backend.cpu.plan.Operands;
import bb.backend.source.Dialect;
import bb.runtime.cpu.Attention;
import bb.runtime.cpu.Convolution;
import bb.runtime.cpu.Depthwise;
import bb.runtime.cpu.Norm;
import bb.runtime.cpu.Normalize;
import bb.runtime.cpu.Pick;
import bb.runtime.cpu.Pointwise;
import bb.runtime.cpu.Pool;
import bb.runtime.cpu.Products;
import bb.runtime.cpu.Rearrange;
import bb.runtime.cpu.Recurrence;
import bb.runtime.cpu.Reduce;
import bb.runtime.cpu.Reduction;
import bb.runtime.cpu.Resize;
import bb.runtime.cpu.Scan;
import bb.runtime.cpu.Tokens;
import bb.runtime.cpu.View;
import bb.runtime.cpu.Winograd;
import bb.runtime.cpu.WinogradSize;
import com.palantir.javapoet.CodeBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Writes what a call computes, as an operation. */
final class CallCode {
  private final KernelTable kernels;

  CallCode(KernelTable kernels) {
    this.kernels = kernels;
  }

  CodeBlock code(Call call) {
    return switch (call) {
      case Call.Product c -> windowed(Convolution.class, "of", c, field(c));
      case Call.TransposedProduct c -> windowed(Convolution.class, "transposed", c, field(c));
      case Call.Depthwise c -> windowed(Depthwise.class, "of", c, field(c));
      case Call.Winograd c -> windowed(Winograd.class, "of", c, of(c.size()), field(c));
      case Call.BoundedWinograd c ->
          windowed(Winograd.class, "of", c, of(c.size()), Dialect.literal(c.least()));
      case Call.Pointwise c ->
          with(
              Pointwise.class,
              "of",
              c.in(),
              field(c),
              view(c.out()),
              CodeBlock.of("new int[] {$L}", RecordCode.numbers(c.vectors())));
      case Call.Boxes c ->
          call(
              Pointwise.class,
              "boxes",
              field(c),
              RecordCode.operand(c.out()),
              c.in().stream().map(RecordCode::operand).collect(RecordCode.commas()));
      case Call.Input c ->
          call(Rearrange.class, "input", of(c.number()), view(c.out()), RecordCode.grid(c.to()));
      case Call.Output c ->
          call(Rearrange.class, "output", of(c.number()), view(c.in()), RecordCode.grid(c.from()));
      case Call.MaxPool c ->
          call(Pool.class, "max", view(c.in()), RecordCode.stencil(c.stencil()), view(c.out()));
      case Call.AveragePool c ->
          call(
              Pool.class,
              "average",
              view(c.in()),
              RecordCode.stencil(c.stencil()),
              of(c.countPadding()),
              of(c.bottom()),
              of(c.right()),
              view(c.out()));
      case Call.AdaptiveAverage c ->
          call(Pool.class, "adaptiveAverage", view(c.in()), view(c.out()));
      case Call.LocalResponse c ->
          call(
              Normalize.class,
              "localResponse",
              view(c.in()),
              of(c.size()),
              Dialect.literal(c.alpha()),
              Dialect.literal(c.beta()),
              Dialect.literal(c.bias()),
              view(c.out()));
      case Call.Softmax c ->
          call(
              Normalize.class,
              "softmax",
              view(c.in()),
              RecordCode.grid(c.from()),
              view(c.out()),
              RecordCode.grid(c.to()),
              of(c.axis()));
      case Call.Nearest c -> call(Resize.class, "nearest", view(c.in()), view(c.out()));
      case Call.Bilinear c ->
          call(Resize.class, "bilinear", view(c.in()), of(c.alignCorners()), view(c.out()));
      case Call.Move c ->
          call(
              Rearrange.class,
              "elements",
              view(c.in()),
              RecordCode.grid(c.from()),
              view(c.out()),
              RecordCode.grid(c.to()));
      case Call.Copy c -> call(Rearrange.class, "copy", view(c.in()), view(c.out()));
      case Call.Fill c -> call(Rearrange.class, "fill", Dialect.literal(c.value()), view(c.out()));
      case Call.MatMul c ->
          call(
              Products.class,
              c.transposed() ? "transposed" : "plain",
              of(c.stacked()),
              view(c.a()),
              view(c.b()),
              view(c.out()));
      case Call.Attention c ->
          call(
              Attention.class,
              "of",
              Stream.concat(
                      Stream.of(
                          RecordCode.heads(c.heads()),
                          view(c.q()),
                          view(c.k()),
                          view(c.v()),
                          view(c.out())),
                      c.biases().stream().map(RecordCode::bias))
                  .toArray(CodeBlock[]::new));
      case Call.Norm c ->
          call(
              Norm.class,
              c.acrossPixels() ? "acrossPixels" : "perPixel",
              view(c.in()),
              of(c.groups()),
              of(c.centred()),
              Dialect.literal(c.eps()),
              view(c.out()));
      case Call.Gather c ->
          call(Tokens.class, "gather", view(c.in()), of(c.table()), of(c.rows()), view(c.out()));
      case Call.Pick c ->
          call(
              Pick.class,
              "of",
              RecordCode.operand(c.in()),
              of(c.axis()),
              RecordCode.operand(c.numbers()),
              RecordCode.operand(c.out()));
      case Call.Reduce c ->
          call(
              Reduce.class,
              "of",
              CodeBlock.of("$T.$L", Reduction.class, c.kind()),
              RecordCode.operand(c.in()),
              RecordCode.grid(c.each()),
              RecordCode.operand(c.out()));
      case Call.Scan c -> {
        List<View> views = new ArrayList<>(c.in());
        views.add(c.out());
        yield with(Scan.class, "of", views);
      }
      case Call.Recurrent c ->
          with(
              Recurrence.class,
              "of",
              c.first(),
              RecordCode.layer(c.layer()),
              view(c.in()),
              view(c.out()));
      case Call.Sinusoid c ->
          call(
              Tokens.class,
              "sinusoid",
              view(c.in()),
              of(c.base()),
              of(c.offset()),
              of(c.interleaved()),
              view(c.out()));
      case Call.Range c -> call(Tokens.class, "range", view(c.out()));
      case Call.Constant c -> call(Rearrange.class, "constant", of(c.at()), view(c.out()));
    };
  }

  private static CodeBlock windowed(
      Class<?> driver, String method, Call.Windowed call, CodeBlock... first) {
    Operands o = call.operands();
    List<CodeBlock> arguments = new ArrayList<>(List.of(first));
    arguments.add(view(o.in()));
    arguments.add(RecordCode.stencil(o.stencil()));
    arguments.add(RecordCode.filter(o.filter()));
    arguments.add(view(o.out()));
    return with(driver, method, o.sides(), arguments.toArray(CodeBlock[]::new));
  }

  private CodeBlock field(Call.Generated call) {
    return CodeBlock.of("$N", kernels.field(call.kernel()));
  }

  private static CodeBlock view(View view) {
    return RecordCode.view(view);
  }

  private static CodeBlock of(WinogradSize size) {
    return CodeBlock.of("$T.$L", WinogradSize.class, size);
  }

  private static CodeBlock of(Object literal) {
    return CodeBlock.of("$L", literal);
  }

  /** A call whose last arguments are any number of views. */
  private static CodeBlock with(
      Class<?> driver, String method, List<View> last, CodeBlock... arguments) {
    List<CodeBlock> all = new ArrayList<>(List.of(arguments));
    last.stream().map(RecordCode::view).forEach(all::add);
    return call(driver, method, all.toArray(CodeBlock[]::new));
  }

  private static CodeBlock call(Class<?> driver, String method, CodeBlock... arguments) {
    CodeBlock list = Stream.of(arguments).collect(RecordCode.commas());
    return CodeBlock.of("$T.$N($L)", driver, method, list);
  }
}
