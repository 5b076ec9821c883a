package bb.backend.tornado.library;

import bb.backend.tornado.index.Access;
import bb.backend.tornado.index.View;
import bb.backend.tornado.loops.Convolve;
import bb.backend.tornado.loops.DeviceKernel;
import bb.backend.tornado.loops.Elementwise;
import bb.backend.tornado.loops.Finish;
import bb.kernel.ScalarExpr;
import bb.kernel.Window;
import com.palantir.javapoet.CodeBlock;
import java.util.List;
import java.util.Optional;

/**
 * A convolution by cuDNN, whose call takes planes {@code [example][channel][pixel]}, a filter
 * {@code [out][in][tap]}, and one padding and one stride for both dimensions.
 */
record ConvolutionForm(Convolve kernel) implements LibraryForm {
  private static final int INPUT = 0;
  private static final int SUMS = 1;

  static Optional<LibraryForm> of(Convolve kernel) {
    Window window = kernel.window();
    boolean takes =
        !window.isPoint()
            && window.dilationHeight() == 1
            && window.dilationWidth() == 1
            && window.strideHeight() == window.strideWidth()
            && window.padTop() == window.padLeft()
            && size(kernel.in().height(), window.kernelHeight(), window) == kernel.out().height()
            && size(kernel.in().width(), window.kernelWidth(), window) == kernel.out().width();
    return takes ? Optional.of(new ConvolutionForm(kernel)) : Optional.empty();
  }

  /** The output's size if the padding is the same on all sides. */
  private static long size(long size, long taps, Window window) {
    return (size + 2 * window.padTop() - taps) / window.strideHeight() + 1;
  }

  @Override
  public String name() {
    return "convolution";
  }

  @Override
  public List<Long> scratch() {
    View in = kernel.in();
    View out = kernel.out();
    return List.of(in.pixels() * in.channels(), out.pixels() * out.channels());
  }

  @Override
  public int tasks() {
    return 3;
  }

  @Override
  public List<DeviceKernel> kernels() {
    return List.of(planes(), finish());
  }

  private Finish finish() {
    return new Finish(kernel.out(), true, 0, kernel.epilogue());
  }

  @Override
  public CodeBlock code(LibraryCode code) {
    View in = kernel.in();
    View out = kernel.out();
    Window window = kernel.window();
    CodeBlock input = code.scratch(INPUT);
    CodeBlock sums = code.scratch(SUMS);
    return CodeBlock.builder()
        .add(code.task(planes(), List.of(LibraryCode.array(0), input)))
        .add(
            code.library(
                LibraryCode.CUDNN,
                "cudnnConv2d",
                input,
                LibraryCode.array(LibraryCode.filter(kernel)),
                sums,
                CodeBlock.of("n"),
                CodeBlock.of("$L", in.channels()),
                CodeBlock.of("$L", in.height()),
                CodeBlock.of("$L", in.width()),
                CodeBlock.of("$L", out.channels()),
                CodeBlock.of("$L", window.kernelHeight()),
                CodeBlock.of("$L", window.kernelWidth()),
                CodeBlock.of("$L", window.padTop()),
                CodeBlock.of("$L", window.strideHeight())))
        .add(code.finish(kernel, finish(), sums))
        .build();
  }

  /** Channel after channel what lies pixel after pixel. */
  private Elementwise planes() {
    View in = kernel.in();
    long example = in.pixels() * in.channels();
    return new Elementwise(
        List.of(in.channels(), in.pixels()),
        new Access(0, example, List.of(in.pixels(), 1L)),
        List.of(new Access(in.first(), in.pixels() * in.stride(), List.of(1L, in.stride()))),
        List.of(false, false),
        ScalarExpr.IDENTITY);
  }
}
