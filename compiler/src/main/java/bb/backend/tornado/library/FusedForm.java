package bb.backend.tornado.library;

import static bb.backend.tornado.index.Variables.N;
import static bb.kernel.ScalarExpr.Function.SIGMOID;
import static bb.kernel.ScalarExpr.Function.TANH;

import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.loops.Epilogue;
import bb.kernel.ScalarExpr;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A convolution with its bias and activation as one product by CUTLASS, on tensor cores: {@code
 * activation(rows filter + bias)}. It takes halves in rows one after the other, whose lengths are
 * multiples of four.
 *
 * @param call which product: {@code cutlassGemmBiasRelu}
 */
record FusedForm(Convolve kernel, String call) implements LibraryForm {
  private static final int MULTIPLE = 4;
  private static final ScalarExpr X = ScalarExpr.IDENTITY;

  private static final Map<ScalarExpr, String> CALLS =
      Map.of(
          X.max(ScalarExpr.constant(0)), "cutlassGemmBiasRelu",
          X.times(X.apply(SIGMOID)), "cutlassGemmBiasSilu",
          X.apply(SIGMOID), "cutlassGemmBiasSigmoid",
          X.apply(TANH), "cutlassGemmBiasTanh");

  static Optional<LibraryForm> of(Convolve kernel) {
    Epilogue epilogue = kernel.epilogue();
    View out = kernel.out();
    boolean takes =
        epilogue.bias()
            && epilogue.vectors() == 1
            && epilogue.sides().isEmpty()
            && out.first() == 0
            && out.stride() == out.channels()
            && out.channels() % MULTIPLE == 0
            && rows(kernel).size() % MULTIPLE == 0;
    return takes
        ? Optional.ofNullable(CALLS.get(epilogue.expression()))
            .map(call -> new FusedForm(kernel, call))
        : Optional.empty();
  }

  @Override
  public String name() {
    return "fused";
  }

  private static Rows rows(Convolve kernel) {
    return new Rows(kernel, true);
  }

  @Override
  public List<Long> scratch() {
    return List.of(rows(kernel).scratch(), 0L);
  }

  @Override
  public int tasks() {
    return rows(kernel).tasks() + 1;
  }

  @Override
  public List<DeviceKernel> kernels() {
    return rows(kernel).kernels();
  }

  @Override
  public CodeBlock code(LibraryCode code) {
    Rows rows = rows(kernel);
    View out = kernel.out();
    int filter = LibraryCode.filter(kernel);
    return CodeBlock.builder()
        .add(rows.code(code))
        .add(
            code.library(
                LibraryCode.CUTLASS,
                call,
                CodeBlock.of("$L", N.times(out.pixels())),
                CodeBlock.of("$L", out.channels()),
                CodeBlock.of("$L", rows.size()),
                rows.array(code),
                LibraryCode.array(filter),
                LibraryCode.array(filter + 1),
                LibraryCode.array(LibraryCode.output(kernel))))
        .build();
  }
}
