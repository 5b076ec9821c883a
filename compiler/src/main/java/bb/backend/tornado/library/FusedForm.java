package bb.backend.tornado.library;

import static bb.backend.tornado.index.Variables.N;
import static bb.kernel.ScalarExpr.Function.ERF;
import static bb.kernel.ScalarExpr.Function.SIGMOID;
import static bb.kernel.ScalarExpr.Function.TANH;
import static bb.kernel.ScalarExpr.constant;

import bb.backend.tornado.code.DeviceTypes;
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
 * A convolution with its bias and activation as one product on tensor cores: {@code activation(rows
 * filter + bias)}. It takes halves in rows one after the other, whose lengths are multiples of
 * four.
 */
record FusedForm(Convolve kernel, Call call) implements LibraryForm {
  private static final int MULTIPLE = 4;
  private static final ScalarExpr X = ScalarExpr.IDENTITY;

  /** The products that libraries have, all with the same arguments in generated code. */
  enum Call {
    CUTLASS_RELU("cutlassGemmBiasRelu"),
    CUTLASS_SILU("cutlassGemmBiasSilu"),
    CUTLASS_SIGMOID("cutlassGemmBiasSigmoid"),
    CUTLASS_TANH("cutlassGemmBiasTanh"),
    CUTLASS_HARD_SWISH("cutlassGemmBiasHardSwish"),
    CUTLASS_GELU("cutlassGemmBiasGelu"),
    CUBLAS_LT("biased"),
    CUBLAS_LT_TANH_GELU("biasedGelu");

    private final String method;

    Call(String method) {
      this.method = method;
    }

    private CodeBlock code(LibraryCode code, CodeBlock... arguments) {
      return switch (this) {
        case CUBLAS_LT, CUBLAS_LT_TANH_GELU ->
            code.library(DeviceTypes.LIBRARY_CALLS, method, arguments);
        case CUTLASS_RELU,
            CUTLASS_SILU,
            CUTLASS_SIGMOID,
            CUTLASS_TANH,
            CUTLASS_HARD_SWISH,
            CUTLASS_GELU ->
            code.library(LibraryCode.CUTLASS, method, arguments);
      };
    }
  }

  private static final Map<ScalarExpr, Call> CALLS =
      Map.of(
          X.max(constant(0)),
          Call.CUTLASS_RELU,
          X.times(X.apply(SIGMOID)),
          Call.CUTLASS_SILU,
          X.apply(SIGMOID),
          Call.CUTLASS_SIGMOID,
          X.apply(TANH),
          Call.CUTLASS_TANH,
          hardSwish(),
          Call.CUTLASS_HARD_SWISH,
          gelu(X.times(constant(Math.sqrt(0.5))).apply(ERF)),
          Call.CUTLASS_GELU,
          X,
          Call.CUBLAS_LT,
          gelu(tanhCurve()),
          Call.CUBLAS_LT_TANH_GELU);

  private static ScalarExpr hardSwish() {
    return X.times(X.plus(constant(3)).max(constant(0)).min(constant(6)).over(constant(6)));
  }

  private static ScalarExpr gelu(ScalarExpr curve) {
    return constant(0.5).times(X).times(constant(1).plus(curve));
  }

  private static ScalarExpr tanhCurve() {
    ScalarExpr cubic = X.plus(constant(0.044715).times(X.times(X).times(X)));
    return constant(Math.sqrt(2 / Math.PI)).times(cubic).apply(TANH);
  }

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
            call.code(
                code,
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
